"""Acts of contracts at a desk: a household is signed, many are renewed at once; how long, and in how much memory."""

from __future__ import annotations

import time
from pathlib import Path

from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.contracts.messages.contracts import RenewContracts
from yigongti_desktop.capabilities.contracts.messages.contracts import SignContract
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.model.terms import TermState
from yigongti_desktop.capabilities.contracts.store import listing
from yigongti_desktop.capabilities.contracts.ui.renew_run import slices
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day

_STATUS, _PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_KILO = 1024


def sign(desk: Workbench, actor: Actor, team: str, people: tuple[str, ...], package: str) -> float:
    """Sign a household; return the seconds."""
    command = SignContract(
        team=team,
        people=tuple(Signer(resident=one, packages=(package,)) for one in people),
        signed_on=day(desk.clock.now()),
    )
    begun = time.perf_counter()
    desk.do(actor, command)
    return time.perf_counter() - begun


def renew(desk: Workbench, actor: Actor, most: int) -> tuple[int, float, float]:
    """Go on with so many contracts as the page does; return how many, the seconds, and the megabytes it took."""
    today = day(desk.clock.now())
    known = desk.read(listing.listing, actor.institution, today)
    soon = [one for one in known.entries if one.state is TermState.EXPIRING][:most]
    before = _forget_peak()
    begun = time.perf_counter()
    for some in slices(soon):
        desk.do(actor, RenewContracts(contracts=tuple((one, ()) for one in some), signed_on=today))
    return len(soon), time.perf_counter() - begun, _megabytes("VmHWM") - before


def _forget_peak() -> float:
    if _PEAK.exists():
        _PEAK.write_text("5", encoding="ascii")
    return _megabytes("VmRSS")


def _megabytes(name: str) -> float:
    if not _STATUS.exists():
        return 0.0
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / _KILO
