"""随访高血压: the standard's text, case by case and by hand."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.contracts.plans import day
from tests.capabilities.judging import Register
from yigongti_desktop.capabilities.contracts.model import hypertension
from yigongti_desktop.capabilities.contracts.model.deciding import Act
from yigongti_desktop.capabilities.contracts.model.deciding import Assessment
from yigongti_desktop.capabilities.contracts.model.deciding import Class
from yigongti_desktop.capabilities.contracts.model.deciding import Finding
from yigongti_desktop.capabilities.contracts.model.deciding import Former
from yigongti_desktop.capabilities.contracts.model.deciding import NextKind
from yigongti_desktop.capabilities.contracts.model.deciding import Reaction
from yigongti_desktop.capabilities.contracts.model.deciding import Reason
from yigongti_desktop.capabilities.contracts.model.hypertension import STANDARD
from yigongti_desktop.capabilities.contracts.model.hypertension import Grade
from yigongti_desktop.capabilities.contracts.model.hypertension import Symptom
from yigongti_desktop.capabilities.contracts.model.hypertension import Target
from yigongti_desktop.capabilities.contracts.model.hypertension import Values
from yigongti_desktop.capabilities.contracts.model.hypertension import decide
from yigongti_desktop.kernel.dates import age_on
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


def found(
    on: str, age: int, sbp: int, dbp: int, *more: Assessment | Former | Symptom, tolerates_lower: bool = False
) -> Values:
    """Return the values of a follow-up; what is not said is calm."""
    return Values(
        on=day(on),
        sbp=sbp,
        dbp=dbp,
        age=age,
        symptoms=tuple(one for one in more if isinstance(one, Symptom)),
        assessed=next((one for one in more if isinstance(one, Assessment)), Assessment()),
        former=next((one for one in more if isinstance(one, Former)), Former()),
        tolerates_lower=tolerates_lower,
    )


CASES = [
    # 控制满意: the next of the plan, three months at most.
    (found("2026-11-23", 50, 139, 89), GO, "2027-02-23", ()),
    (found("2026-11-23", 64, 120, 80), GO, "2027-02-23", ()),
    (found("2026-11-30", 50, 128, 82), GO, "2027-02-28", ()),  # no 30 February
    (found("2027-11-30", 50, 128, 82), GO, "2028-02-29", ()),  # a leap year
    (found("2027-11-29", 50, 128, 82), GO, "2028-02-29", ()),
    (found("2026-11-29", 50, 128, 82), GO, "2027-02-28", ()),
    (found("2028-02-29", 50, 128, 82), GO, "2028-05-29", ()),
    (found("2026-10-01", 50, 128, 82), GO, "2027-01-01", ()),  # over the year's end
    (found("2026-12-31", 50, 128, 82), GO, "2027-03-31", ()),
    (found("2026-11-23", 50, 139, 89, ONCE), GO, "2027-02-23", ()),
    (found("2026-11-23", 50, 139, 89, REACTED), GO, "2027-02-23", ()),
    (found("2026-11-23", 50, 130, 85, Symptom.HEADACHE_DIZZINESS), GO, "2027-02-23", ()),
    (found("2026-11-23", 50, 130, 85, Symptom.NUMBNESS, Symptom.OEDEMA), GO, "2027-02-23", ()),
    # 65 岁及以上: below 150/90.
    (found("2026-11-23", 65, 149, 89), GO, "2027-02-23", ()),
    (found("2026-11-23", 80, 140, 70), GO, "2027-02-23", ()),
    (found("2026-11-23", 65, 150, 80), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 65, 145, 90), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 64, 149, 89), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 70, 145, 85, tolerates_lower=True), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 70, 139, 85, tolerates_lower=True), GO, "2027-02-23", ()),
    # 第一次控制不满意: adjust, two weeks.
    (found("2026-11-23", 50, 140, 80), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 50, 130, 90), ADJUST, "2026-12-07", ()),
    (found("2026-12-20", 50, 152, 96), ADJUST, "2027-01-03", ()),  # over the year's end
    (found("2028-02-16", 50, 152, 96), ADJUST, "2028-03-01", ()),  # over a leap day
    (found("2027-02-16", 50, 152, 96), ADJUST, "2027-03-02", ()),
    (found("2028-02-15", 50, 152, 96), ADJUST, "2028-02-29", ()),
    (found("2026-11-23", 50, 179, 109), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 50, 145, 85, REACTED), ADJUST, "2026-12-07", ()),
    # 药物不良反应: the first time adjust, two weeks; not better or not to be controlled: refer.
    (found("2026-11-23", 50, 130, 80, REACTION), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 50, 130, 80, REACTION, ONCE), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 50, 150, 80, REACTION), ADJUST, "2026-12-07", ()),
    (found("2026-11-23", 50, 130, 80, REACTION, REACTED), REFER, "2026-12-07", STUBBORNLY),
    (found("2026-11-23", 50, 130, 80, STUBBORN), REFER, "2026-12-07", STUBBORNLY),
    # 连续两次控制不满意: refer, ask after it within two weeks.
    (found("2026-11-23", 50, 140, 80, ONCE), REFER, "2026-12-07", TWICE),
    (found("2026-12-31", 50, 130, 90, ONCE), REFER, "2027-01-14", TWICE),
    (found("2026-11-23", 50, 141, 80, Former(unsatisfied=4)), REFER, "2026-12-07", TWICE),
    (found("2026-11-23", 66, 149, 89, ONCE), GO, "2027-02-23", ()),
    (found("2026-11-23", 66, 150, 89, ONCE), REFER, "2026-12-07", TWICE),
    (
        found("2026-11-23", 50, 150, 80, REACTION, Former(unsatisfied=1, reactions=1)),
        REFER,
        "2026-12-07",
        (*TWICE, *STUBBORNLY),
    ),
    # 并发症: new or worse, at any pressure.
    (found("2026-11-23", 50, 120, 80, NEW), REFER, "2026-12-07", (Reason.NEW_COMPLICATION,)),
    (found("2026-11-23", 50, 120, 80, WORSE), REFER, "2026-12-07", (Reason.WORSE_COMPLICATION,)),
    (
        found("2026-11-23", 50, 150, 80, ONCE, Assessment(has_new_complication=True, has_worse_complication=True)),
        REFER,
        "2026-12-07",
        (Reason.UNSATISFIED_TWICE, Reason.NEW_COMPLICATION, Reason.WORSE_COMPLICATION),
    ),
    # 危急情况: at once, ask after it within two weeks.
    (found("2026-11-23", 50, 180, 80), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 50, 130, 110), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 80, 180, 70), NOW, "2026-12-07", DANGER),
    (found("2026-12-25", 50, 210, 120), NOW, "2027-01-08", DANGER),
    (found("2028-02-20", 50, 182, 100), NOW, "2028-03-05", DANGER),
    (found("2026-11-23", 50, 182, 100, ONCE), NOW, "2026-12-07", (*DANGER, *TWICE)),
    (found("2026-11-23", 50, 120, 80, Symptom.ALTERED_CONSCIOUSNESS), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 50, 120, 80, Symptom.SEVERE_HEADACHE_DIZZINESS), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 50, 120, 80, Symptom.NAUSEA_VOMITING), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 50, 120, 80, Symptom.BLURRED_VISION), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 50, 120, 80, Symptom.EYE_PAIN), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 50, 120, 80, Symptom.PALPITATION_TIGHTNESS), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 50, 120, 80, Symptom.ORTHOPNOEA), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 50, 120, 80, BEYOND), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 36, 140, 80, NURSING), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 36, 130, 90, NURSING), NOW, "2026-12-07", DANGER),
    (found("2026-11-23", 36, 139, 89, NURSING), GO, "2027-02-23", ()),
    (found("2026-11-23", 50, 120, 80, Symptom.EYE_PAIN, NEW), NOW, "2026-12-07", (*DANGER, Reason.NEW_COMPLICATION)),
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


@pytest.mark.parametrize(
    ("sbp", "dbp", "level", "is_isolated"),
    [
        (119, 79, 0, False),
        (139, 89, 0, False),
        (140, 89, 1, True),
        (140, 90, 1, False),
        (139, 90, 1, False),
        (159, 99, 1, False),
        (160, 89, 2, True),
        (150, 100, 2, False),
        (179, 109, 2, False),
        (180, 80, 3, True),
        (139, 110, 3, False),
        (220, 130, 3, False),
    ],
)
def test_a_pressure_has_the_higher_grade_of_its_two_numbers(
    sbp: int, dbp: int, level: int, *, is_isolated: bool
) -> None:
    made = decide(found("2026-11-23", 50, sbp, dbp))
    assert made.grade == Grade(level=level, is_isolated_systolic=is_isolated)


def test_the_screen_is_told_what_a_decision_rests_on() -> None:
    high = decide(found("2026-11-23", 50, 182, 112, Symptom.EYE_PAIN, BEYOND))
    assert high.findings == (
        Finding(code="sbp_danger", value=182, limit=180),
        Finding(code="dbp_danger", value=112, limit=110),
        Finding(code="sign", value="eye_pain"),
        Finding(code="beyond_us"),
        Finding(code="sbp_above_target", value=182, limit=140),
        Finding(code="dbp_above_target", value=112, limit=90),
    )
    old = decide(found("2026-11-23", 70, 152, 80))
    assert old.findings == (Finding(code="sbp_above_target", value=152, limit=150),)
    assert old.target == Target(sbp=150, dbp=90)
    mother = decide(found("2026-11-23", 36, 142, 80, NURSING))
    assert mother.findings[0] == Finding(code="sbp_raised_pregnant", value=142, limit=140)
    assert decide(found("2026-11-23", 50, 120, 80)).findings == ()


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        (found("2026-11-23", 50, 130, 80), (Class.SATISFIED,)),
        (found("2026-11-23", 50, 150, 80), (Class.UNSATISFIED,)),
        (found("2026-11-23", 50, 130, 80, REACTION), (Class.REACTION,)),
        (found("2026-11-23", 50, 130, 80, WORSE), (Class.COMPLICATION,)),
        (
            found("2026-11-23", 50, 150, 80, Assessment(reaction=Reaction.PRESENT, has_new_complication=True)),
            (Class.COMPLICATION, Class.UNSATISFIED, Class.REACTION),
        ),
    ],
)
def test_a_follow_up_has_the_class_of_its_form(values: Values, classes: tuple[Class, ...]) -> None:
    assert decide(values).classes == classes


def test_what_one_follow_up_leaves_the_next_goes_on_with() -> None:
    first = decide(found("2026-11-23", 50, 150, 80))
    assert (first.act, first.leaves) == (ADJUST, Former(unsatisfied=1))
    second = decide(found("2026-12-07", 50, 145, 80, first.leaves))
    assert (second.act, second.leaves) == (REFER, Former(unsatisfied=2))
    third = decide(found("2026-12-21", 50, 132, 80, second.leaves))
    assert (third.act, third.leaves) == (GO, Former())
    assert decide(found("2027-03-21", 50, 150, 80, third.leaves)).act is ADJUST


def test_after_an_emergency_the_next_that_is_too_high_is_the_second_in_a_row() -> None:
    danger = decide(found("2026-11-23", 50, 190, 100))
    assert decide(found("2026-12-07", 50, 142, 80, danger.leaves)).reasons == TWICE
    sign = decide(found("2026-11-23", 50, 120, 80, Symptom.EYE_PAIN))
    assert sign.is_satisfied
    assert decide(found("2026-12-07", 50, 142, 80, sign.leaves)).act is ADJUST


def test_old_age_begins_on_the_birthday_and_for_the_leap_day_on_the_first_of_march() -> None:
    born = date(1960, 2, 29)
    for on, target in ((date(2025, 2, 28), 140), (date(2025, 3, 1), 150)):
        assert hypertension.target_for(age_on(born, on)).sbp == target


def test_a_county_has_its_own_limits_where_it_says_so() -> None:
    register = Register({})
    on = date(2026, 11, 23)
    assert hypertension.limits(register, on) == STANDARD
    for name, value in {
        "target_sbp": 130,
        "check_days": 7,
        "months": 1,
        "signs": ["eye_pain"],
        "target_dbp": "?",
    }.items():
        register.put("rule", Rule(id=f"hypertension.{name}", versions=(RuleVersion(value=value),)))
    own = hypertension.limits(register, on)
    assert own == replace(STANDARD, target_sbp=130, check_days=7, months=1, signs=("eye_pain",))
    strict = decide(found("2026-11-23", 50, 135, 80), own)
    assert (strict.act, strict.next.until) == (ADJUST, date(2026, 11, 30))
    assert decide(found("2026-11-23", 50, 120, 80, Symptom.NAUSEA_VOMITING), own).act is GO
    assert decide(found("2026-11-30", 50, 120, 80), own).next.until == date(2026, 12, 30)


PRESSURES = st.tuples(st.integers(60, 300), st.integers(30, 200))
PEOPLE = st.tuples(st.integers(35, 105), st.booleans())


@given(PRESSURES, PEOPLE, st.integers(0, 3), st.sampled_from(list(Reaction)))
def test_a_higher_pressure_is_never_a_milder_decision(
    pressure: tuple[int, int], person: tuple[int, bool], before: int, reaction: Reaction
) -> None:
    order = [GO, ADJUST, REFER, NOW]
    values = Values(
        on=date(2026, 11, 23),
        sbp=pressure[0],
        dbp=pressure[1],
        age=person[0],
        tolerates_lower=person[1],
        former=Former(unsatisfied=before),
        assessed=Assessment(reaction=reaction),
    )
    made = decide(values)
    for higher in (replace(values, sbp=values.sbp + 1), replace(values, dbp=values.dbp + 1)):
        assert order.index(decide(higher).act) >= order.index(made.act)
    assert bool(made.reasons) == (made.act in {REFER, NOW})
    assert made.next.until > values.on
    assert (made.leaves.unsatisfied == 0) == made.is_satisfied
