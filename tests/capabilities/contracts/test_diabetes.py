"""随访2型糖尿病: the standard's text, case by case and by hand."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.contracts.plans import day
from tests.capabilities.judging import Register
from yigongti_desktop.capabilities.contracts.model import diabetes
from yigongti_desktop.capabilities.contracts.model.deciding import Act
from yigongti_desktop.capabilities.contracts.model.deciding import Assessment
from yigongti_desktop.capabilities.contracts.model.deciding import Class
from yigongti_desktop.capabilities.contracts.model.deciding import Finding
from yigongti_desktop.capabilities.contracts.model.deciding import Former
from yigongti_desktop.capabilities.contracts.model.deciding import NextKind
from yigongti_desktop.capabilities.contracts.model.deciding import Reaction
from yigongti_desktop.capabilities.contracts.model.deciding import Reason
from yigongti_desktop.capabilities.contracts.model.diabetes import STANDARD
from yigongti_desktop.capabilities.contracts.model.diabetes import Symptom
from yigongti_desktop.capabilities.contracts.model.diabetes import Values
from yigongti_desktop.capabilities.contracts.model.diabetes import decide
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

pytestmark = pytest.mark.policy("CHR-01", "CHR-04")

GO, ADJUST, REFER, NOW = Act.GO_ON, Act.ADJUST, Act.REFER, Act.REFER_NOW
ONCE = Former(unsatisfied=1)
REACTED = Former(reactions=1)
REACTION = Assessment(reaction=Reaction.PRESENT)
STUBBORN = Assessment(reaction=Reaction.UNCONTROLLED)
NEW = Assessment(has_new_complication=True)
WORSE = Assessment(has_worse_complication=True)
BEYOND = Assessment(is_beyond_us=True)
NURSING = Assessment(is_pregnant_or_nursing=True)
DANGER = (Reason.EMERGENCY,)
TWICE = (Reason.UNSATISFIED_TWICE,)
STUBBORNLY = (Reason.REACTION_UNCONTROLLED,)


def found(on: str, fasting: int, *more: Assessment | Former | Symptom, **measured: int) -> Values:
    """Return the values of a follow-up; what is not said is calm."""
    calm = Values(
        on=day(on),
        fasting=fasting,
        sbp=130,
        dbp=80,
        symptoms=tuple(one for one in more if isinstance(one, Symptom)),
        assessed=next((one for one in more if isinstance(one, Assessment)), Assessment()),
        former=next((one for one in more if isinstance(one, Former)), Former()),
    )
    return replace(calm, **measured)


def lasting(on: str, fasting: int, pulse: int) -> Values:
    return replace(found(on, fasting, pulse=pulse), is_pulse_lasting=True)


CASES = [
    # 控制满意: fasting glucose below 7.0.
    (found("2026-11-23", 69), GO, "2027-02-23", ()),
    (found("2026-11-23", 40), GO, "2027-02-23", ()),
    (found("2026-11-23", 69, ONCE), GO, "2027-02-23", ()),
    (found("2026-11-30", 62), GO, "2027-02-28", ()),
    (found("2027-11-30", 62), GO, "2028-02-29", ()),
    (found("2026-12-15", 62), GO, "2027-03-15", ()),
    (found("2028-02-29", 62), GO, "2028-05-29", ()),
    (found("2026-11-23", 62, Symptom.NUMBNESS, Symptom.BLURRED_VISION, Symptom.WEIGHT_LOSS), GO, "2027-02-23", ()),
    (found("2026-11-23", 62, sbp=179, dbp=109), GO, "2027-02-23", ()),
    (found("2026-11-23", 62, random=166), GO, "2027-02-23", ()),
    (found("2026-11-23", 62, pulse=100), GO, "2027-02-23", ()),
    (found("2026-11-23", 62, pulse=120), GO, "2027-02-23", ()),  # counted once
    (found("2026-11-23", 62, temperature=390), GO, "2027-02-23", ()),
    (found("2026-11-23", 60, NURSING), GO, "2027-02-23", ()),
    # 第一次 ≥7.0: adjust, two weeks.
    (found("2026-11-23", 70), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 166), ADJUST, "2026-12-07", ()),
    (found("2026-12-24", 85), ADJUST, "2027-01-07", ()),
    (found("2028-02-15", 85), ADJUST, "2028-02-29", ()),
    (found("2027-02-15", 85), ADJUST, "2027-03-01", ()),
    (found("2026-11-23", 85, REACTED), ADJUST, "2026-12-07", ()),
    # 药物不良反应.
    (found("2026-11-23", 62, REACTION), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 62, REACTION, ONCE), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 62, REACTION, REACTED), REFER, "2026-12-07", STUBBORNLY),
    (found("2026-11-23", 62, STUBBORN), REFER, "2026-12-07", STUBBORNLY),
    # 连续两次: refer.
    (found("2026-11-23", 70, ONCE), REFER, "2026-12-07", TWICE),
    (found("2026-12-31", 120, Former(unsatisfied=2)), REFER, "2027-01-14", TWICE),
    (found("2026-11-23", 85, STUBBORN, ONCE), REFER, "2026-12-07", (*TWICE, *STUBBORNLY)),
    # 并发症.
    (found("2026-11-23", 62, NEW), REFER, "2026-12-07", (Reason.NEW_COMPLICATION,)),
    (found("2026-11-23", 85, WORSE), REFER, "2026-12-07", (Reason.WORSE_COMPLICATION,)),
    # 危急情况.
    (found("2026-11-23", 167), NOW, "2026-12-07", DANGER),
    (found("2026-12-20", 280), NOW, "2027-01-03", DANGER),
    (found("2026-11-23", 167, ONCE), NOW, "2026-12-07", (*DANGER, *TWICE)),
    (found("2026-11-23", 39), NOW, "2026-12-07", DANGER),
    (found("2028-02-20", 28), NOW, "2028-03-05", DANGER),
    (found("2026-11-23", 62, random=167), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 62, random=39), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 62, sbp=180), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 62, dbp=110), NOW, "2026-12-07", DANGER),
    (lasting("2026-11-23", 62, 101), NOW, "2026-12-07", DANGER),
    (lasting("2026-11-23", 62, 100), GO, "2027-02-23", ()),
    (found("2026-11-23", 62, temperature=391), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 61, NURSING), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 62, BEYOND), NOW, "2026-12-07", DANGER),
    *((found("2026-11-23", 62, sign), NOW, "2026-12-07", DANGER) for sign in diabetes.SIGNS),
]


@pytest.mark.parametrize(("values", "act", "until", "reasons"), CASES)
def test_a_follow_up_worked_by_hand(values: Values, act: Act, until: str, reasons: tuple[Reason, ...]) -> None:
    made = decide(values)
    assert (made.act, made.next.until, made.reasons) == (act, day(until), reasons)
    kinds = {GO: NextKind.PLAN, ADJUST: NextKind.CHECK, REFER: NextKind.REFERRAL, NOW: NextKind.REFERRAL}
    assert made.next.kind is kinds[act]
    assert made.next.since == values.on + timedelta(days=1)
    assert made.between == (None if act is GO else day(until))
    assert made.is_emergency == (act is NOW)


def test_the_signs_of_danger_are_those_of_the_standard() -> None:
    assert {str(sign) for sign in diabetes.SIGNS} == {
        "altered_consciousness",
        "acetone_breath",
        "palpitation",
        "sweating",
        "no_appetite",
        "nausea",
        "vomiting",
        "thirst",
        "much_urine",
        "abdominal_pain",
        "deep_breathing",
        "flushed_skin",
        "sudden_loss_of_sight",
    }


def test_the_screen_is_told_what_a_decision_rests_on() -> None:
    high = decide(found("2026-11-23", 172, Symptom.ACETONE_BREATH, NURSING, random=201, sbp=184, temperature=395))
    assert high.findings == (
        Finding(code="fasting_high_danger", value=172, limit=167),
        Finding(code="random_high_danger", value=201, limit=167),
        Finding(code="sbp_danger", value=184, limit=180),
        Finding(code="fever", value=395, limit=390),
        Finding(code="fasting_raised_pregnant", value=172, limit=61),
        Finding(code="sign", value="acetone_breath"),
        Finding(code="fasting_above_target", value=172, limit=70),
    )
    assert decide(found("2026-11-23", 35)).findings == (Finding(code="fasting_low_danger", value=35, limit=39),)
    once = decide(found("2026-11-23", 62, pulse=120))
    assert once.findings == (Finding(code="pulse_to_be_counted_again", value=120, limit=100),)
    assert decide(lasting("2026-11-23", 62, 120)).findings == (Finding(code="pulse_fast", value=120, limit=100),)


def test_what_one_follow_up_leaves_the_next_goes_on_with() -> None:
    first = decide(found("2026-11-23", 78))
    assert (first.act, first.leaves, first.classes) == (ADJUST, Former(unsatisfied=1), (Class.UNSATISFIED,))
    second = decide(found("2026-12-07", 70, first.leaves))
    assert (second.act, second.leaves) == (REFER, Former(unsatisfied=2))
    third = decide(found("2026-12-21", 69, second.leaves))
    assert (third.act, third.leaves, third.classes) == (GO, Former(), (Class.SATISFIED,))


def test_too_little_sugar_is_a_danger_and_no_step_towards_twice_unsatisfied() -> None:
    low = decide(found("2026-11-23", 32, ONCE))
    assert (low.act, low.reasons, low.leaves) == (NOW, DANGER, Former())


def test_a_county_has_its_own_limits_where_it_says_so() -> None:
    register = Register({})
    on = date(2026, 11, 23)
    assert diabetes.limits(register, on) == STANDARD
    for name, value in {"target": 80, "raised": 51, "signs": ["acetone_breath"]}.items():
        register.put("rule", Rule(id=f"diabetes.{name}", versions=(RuleVersion(value=value),)))
    own = diabetes.limits(register, on)
    assert own == replace(STANDARD, target=80, raised=51, signs=("acetone_breath",))
    assert decide(found("2026-11-23", 79, Symptom.THIRST), own).act is GO
    assert decide(found("2026-11-23", 51, NURSING), own).act is NOW


@given(st.integers(40, 400), st.integers(0, 3), st.sampled_from(list(Reaction)))
def test_more_sugar_is_never_a_milder_decision(fasting: int, before: int, reaction: Reaction) -> None:
    order = [GO, ADJUST, REFER, NOW]
    values = found("2026-11-23", fasting, Assessment(reaction=reaction), Former(unsatisfied=before))
    made = decide(values)
    assert order.index(decide(replace(values, fasting=fasting + 1)).act) >= order.index(made.act)
    assert bool(made.reasons) == (made.act in {REFER, NOW})
    assert (made.leaves.unsatisfied == 0) == made.is_satisfied
