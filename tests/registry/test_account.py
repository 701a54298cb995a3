"""Personal accounts and the roles that an institution gives."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest
from msgspec.structs import replace

from yigongti_desktop.kernel.access import LEAD_ROLES
from yigongti_desktop.kernel.access import UNIT_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import NoBooks
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.account import acting
from yigongti_desktop.registry.model.account import change_password
from yigongti_desktop.registry.model.account import check_roles

LI = Account(
    id="a1", login="li", name="李文静", institution="tianmen.yuekou", roles=(Role.NURSE, Role.DOCTOR), verifier="old"
)


class Shelf(NoBooks):
    def __init__(self, *accounts: Account) -> None:
        self._accounts = {one.id: one for one in accounts}

    def get(self, kind: str, record: str) -> Account | None:
        return self._accounts.get(record) if kind == "account" else None


RULING = Ruling(event="e1", record="a1", actor=LI.actor(), at=datetime(2026, 11, 23, 4, tzinfo=UTC), register=Shelf(LI))


def test_a_member_unit_gives_every_role_but_those_of_the_lead() -> None:
    check_roles(tuple(UNIT_ROLES), is_lead=False)
    for role in LEAD_ROLES:
        with pytest.raises(Refused, match="role_of_lead"):
            check_roles((Role.DOCTOR, role), is_lead=False)


def test_a_lead_gives_every_role_but_that_of_the_hub() -> None:
    check_roles(tuple(UNIT_ROLES | LEAD_ROLES), is_lead=True)
    for is_lead in (True, False):
        with pytest.raises(Refused, match="role_of_lead"):
            check_roles((Role.HUB,), is_lead=is_lead)


def test_an_account_without_roles_is_refused() -> None:
    with pytest.raises(Refused, match="roles_empty"):
        check_roles((), is_lead=True)


def test_who_acts_is_whom_the_register_knows() -> None:
    actor = acting(Shelf(LI), "a1", "tianmen.yuekou", "d1", RULING.at)
    assert (actor.account, actor.name, actor.institution, actor.device) == ("a1", "李文静", "tianmen.yuekou", "d1")
    assert actor.roles == {Role.NURSE, Role.DOCTOR}


@pytest.mark.parametrize(
    ("account", "institution", "code"),
    [
        (LI, "tianmen.tuoshi", "not_your_institution"),
        (replace(LI, active=False), "tianmen.yuekou", "account_stopped"),
        (replace(LI, id="a2"), "tianmen.yuekou", "account_unknown"),
    ],
)
def test_a_stranger_a_stopped_and_an_unknown_account_do_not_act(account: Account, institution: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        acting(Shelf(account), "a1", institution, "d1", RULING.at)
    assert caught.value.code == code


def test_who_was_stopped_acts_as_what_they_were_until_then() -> None:
    stopped = replace(LI.until(RULING.at), active=False)
    before, then = RULING.at - timedelta(minutes=1), RULING.at
    assert acting(Shelf(stopped), "a1", "tianmen.yuekou", "d1", before).roles == {Role.NURSE, Role.DOCTOR}
    with pytest.raises(Refused, match="account_stopped"):
        acting(Shelf(stopped), "a1", "tianmen.yuekou", "d1", then)


def test_who_moved_acts_for_the_unit_where_they_were() -> None:
    moved = replace(LI.until(RULING.at), institution="tianmen.duobao", roles=(Role.DIRECTOR,))
    before, then = RULING.at - timedelta(minutes=1), RULING.at
    assert acting(Shelf(moved), "a1", "tianmen.yuekou", "d1", before).roles == {Role.NURSE, Role.DOCTOR}
    assert acting(Shelf(moved), "a1", "tianmen.duobao", "d1", then).roles == {Role.DIRECTOR}
    for institution, at in (("tianmen.yuekou", then), ("tianmen.duobao", before)):
        with pytest.raises(Refused, match="not_your_institution"):
            acting(Shelf(moved), "a1", institution, "d1", at)


def test_posts_are_remembered_in_order_and_only_the_last_twenty() -> None:
    account = LI
    for hour in range(25):
        account = account.until(RULING.at + timedelta(hours=hour))
    assert len(account.former) == 20
    assert [post.until for post in account.former] == sorted(post.until for post in account.former)
    assert account.until(RULING.at) == account  # no moment before the last one


def test_nobody_changes_the_password_of_somebody_else() -> None:
    assert change_password(LI, "new", RULING) == replace(LI, verifier="new", must_change=False)
    other = replace(RULING, actor=replace(LI, id="a9").actor())
    with pytest.raises(Refused, match="not_your_account"):
        change_password(LI, "new", other)
    with pytest.raises(Refused, match="account_unknown"):
        change_password(None, "new", RULING)
