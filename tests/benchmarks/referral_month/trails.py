"""Whether each trail is complete and ordered: every state explained by the act that led to it, none missing."""

from __future__ import annotations

from collections.abc import Iterable

from tests.benchmarks.referral_month.ledger import Line
from tests.benchmarks.referral_month.ledger import Told

_OPEN = "draft sent redirected accepted declined arrived returned followed_up expired"
#: However a case stands whose patient no hospital has: who has come is registered.
_COME = "sent redirected accepted declined expired withdrawn"
#: Each act with the states in which it may be done and the one to which it leads; "=" where the state stays. What was
#: done in time is taken of a case that has lapsed when it is told; whoever was asked may find the patient with them.
_MOVES = {
    "sent": ("none draft", "sent"),
    "sent_down": ("none", "sent"),
    "draft_saved": ("none draft", "draft"),
    "presented": ("none draft declined expired", "sent"),
    "accepted": ("sent redirected expired", "accepted"),
    "approved": ("sent redirected expired", "accepted"),
    "taken_on": ("sent expired", "accepted"),
    "declined": ("sent redirected expired", "declined"),
    "denied": ("sent redirected expired", "declined"),
    "turned_down": ("sent expired", "declined"),
    "redirected": ("sent redirected accepted expired", "redirected"),
    "retargeted": ("declined expired", "sent"),
    "turned_up": ("sent redirected accepted declined expired", "redirected"),
    "taken_over": (_COME, "arrived"),  # an arrival like any other (decision 031)
    "arrived": (_COME, "arrived"),
    "received": ("accepted", "arrived"),
    "returned": ("arrived", "returned"),
    "return_presented": ("sent redirected accepted declined arrived expired withdrawn", "returned"),
    "followed_up": ("returned accepted arrived", "followed_up"),
    "closed": ("accepted declined arrived returned followed_up expired", "closed"),
    "withdrawn": ("sent redirected accepted", "withdrawn"),
    "expired": ("sent redirected accepted", "expired"),
    "rebooked": ("accepted", "accepted"),
    "renewed": ("expired", "sent"),
    "died": (_OPEN, "closed"),
    "death_noted": (_OPEN, "closed"),
    "reopened": ("closed", "back"),
    "death_put_right": ("closed", "back"),
    "reached": ("any", "="),
    "booked": ("any", "="),
    "printed": ("any", "="),
    "contact_logged": ("any", "="),
    "completed": ("any", "="),
    "tracking_handed_over": ("any", "="),
    "limit_passed": ("any", "="),
    "contract_noted": ("any", "="),
}
#: Acts that say for themselves, later, what a paper said before: then nothing moves.
_SAID_BEFORE = {"sent", "draft_saved", "retargeted", "accepted", "declined", "redirected", "arrived", "taken_over",
                "returned", "presented", "return_presented"}  # fmt: skip


def faults(cases: Iterable[Told], records: dict[str, tuple[str, int]], judged: dict[str, set[str]]) -> list[str]:
    """Return in words what is wrong with the trails.

    Args:
        cases: as their trails tell them.
        records: state and revision of each case as it stands.
        judged: ids of the acts on each case that the hub's journal has as accepted.
    """
    return [f"{case.id}: {fault}" for case in cases for fault in _faults(case, records[case.id], judged[case.id])]


def _faults(case: Told, stands: tuple[str, int], judged: set[str]) -> Iterable[str]:
    lines = case.lines
    if [line.revision for line in lines] != list(range(1, len(lines) + 1)):
        yield f"revisions {[line.revision for line in lines]}"
    if (case.state, len(lines)) != stands:
        yield f"ends {case.state} after {len(lines)}, stands {stands}"
    if {line.id for line in lines} != judged:
        yield "trail and journal have other acts"
    hub_times = [line.hub_at for line in lines if line.hub_at]
    if len(hub_times) != len(lines) or hub_times != sorted(hub_times):
        yield "not in the order in which the hub took them"
    yield from _moves(lines)


def _moves(lines: list[Line]) -> Iterable[str]:
    state, before, has_paper = "none", "none", False
    for line in lines:
        act = line.act.removeprefix("referral.")
        states, leads = _MOVES.get(act, ("", ""))
        has_paper = has_paper or act in {"presented", "return_presented"}
        is_said_before = has_paper and act in _SAID_BEFORE and line.state == state
        is_allowed = states == "any" or state in states.split()
        wanted = {"=": state, "back": before}.get(leads, leads)
        if not is_said_before and not (is_allowed and line.state == wanted):
            yield f"{line.act} led from {state} to {line.state}"
        if line.state == "closed" and state != "closed":
            before = state
        state = line.state
