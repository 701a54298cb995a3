"""What is typed into the forms of follow-ups, on a screen or from a sheet, becomes the readings that are kept."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.contracts.makers import TODAY
from tests.capabilities.contracts.makers import register
from tests.capabilities.contracts.refusals import no
from yigongti_desktop.capabilities.contracts.model import plausible
from yigongti_desktop.capabilities.contracts.model.filling import CHOICES
from yigongti_desktop.capabilities.contracts.model.filling import COUNTED
from yigongti_desktop.capabilities.contracts.model.filling import SYMPTOMS
from yigongti_desktop.capabilities.contracts.model.filling import read_typed
from yigongti_desktop.capabilities.contracts.model.filling import typed_as
from yigongti_desktop.capabilities.contracts.model.forms import MEASURED
from yigongti_desktop.capabilities.contracts.model.forms import doubts
from yigongti_desktop.capabilities.contracts.model.item import Form

pytestmark = pytest.mark.policy("CHR-01", "CHR-04")
HTN, T2D = Form.HYPERTENSION, Form.DIABETES


@pytest.mark.parametrize(
    ("form", "name", "typed", "kept"),
    [
        (HTN, "sbp", "128", 128),
        (HTN, "sbp", "\uff11\uff12\uff18", 128),
        (T2D, "fasting", "7", 70),
        (T2D, "fasting", " 7.2 ", 72),
        (HTN, "weight", "61.5", 615),
        (HTN, "symptoms", "1", ["none"]),
        (HTN, "symptoms", "2、6", ["headache_dizziness", "palpitation_tightness"]),
        (HTN, "symptoms", "2/3 2", ["headache_dizziness", "nausea_vomiting"]),
        (T2D, "symptoms", "11", ["altered_consciousness"]),
        (HTN, "salt", "2", "middle"),
        (HTN, "reaction", "3", "uncontrolled"),
        (HTN, "alcohol_a_day", "1.5", 15),
        (HTN, "cigarettes_a_day", "20", 20),
        (HTN, "drugs", " 氨氯地平  5mg 每日一次 ", "氨氯地平 5mg 每日一次"),
        (HTN, "sbp", "", None),
    ],
)
def test_what_is_typed_is_read_in_the_units_of_the_form(form: Form, name: str, typed: str, kept: Any) -> None:
    assert read_typed(form, name, typed) == kept


@pytest.mark.parametrize(
    ("form", "name", "typed", "code", "facts"),
    [
        (HTN, "sbp", "高", "value_format", {"field": "sbp"}),
        (HTN, "sbp", "16", "value_impossible", {"field": "sbp", "hints": ["kpa"], "meant": ["120"]}),
        (HTN, "sbp", "128.5", "value_places", {"field": "sbp"}),
        (T2D, "fasting", "126", "value_impossible", {"hints": ["mg_dl", "point"]}),
        (HTN, "symptoms", "16", "symptom_unknown", {"typed": "16", "most": 15}),
        (HTN, "symptoms", "头痛", "symptom_unknown", {"typed": "头痛"}),
        (HTN, "symptoms", "1 2", "symptom_none", {}),
        (HTN, "adherence", "4", "choice_unknown", {"field": "adherence", "most": 3}),
        (HTN, "adherence", "规律", "choice_unknown", {"typed": "规律"}),
        (HTN, "cigarettes_a_day", "201", "value_range", {"field": "cigarettes_a_day", "most": 200}),
        (HTN, "cigarettes_a_day", "1.5", "value_places", {"places": 0}),
        (HTN, "alcohol_a_day", "51", "value_range", {"most": 50}),
        (HTN, "exercise_minutes", "半小时", "value_format", {"typed": "半小时"}),
        (HTN, "drugs", "药" * 501, "field_long", {"field": "drugs", "most": 500}),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field(
    form: Form, name: str, typed: str, code: str, facts: dict[str, Any]
) -> None:
    with no(code, **facts):
        read_typed(form, name, typed)


@given(st.data())
def test_what_is_kept_is_shown_as_it_would_be_typed(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from([HTN, T2D]))
    symptoms = [one.value for one in SYMPTOMS[form]]
    values: dict[str, st.SearchStrategy[Any]] = {
        "symptoms": st.just([symptoms[0]]) | st.lists(st.sampled_from(symptoms[1:]), min_size=1, unique=True),
        **{name: st.sampled_from(codes) for name, codes in CHOICES.items()},
        **{name: st.integers(0, most) for name, most in COUNTED.items()},
        **{
            name: st.integers(plausible.RANGES[field].least, plausible.RANGES[field].most)
            for name, field in MEASURED.items()
        },
    }
    name = data.draw(st.sampled_from(sorted(values)))
    value = data.draw(values[name])
    if name == "symptoms":
        value = sorted(value, key=symptoms.index)
    assert read_typed(form, name, typed_as(form, name, value)) == value


def test_few_people_have_it_so_it_is_asked_about_and_both_glucoses_are() -> None:
    known = register()
    found = doubts({"sbp": 232, "dbp": 90, "fasting": 310, "random": 320}, TODAY, known)
    assert [name for name, _doubt in found] == ["sbp", "dbp", "fasting", "random"]
    assert not doubts({"sbp": 128, "dbp": 80, "drugs": "氨氯地平"}, TODAY, known)
    with no("value_impossible", field="glucose"):
        doubts({"fasting": 70, "random": 9000}, TODAY, known)
    with no("pressure_order"):
        doubts({"sbp": 80, "dbp": 128}, TODAY, known)
