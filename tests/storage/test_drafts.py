"""Forms as people left them."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.fakes.time import NOON
from tests.storage.conftest import KEY
from tests.storage.desks import Frozen
from tests.storage.desks import opened
from tests.storage.desks import slip
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.referrals.messages.cases import SendReferral
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage.drafts import Draft
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.tables import drafts as table

TYPED: dict[str, object] = {
    "name": "𠮷田龑",
    "history": "右侧肢体\n无力 3 小时。",
    "count": 3,
    "consent": True,
    "lines": [{"drug": ""}],
}
PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8"), max_size=20)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner), max_leaves=5
)


def draft(account: str, values: dict[str, object] | None = None, *, form: str = "referral", record: str = "") -> Draft:
    """Return what somebody typed at noon."""
    return Draft(form=form, account=account, record=record, values=values or {}, saved_at=NOON)


def test_what_was_typed_is_there_after_a_power_cut(home: Home) -> None:
    desk = opened(home)
    kept = draft("zhou", TYPED)
    desk.write(drafts.keep, kept)
    # The power goes: nothing is closed, the files are as they lie.
    after = Home(Path(shutil.copytree(home.path, home.path.parent / "after")))
    again = opened(after)
    assert again.read(drafts.fetch, "referral", "zhou") == kept
    again.close()
    desk.close()


def test_typing_on_replaces_what_was_kept(desk: Workbench) -> None:
    desk.write(drafts.keep, draft("zhou", {"name": "张"}))
    desk.write(drafts.keep, draft("zhou", {"name": "张三"}))
    found = desk.read(drafts.of_account, "zhou")
    assert [one.values for one in found] == [{"name": "张三"}]


def test_each_person_form_and_record_has_a_draft_of_its_own(desk: Workbench) -> None:
    kept = [draft("zhou"), draft("li"), draft("zhou", form="request"), draft("zhou", record="1")]
    for one in kept:
        desk.write(drafts.keep, one)
    assert desk.read(drafts.fetch, "referral", "li") == kept[1]
    assert desk.read(drafts.fetch, "referral", "zhou", "1") == kept[3]
    assert len(desk.read(drafts.of_account, "zhou")) == 3
    desk.write(drafts.drop, "referral", "zhou")
    assert desk.read(drafts.fetch, "referral", "zhou") is None
    assert desk.read(drafts.fetch, "referral", "zhou", "1") == kept[3]
    assert desk.read(drafts.fetch, "referral", "li") == kept[1]


def test_the_latest_stands_first(desk: Workbench) -> None:
    for hours, record in ((1, "1"), (3, "3"), (2, "2")):
        one = Draft(form="f", account="zhou", record=record, values={}, saved_at=NOON + timedelta(hours=hours))
        desk.write(drafts.keep, one)
    assert [one.record for one in desk.read(drafts.of_account, "zhou")] == ["3", "2", "1"]


def test_a_refused_form_is_still_there(desk: Workbench, frozen: Frozen) -> None:
    kept = draft(frozen.zhou.account, TYPED)
    desk.write(drafts.keep, kept)
    with pytest.raises(Refused, match="field_empty"):
        desk.do(frozen.zhou, SendReferral(slip=slip(history="")))
    assert desk.read(drafts.fetch, "referral", frozen.zhou.account) == kept


def test_a_draft_never_goes_into_the_line(desk: Workbench) -> None:
    desk.write(drafts.keep, draft("zhou", TYPED))
    assert desk.read(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar()) == 0


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=10), VALUES, max_size=5))
def test_anything_that_can_be_typed_comes_back_as_it_was(values: dict[str, object]) -> None:
    engine = open_desk(Path(":memory:"), KEY)
    with engine.connect() as connection:
        table.create(connection)
        kept = draft("zhou", values)
        drafts.keep(connection, kept)
        assert drafts.fetch(connection, "referral", "zhou") == kept
    engine.dispose()
