"""Who may do what."""

from __future__ import annotations

import pytest

from yigongti_desktop.kernel.access import LEAD_ROLES
from yigongti_desktop.kernel.access import UNIT_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.access import hub_actor
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable


def person(*roles: Role) -> Actor:
    return Actor("a1", "张测试", frozenset(roles), "tianmen.yuekou")


def test_one_of_the_roles_is_enough() -> None:
    person(Role.NURSE, Role.PHARMACIST).need({Role.PHARMACIST, Role.DIRECTOR})


def test_without_any_of_the_roles_it_is_refused_and_says_which_are_needed() -> None:
    with pytest.raises(Refused) as caught:
        person(Role.NURSE).need({Role.PHARMACIST, Role.DIRECTOR})
    assert caught.value.code == "role_may_not"
    assert caught.value.facts == {"needs": ["director", "pharmacist"]}


def test_somebody_without_roles_may_nothing() -> None:
    assert not any(person().may({role}) for role in Role)


def test_every_role_is_given_by_units_or_by_the_lead_but_the_hub_is_nobody() -> None:
    assert LEAD_ROLES | UNIT_ROLES | {Role.HUB} == set(Role)
    assert not LEAD_ROLES & UNIT_ROLES
    assert Role.HUB not in LEAD_ROLES | UNIT_ROLES


def test_the_hub_acts_only_as_the_hub() -> None:
    acting = hub_actor("tianmen.diyi")
    assert acting.may({Role.HUB})
    assert not acting.may(set(Role) - {Role.HUB})


def test_a_refusal_and_bad_weather_are_told_apart() -> None:
    assert isinstance(Refused("x"), Fault)
    assert isinstance(Unavailable("x"), Fault)
    assert not isinstance(Refused("x"), Unavailable)
    assert str(Refused("field_empty", field="name")) == "field_empty"
