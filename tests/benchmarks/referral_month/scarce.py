"""Slots that are reserved, asked for, and contended by two units off-line; and cases that their paper brings first."""

from __future__ import annotations

from datetime import timedelta

from tests.benchmarks.referral_month.stage import LEADS
from tests.benchmarks.referral_month.stage import Stage
from yigongti_desktop.capabilities.referrals.messages import capacity as c
from yigongti_desktop.capabilities.referrals.messages import paper as p
from yigongti_desktop.capabilities.referrals.model.capacity import Kind
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.model.holds import State as Held
from yigongti_desktop.capabilities.referrals.store.capacity import fitting
from yigongti_desktop.capabilities.referrals.store.capacity import to_read
from yigongti_desktop.protocol import paper_code

#: Most of a unit's cases are sent without a slot.
_ASKS = 0.2
#: Whose slots two units contend for; nobody else asks for them.
CONTENDED, _CONTENDED_IN = "王建平", "神经内科"


def publish(stage: Stage, lead: str, department: str, *, after: int, reserved: int, name: str) -> str:
    """Let a lead hospital reserve some slots of an expert; return the line's id."""
    on = stage.today + timedelta(days=after)
    slot = Slot(kind=Kind.EXPERT, department=department, name=name, day=on, time="14:00-17:00", place="门诊 3 诊室")
    opening = c.Opening(slot=slot, numbers=Numbers(total=reserved + 5, reserved=reserved))
    stage.do(lead, c.PublishCapacity(opened=(opening,)))
    offers = stage.world.desks[lead].read(fitting, stage.institution(lead), department, stage.now).offers
    found = [one.line.id for one in offers if (one.line.name, one.line.day) == (name, on)]
    return found[0] if found else ""


def line_for(stage: Stage, name: str, institution: str, department: str) -> str:
    """Return a line that a unit sees free for a case, sometimes; empty for none."""
    if stage.dice.random() > _ASKS:
        return ""
    offers = stage.world.desks[name].read(fitting, institution, department, stage.now).offers
    free = [one.line for one in offers if one.free > 0 and not one.line.name.startswith(CONTENDED)]
    return min(((one.day, one.name, one.id) for one in free), default=("", "", ""))[2]


def read_answers(stage: Stage, name: str) -> None:
    """Let a unit read what became of its holds, and ask for the next free one where it was told of some."""
    told: list[SlotHold] = stage.world.desks[name].read(to_read, stage.institution(name))
    for hold in sorted(told, key=lambda one: one.referral_number):
        stage.do(name, c.NoteSlot(hold=hold.id, seen=f"{hold.state.value} {hold.why}"))
        others = [one.line for one in hold.alternatives if not one.slot.name.startswith(CONTENDED)]
        if hold.state is Held.ANSWERED and others and stage.dice.random() < 0.7:
            stage.do(name, c.HoldSlot(referral=hold.referral, line=others[0]))
        elif hold.state is Held.HELD and stage.dice.random() < 0.2:
            stage.do(name, c.ReleaseSlot(hold=hold.id))


def contested(stage: Stage) -> tuple[str, str, list[str]] | None:
    """Reserve one slot that two units of a community see, and take both lines away.

    Returns:
        Line, its department, and both desks; None where all contend already, or the hospital may not publish.
    """
    free = [one for one in stage.units if stage.contending.get(one, -1) < stage.round]
    units = [[one for one in free if stage.lead_of(one) == lead] for lead in LEADS]
    fit = [here for here in units if len(here) > 1]
    if not fit:
        return None
    both = stage.dice.sample(stage.dice.choice(fit), 2)
    lead = stage.lead_of(both[0])
    line = publish(stage, lead, _CONTENDED_IN, after=5, reserved=1, name=f"{CONTENDED} {len(stage.contests) + 1:03d}")
    if not line:
        return None
    for name in (lead, *both):
        stage.away.pop(name, None)
        stage.talk([name])
    for name in both:
        stage.lose(name, stage.dice.randint(1, min(5, 2 * len(stage.hours))))
    return line, _CONTENDED_IN, both


def carry(stage: Stage, record: str, sender: str, receiver: str, paper: str) -> bool:
    """Let the paper of a case be made at one desk and presented at another; say whether it was taken."""
    sealed = stage.do(sender, p.SealSlips(referrals=(record,), paper=paper))
    texts = sealed.codes.get(record, ()) if sealed is not None else ()
    if not texts:
        return False
    code = paper_code.join(paper_code.parts_of("".join(texts)))
    taken = stage.do(receiver, p.PresentCode(code=code))
    if taken is None:
        return False
    if stage.dice.random() < 0.2:
        stage.do(receiver, p.PresentCode(code=code))  # scanned once more
    stage.by_paper[paper] += 1
    return True
