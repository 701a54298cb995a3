"""Teams, packages and residents in the register of 天门, for judging contracts by hand."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from typing import Any

from tests.capabilities.contracts.world import written_package
from tests.capabilities.contracts.world import written_team
from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.contracts.model import package
from yigongti_desktop.capabilities.contracts.model import signing
from yigongti_desktop.capabilities.contracts.model import team
from yigongti_desktop.capabilities.contracts.model.agreeing import Agreed
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.resident import Resident

TODAY = day(NOON)
RESIDENT, TEAM, PACKAGE = "resident-1", "team-1", "package-1"


def register(**teams: team.Written) -> Register:
    """Return a register with a resident of 岳口, its team and a package; further teams by their ids."""
    found = tianmen()
    found.put(
        "resident", Resident(id=RESIDENT, name="胡小燕", sex=Sex.FEMALE, birth=date(1958, 2, 28), units=(CLINIC,))
    )
    for name, written in ({TEAM: written_team()} | teams).items():
        found.put("team", team.set_up(None, written, ruling(register=found, record=name)))
    found.put("package", package.offer(None, written_package(), ruling(HOSPITAL, register=found, record=PACKAGE)))
    return found


def agreed(**others: Any) -> Agreed:
    """Return an agreement of today for a year."""
    usual: dict[str, Any] = {
        "number": "岳口-20261123-A-001",
        "resident": RESIDENT,
        "team": TEAM,
        "packages": (PACKAGE,),
        "signed_on": TODAY,
    }
    return Agreed(**(usual | others))


def by(register: Register, institution: str = CLINIC, at: datetime = NOON) -> Ruling:
    """Return what a judge of the resident's contract knows."""
    return ruling(institution, at, register=register, record=contract_id(RESIDENT))


def signed(register: Register, **others: Any) -> Contract:
    """Return the contract after signing, kept in the register."""
    contract = signing.sign(None, agreed(**others), by(register))
    register.put("contract", contract)
    return contract
