"""Log-in without a line: who gets in, who does not, how tries are counted, and what is written down of them."""

from __future__ import annotations

import threading
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from tests.fakes.time import NOON
from tests.fakes.time import StoppedClock
from tests.storage import acts_kept
from tests.storage.desks import Frozen
from tests.storage.desks import opened
from tests.storage.desks import send
from tests.storage.desks import state_of
from yigongti_desktop.app.words import say
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import ChangePassword
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import passwords
from yigongti_desktop.storage import records
from yigongti_desktop.storage.home import Home

#: The product's own rule where the county says nothing: five wrong tries lock for a quarter of an hour.
TRIES, MINUTES = 5, 15


def fail(desk: Workbench, named: str = "zhou", times: int = 1) -> Refused:
    """Try a wrong password; return the last refusal."""
    for _ in range(times):
        with pytest.raises(Refused) as caught:
            desk.log_in(named, "wrong-1")
    return caught.value


def account(desk: Workbench, named: str) -> Account:
    """Return an account as the desk has it."""
    return next(one for one in desk.read(registry.everything, registry.ACCOUNT) if one.login == named)


def put(desk: Workbench, changed: Account) -> None:
    """Write an account as a sync would."""
    desk.write(records.save_many, registry.ACCOUNT, [changed])


def test_the_right_password_lets_in_with_the_roles_of_the_account(desk: Workbench, frozen: Frozen) -> None:
    session = desk.log_in("zhou", frozen.passwords["zhou"])
    assert session.actor.account == frozen.zhou.account
    assert session.actor.roles == frozen.zhou.roles
    assert session.actor.institution == frozen.zhou.institution
    assert session.actor.device == desk.fact("device") != ""
    assert Role.DOCTOR in session.actor.roles


@pytest.mark.parametrize("typed", ["zhou", "ZHOU", " Zhou ", "id"])
def test_a_person_is_named_as_people_type_or_by_the_list(desk: Workbench, frozen: Frozen, typed: str) -> None:
    named = frozen.zhou.account if typed == "id" else typed
    assert desk.log_in(named, frozen.passwords["zhou"]).login == "zhou"


@pytest.mark.parametrize("typed", ["", " ", "wrong-1", "\udcb4", "x" * 10_000])
def test_a_wrong_password_does_not_let_in(desk: Workbench, typed: str) -> None:
    with pytest.raises(Refused, match="password_wrong"):
        desk.log_in("zhou", typed)


def test_a_password_with_blanks_around_it_is_another(desk: Workbench, frozen: Frozen) -> None:
    with pytest.raises(Refused, match="password_wrong"):
        desk.log_in("zhou", f" {frozen.passwords['zhou']}")


def test_tries_are_counted_down_and_the_last_one_locks(desk: Workbench) -> None:
    left = []
    for _ in range(TRIES - 1):
        refusal = fail(desk)
        assert refusal.code == "password_wrong"
        left.append(refusal.facts["left"])
        assert f"再错 {refusal.facts['left']} 次，锁 {MINUTES} 分钟" in say(refusal)
    assert left == [4, 3, 2, 1]
    refusal = fail(desk)
    assert (refusal.code, refusal.facts["minutes"]) == ("account_locked", MINUTES)


def test_a_locked_account_stays_locked_for_a_quarter_of_an_hour_even_for_the_right_password(
    desk: Workbench, frozen: Frozen, clock: StoppedClock
) -> None:
    fail(desk, times=TRIES)
    for passed, told in ((0, 15), (30, 15), (13 * 60 + 30, 1), (59, 1)):
        clock.advance(seconds=passed)
        with pytest.raises(Refused, match="account_locked") as caught:
            desk.log_in("zhou", frozen.passwords["zhou"])
        assert caught.value.facts["minutes"] == told  # after that many minutes it is open, never before
    clock.advance(seconds=1)
    assert desk.log_in("zhou", frozen.passwords["zhou"]).login == "zhou"


def test_tries_while_locked_do_not_make_it_longer(desk: Workbench, frozen: Frozen, clock: StoppedClock) -> None:
    fail(desk, times=TRIES)
    clock.advance(minutes=14)
    fail(desk, times=20)
    clock.advance(minutes=1)
    desk.log_in("zhou", frozen.passwords["zhou"])


def test_after_a_lock_the_count_begins_again(desk: Workbench, clock: StoppedClock) -> None:
    fail(desk, times=TRIES)
    clock.advance(minutes=MINUTES)
    assert fail(desk).facts["left"] == TRIES - 1
    assert fail(desk, times=TRIES - 1).code == "account_locked"


def test_a_good_log_in_wipes_the_count(desk: Workbench, frozen: Frozen) -> None:
    fail(desk, times=TRIES - 1)
    desk.log_in("zhou", frozen.passwords["zhou"])
    assert fail(desk).facts["left"] == TRIES - 1


def test_the_count_survives_a_restart_of_the_program(frozen: Frozen, home: Home) -> None:
    for left in (4, 3, 2, 1):
        desk = opened(home)
        assert fail(desk).facts["left"] == left
        desk.close()
    desk = opened(home)
    assert fail(desk).code == "account_locked"
    desk.close()
    desk = opened(home)
    with pytest.raises(Refused, match="account_locked"):
        desk.log_in("zhou", frozen.passwords["zhou"])
    desk.close()


def test_another_account_is_not_affected(desk: Workbench, frozen: Frozen) -> None:
    fail(desk, times=TRIES)
    assert desk.log_in("sun", frozen.passwords["sun"]).login == "sun"
    assert fail(desk, "sun").facts["left"] == TRIES - 1


def test_many_tries_at_once_are_many_tries(desk: Workbench, frozen: Frozen) -> None:
    refused: list[str] = []

    def guess() -> None:
        try:
            desk.log_in("zhou", "wrong-1")
        except Refused as refusal:
            refused.append(refusal.code)

    guessers = [threading.Thread(target=guess) for _ in range(8)]
    for guesser in guessers:
        guesser.start()
    for guesser in guessers:
        guesser.join()
    assert sorted(refused) == ["account_locked"] * 4 + ["password_wrong"] * 4
    with pytest.raises(Refused, match="account_locked"):
        desk.log_in("zhou", frozen.passwords["zhou"])


def test_a_lock_that_a_wrong_clock_set_does_not_last_for_decades(
    desk: Workbench, frozen: Frozen, clock: StoppedClock
) -> None:
    clock.at = datetime(2099, 1, 1, tzinfo=UTC)
    fail(desk, times=TRIES)
    with pytest.raises(Refused, match="account_locked"):
        desk.log_in("zhou", frozen.passwords["zhou"])
    clock.at = NOON
    assert desk.log_in("zhou", frozen.passwords["zhou"]).login == "zhou"


def test_the_county_may_set_how_many_tries_and_how_long(desk: Workbench, frozen: Frozen, clock: StoppedClock) -> None:
    rules = [
        Rule(id="account.failures", versions=(RuleVersion(value=2),)),
        Rule(id="account.lock_minutes", versions=(RuleVersion(value=60),)),
    ]
    desk.write(records.save_many, registry.RULE, rules)
    assert fail(desk).facts == {"left": 1, "minutes": 60}
    assert fail(desk).facts == {"minutes": 60}
    clock.advance(minutes=59)
    with pytest.raises(Refused, match="account_locked"):
        desk.log_in("zhou", frozen.passwords["zhou"])


@pytest.mark.parametrize("named", ["nobody", "", " ", "%", "zho", "周建国", "yang", "id of yang"])
def test_somebody_who_has_no_account_here_is_unknown(desk: Workbench, frozen: Frozen, named: str) -> None:
    named = frozen.actors["yang"].account if named == "id of yang" else named
    with pytest.raises(Refused, match="account_unknown"):
        desk.log_in(named, frozen.passwords["yang"])


def test_an_account_that_moved_to_another_institution_is_unknown_here(desk: Workbench, frozen: Frozen) -> None:
    put(desk, replace(account(desk, "zhou"), institution="tianmen.diyi"))
    with pytest.raises(Refused, match="account_unknown"):
        desk.log_in("zhou", frozen.passwords["zhou"])
    assert "zhou" not in {person.login for person in desk.people()}


def test_a_stopped_account_is_told_as_such_and_counts_nothing(desk: Workbench, frozen: Frozen) -> None:
    for _ in range(TRIES + 1):
        with pytest.raises(Refused, match="account_stopped") as caught:
            desk.log_in("wu", frozen.passwords["wu"])
    assert "停用" in say(caught.value)
    assert "wu" not in {person.login for person in desk.people()}


def test_an_account_that_is_stopped_while_locked_out_and_given_back_opens(desk: Workbench, frozen: Frozen) -> None:
    mine = account(desk, "zhou")
    put(desk, replace(mine, active=False))
    with pytest.raises(Refused, match="account_stopped"):
        desk.log_in("zhou", frozen.passwords["zhou"])
    put(desk, mine)
    desk.log_in("zhou", frozen.passwords["zhou"])


def test_the_list_shows_who_may_log_in_the_latest_first(desk: Workbench, frozen: Frozen, clock: StoppedClock) -> None:
    assert {person.last_at for person in desk.people()} == {None}
    desk.log_in("zhou", frozen.passwords["zhou"])
    clock.advance(minutes=1)
    desk.log_in("sun", frozen.passwords["sun"])
    fail(desk, "zhou")
    listed = desk.people()
    assert [person.login for person in listed][:2] == ["sun", "zhou"]
    assert [person.last_at for person in listed][:2] == [NOON + timedelta(minutes=1), NOON]
    assert {person.login for person in listed} == {"sun", "zhou", "user0"}


def test_the_first_password_has_to_be_changed_and_then_only_the_new_one_serves(desk: Workbench, frozen: Frozen) -> None:
    given = frozen.passwords["zhou"]
    session = desk.log_in("zhou", given)
    assert session.must_change
    desk.do(session.actor, ChangePassword(present=given, wanted="Yuekou-72"))
    assert not desk.log_in("zhou", "Yuekou-72").must_change
    with pytest.raises(Refused, match="password_wrong"):
        desk.log_in("zhou", given)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [("given", "password_same"), ("short-1", "password_short"), ("12345678a", "password_common"),
     ("zhou-2026-x", "password_common")],
)  # fmt: skip
def test_a_new_password_that_will_not_do_leaves_the_old_one(
    desk: Workbench, frozen: Frozen, wanted: str, code: str
) -> None:
    given = frozen.passwords["zhou"]
    session = desk.log_in("zhou", given)
    before = state_of(desk)
    with pytest.raises(Refused, match=code):
        desk.do(session.actor, ChangePassword(present=given, wanted=given if wanted == "given" else wanted))
    assert state_of(desk) == before
    assert desk.log_in("zhou", given).must_change


def test_somebody_at_an_unlocked_screen_cannot_change_the_password_without_knowing_it(
    desk: Workbench, frozen: Frozen
) -> None:
    session = desk.log_in("zhou", frozen.passwords["zhou"])
    with pytest.raises(Refused, match="password_wrong") as caught:
        desk.do(session.actor, ChangePassword(present="a guess", wanted="Yuekou-72"))
    assert "密码没有改" in say(caught.value)


def test_only_the_verifier_of_a_new_password_travels(desk: Workbench, frozen: Frozen) -> None:
    session = desk.log_in("zhou", frozen.passwords["zhou"])
    desk.do(session.actor, ChangePassword(present=frozen.passwords["zhou"], wanted="Yuekou-72"))
    bodies = b"".join(act.body for act in desk.read(acts_kept.waiting, 0, 100))
    assert b"Yuekou-72" not in bodies
    assert frozen.passwords["zhou"].encode() not in bodies
    assert passwords.matches(account(desk, "zhou").verifier, "Yuekou-72")


def lines(desk: Workbench) -> list[tuple[str, str, str]]:
    """Return the log, oldest first, without what was there at the start."""
    return [(line.account, line.act, line.outcome) for line in desk.read(audit.latest)][::-1][1:]


def test_every_try_is_written_down(desk: Workbench, frozen: Frozen) -> None:
    desk.log_in("zhou", frozen.passwords["zhou"])
    fail(desk, times=TRIES + 1)
    fail(desk, "nobody")
    fail(desk, "wu")
    mine, stopped = frozen.zhou.account, frozen.actors["wu"].account
    assert lines(desk) == [
        (mine, "log_in", "done"),
        *[(mine, "log_in", "refused")] * (TRIES + 1),
        ("", "log_in", "refused"),
        (stopped, "log_in", "refused"),
    ]
    assert desk.read(audit.first_break) == 0


def test_what_was_typed_at_a_log_in_is_nowhere_written_down(desk: Workbench) -> None:
    # Tired people type the password where the name belongs.
    with pytest.raises(Refused, match="account_unknown"):
        desk.log_in("My-Secret-72", "My-Other-72")
    with pytest.raises(Refused, match="password_wrong"):
        desk.log_in("zhou", "My-Other-72")

    def words(rows: Any) -> str:
        return repr(rows)

    everything = words(state_of(desk))
    assert "Secret-72" not in everything
    assert "Other-72" not in everything


def test_a_desk_that_was_never_synced_lets_nobody_in(frozen: Frozen, desk: Workbench) -> None:
    desk.write(lambda connection: connection.exec_driver_sql("DELETE FROM accounts"))
    assert desk.people() == []
    with pytest.raises(Refused, match="account_unknown"):
        desk.log_in("zhou", frozen.passwords["zhou"])


def test_work_goes_on_for_whoever_is_logged_in_when_another_is_locked(desk: Workbench, frozen: Frozen) -> None:
    session = desk.log_in("zhou", frozen.passwords["zhou"])
    fail(desk, "sun", times=TRIES)
    assert send(desk, session.actor).number == "岳口-20261123-A-001"
