"""Whether no slot was given twice, and whoever did not get the last one was told."""

from __future__ import annotations

from collections import Counter

from tests.benchmarks.referral_month.stage import Stage
from yigongti_desktop.capabilities.referrals.model.capacity import Kind
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.model.holds import State
from yigongti_desktop.capabilities.referrals.model.holds import hold_id
from yigongti_desktop.capabilities.referrals.store.capacity import HOLD
from yigongti_desktop.capabilities.referrals.store.capacity import LINE
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading


def look_at_contests(stage: Stage) -> None:
    """Note whether a contended slot has exactly one holder and the other was told, once both desks have talked."""
    for contest in [one for one in stage.contests if one not in stage.decided]:
        line, *cases = contest
        if stage.untouched[cases[0]] - 1 > stage.round:
            continue
        holds = [_at_its_desk(stage, case) for case in cases]
        with reading(stage.world.hub.engine) as connection:
            at_hub = [records.load(connection, HOLD, one.id) for one in holds]
        states = sorted((one.state.value, one.line) for one in holds)
        other = next((one for one in holds if one.state is State.ANSWERED), None)
        is_told = other is not None and other.is_news and other.why == "full"
        if at_hub != holds or states != [("answered", line), ("held", line)] or not is_told:
            stage.undecided.append(f"{contest}: {states}, told {is_told}")
        stage.decided.append(contest)
        stage.alternatives += other is not None and bool(other.alternatives)


def check_slots(stage: Stage) -> str:
    """Fail where a line is held beyond its number or a contest was not decided; say what was seen."""
    with reading(stage.world.hub.engine) as connection:
        lines = registry.everything(connection, LINE)
        holds: list[SlotHold] = registry.everything(connection, HOLD)
    held = Counter(one.line for one in holds if one.state is State.HELD)
    used = Counter(one.line for one in holds if one.state is State.USED)
    for line in lines:
        assert (line.held, line.used) == (held[line.id], used[line.id]), line
        assert held[line.id] + used[line.id] <= line.reserved, line
    states = Counter(one.state.value for one in holds)
    assert not states["asked"], states
    assert not stage.undecided, stage.undecided
    assert sorted(stage.decided) == sorted(stage.contests), len(stage.decided)
    return (
        f"slots: {len(lines):,} lines, holds {dict(states)}, none beyond its number; {len(stage.contests)} last ones"
        f" contended off-line: {len(stage.decided)} with one holder and the other told,"
        f" {stage.alternatives} of them with what is free next"
    )


def _at_its_desk(stage: Stage, case: str) -> SlotHold:
    """Return the hold of a case as the desk has it that sent it."""
    found = (stage.world.desks[name].read(records.load, HOLD, hold_id(case, Kind.EXPERT)) for name in stage.units)
    return next(one for one in found if one is not None)
