"""A service written down, taken back and written down anew, its pictures coming in any order, some of them lies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import rule
from msgspec.structs import replace

from tests.capabilities.contracts.makers import RESIDENT
from tests.capabilities.contracts.makers import TEAM
from tests.capabilities.contracts.makers import TODAY
from tests.capabilities.contracts.makers import register
from tests.capabilities.contracts.makers import signed
from tests.capabilities.contracts.world import CHECKUP
from tests.capabilities.contracts.world import members
from tests.capabilities.contracts.world import written_team
from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.fakes.time import NOON
from tests.world import id_number
from yigongti_desktop.attachments.model.attachment import Attachment
from yigongti_desktop.attachments.model.attachment import attach
from yigongti_desktop.attachments.model.attachment import digest_of
from yigongti_desktop.capabilities.contracts.model import doing
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.evidence import MOST_PHOTOS
from yigongti_desktop.capabilities.contracts.model.evidence import lacking
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.model.service_files import PHOTO
from yigongti_desktop.capabilities.contracts.model.service_files import SERVICE_FILES
from yigongti_desktop.capabilities.contracts.model.service_files import SIGNATURE
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused

MINE, OTHERS = id_number(date(1958, 2, 28), 302), id_number(date(1958, 2, 28), 304)
CARDS = {"": "", "mine": MINE, "other": OTHERS}


class Proving(RuleBasedStateMachine):
    """One task whose item asks for some proof, at a clinic whose desk may lie."""

    @initialize(asked=st.sets(st.sampled_from(Evidence)))
    def sign(self, asked: set[Evidence]) -> None:
        team = written_team(members=tuple(replace(one, card=f"W{place}") for place, one in enumerate(members())))
        self.known: Register = register(**{TEAM: team})
        self.known.put("resident", replace(self.known.need("resident", RESIDENT), id_number=MINE))
        contract: Contract = signed(self.known)
        item = replace(CHECKUP, evidence=tuple(asked))
        self.contract = replace(contract, packages=(replace(contract.packages[0], items=(item,)),))
        self.known.put("contract", self.contract)
        self.asked, self.made = tuple(asked), 0
        self.record = service_id(contract.id, contract.number, CHECKUP.code, 1)
        self.taken: dict[str, str] = {}

    @rule(
        photos=st.integers(0, MOST_PHOTOS + 1),
        is_signed=st.booleans(),
        resident=st.sampled_from(sorted(CARDS)),
        worker=st.sampled_from(["", "W0", " w 3;", "W9"]),
        has_time=st.booleans(),
    )
    def write_down(self, photos: int, is_signed: bool, resident: str, worker: str, has_time: bool) -> None:  # noqa: FBT001 - hypothesis
        self.made += 1
        what = Done(
            contract=self.contract.id,
            agreement=self.contract.number,
            item=CHECKUP.code,
            number=1,
            done_on=TODAY,
            way=Way.HOME,
            photos=tuple(f"photo-{self.made}-{place}" for place in range(photos)),
            signature=f"signature-{self.made}" if is_signed else "",
            resident_card=CARDS[resident],
            worker_card=worker,
            carded_at=NOON if has_time else None,
        )
        has_cards = bool(resident and worker and has_time)
        missing = lacking(self.asked, photos=photos, is_signed=is_signed, has_cards=has_cards)
        fits = resident != "other" and worker != "W9" and photos <= MOST_PHOTOS and not missing
        stands = self.service is not None and self.service.state is State.DONE
        try:
            service = doing.perform(self.service, what, self.ruling(self.record))
        except Refused:
            assert stands or not fits
            return
        assert fits
        assert not stands
        self.known.put("service", service)

    @rule()
    def take_back(self) -> None:
        if self.service is not None and self.service.state is State.DONE:
            self.known.put("service", doing.void(self.service, "记错人", self.ruling(self.record)))

    @rule(
        made=st.integers(0, 6),
        place=st.integers(-1, 3),
        line=st.sampled_from([PHOTO, SIGNATURE, ""]),
        is_ours=st.booleans(),
    )
    def put_picture(self, made: int, place: int, line: str, is_ours: bool) -> None:  # noqa: FBT001 - hypothesis
        picture = f"photo-{made}-{place}" if place >= 0 else f"signature-{made}"
        content = b"\xff\xd8\xff" + picture.encode()
        wanted = Attachment(
            id=picture,
            owner_kind="service",
            owner=self.record,
            line=line,
            media_type="image/jpeg",
            name="照片.jpg",
            size=len(content),
            sha256=digest_of(content),
            digests=(digest_of(content),),
            at=NOON,
        )
        names = self.service.photos if self.service is not None else ()
        current = self.known.get("attachment", picture)
        judging = self.ruling(picture, CLINIC if is_ours else STRANGER)
        try:
            added = attach(current, wanted, {"service": SERVICE_FILES}, judging)
        except Refused:
            assert current is not None or picture not in names or not line or not is_ours
            return
        assert picture in names
        assert line
        assert is_ours
        self.known.put("attachment", added)
        self.taken[picture] = line

    @invariant()
    def what_counts_is_proven_and_the_cards_are_theirs(self) -> None:
        if not hasattr(self, "record") or self.service is None or self.service.state is not State.DONE:
            return
        service = self.service
        signatures = [one for one in service.photos if one.startswith("signature")]
        has_cards = bool(service.resident_card and service.worker_card and service.carded_at)
        photos = len(service.photos) - len(signatures)
        assert not lacking(self.asked, photos=photos, is_signed=bool(signatures), has_cards=has_cards)
        assert service.resident_card in {"", MINE}
        assert service.worker_card in {"", "W0", "W3"}

    @invariant()
    def what_was_taken_stays(self) -> None:
        if hasattr(self, "taken"):
            assert all(self.known.need("attachment", one).line == line for one, line in self.taken.items())

    @property
    def service(self) -> Service | None:
        found: Service | None = self.known.get("service", self.record)
        return found

    def ruling(self, record: str, institution: str = CLINIC) -> Any:
        return ruling(institution, register=self.known, record=record, roles=frozenset({Role.NURSE}))


Proving.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestProving = pytest.mark.policy("FND-38")(Proving.TestCase)
