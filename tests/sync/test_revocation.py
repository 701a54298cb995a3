"""An account stopped, a role taken back, a machine revoked, while acts wait there: judged as of when they were done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.storage import acts_kept
from tests.sync.by_hand import batch_of
from tests.sync.by_hand import exchange
from tests.sync.county import County
from tests.world import EVERY_LEAD_ROLE
from tests.world import WORDS
from yigongti_desktop.app.pages import MANIFESTS
from yigongti_desktop.app.sync_overview import Entry
from yigongti_desktop.app.sync_overview import overview
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.capabilities.pharmacy.messages import requests as p
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.messages.cases import SaveReferralDraft
from yigongti_desktop.capabilities.referrals.printing import slips as printing
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.home import Home
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync


# Accounts and roles.


def test_what_somebody_did_before_the_account_was_stopped_is_taken(county: County) -> None:
    asked = county.request("岳口")
    county.clock.advance(days=3)
    county.keeper.stop_account(_account(county))
    county.clock.advance(days=3)
    county.sync("岳口", "市一医")
    assert county.desks["岳口"].read(acts_kept.counts) == {outbox.ACCEPTED: 1}
    assert county.desks["市一医"].read(records.load, DRUG_REQUEST, asked.id) is not None


def test_what_they_did_after_it_is_refused_and_stands_on_the_directors_list(county: County) -> None:
    county.keeper.stop_account(_account(county))
    county.clock.advance(hours=1)
    county.request("岳口", 77)  # the desk has not heard of it
    county.sync("岳口")
    (entry,) = _needs(county, _colleague(county, Role.DIRECTOR))
    assert (entry.act.code, entry.is_open) == ("account_stopped", True)
    assert any("77" in value for _, value in entry.contents)


def test_the_director_may_settle_it_and_a_colleague_do_it_again_in_their_own_name(county: County) -> None:
    county.keeper.stop_account(_account(county))
    county.clock.advance(hours=1)
    county.request("岳口", 77)
    county.request("岳口", 78)
    county.sync("岳口")
    first, second = sorted(county.desks["岳口"].read(outbox.in_states, [outbox.REFUSED]), key=lambda act: act.seq)
    with pytest.raises(Refused, match="role_may_not"):
        county.desks["岳口"].do(_colleague(county, Role.SCHEDULER), SettleRefusal(event=first.event))
    county.desks["岳口"].do(_colleague(county, Role.DIRECTOR), SettleRefusal(event=first.event))
    pharmacist = _colleague(county, Role.PHARMACIST)
    county.desks["岳口"].do(pharmacist, SendAgain(event=second.event))
    county.sync("岳口")
    assert county.desks["岳口"].read(status).needs_person == 0
    (row,) = [row for row in county.journal("drug_request.submitted") if not row.code]
    assert (row.account, row.answers) == (pharmacist.account, second.event)


def test_an_account_in_wrong_hands_is_stopped_since_a_moment_that_has_passed(county: County) -> None:
    county.request("岳口")
    county.clock.advance(days=1)
    county.keeper.stop_account(_account(county), county.clock.now() - timedelta(days=2))
    county.sync("岳口")
    (act,) = county.desks["岳口"].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert act.code == "account_stopped"


def test_a_clock_that_cannot_be_believed_does_not_help_a_stopped_account(county: County) -> None:
    """The act says 2009; the hub takes its own time, and by then the account was stopped."""
    county.keeper.stop_account(_account(county))
    truth = county.clock.at
    county.clock.advance(days=-6000)
    county.do("岳口", SaveReferralDraft(slip=county.slip("岳口")))
    county.clock.at = truth
    county.sync("岳口")
    (act,) = county.desks["岳口"].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert act.code == "account_stopped"


def test_what_somebody_did_while_they_had_the_role_is_taken_and_what_they_did_after_is_not(county: County) -> None:
    county.request("岳口", 1)
    county.clock.advance(hours=1)
    county.keeper.give_roles(_account(county), [Role.NURSE])
    county.clock.advance(hours=1)
    county.request("岳口", 2)
    county.sync("岳口")
    codes = [row.code for row in county.journal("drug_request.submitted")]
    assert codes == ["", "role_may_not"]
    assert county.desks["岳口"].read(status).refused == 1


def test_a_role_that_was_given_meanwhile_counts_for_what_was_done_by_a_clock_that_goes_slow(county: County) -> None:
    account = county.keeper.give_roles(_account(county), [Role.NURSE])
    county.clock.advance(hours=1)
    county.keeper.give_roles(account, [Role.PHARMACIST])
    county.clock.advance(minutes=-30)
    county.request("岳口")
    county.clock.advance(hours=1)
    county.sync("岳口")
    assert county.desks["岳口"].read(acts_kept.counts) == {outbox.ACCEPTED: 1}


def test_a_stopped_account_and_a_lost_role_are_known_at_the_desk_after_its_next_talk(county: County) -> None:
    county.keeper.give_roles(_account(county, "岳口"), [Role.NURSE])
    county.keeper.stop_account(_account(county, "市一医"))
    county.sync("岳口", "市一医")
    (person,) = county.desks["岳口"].people()[:1]
    assert person.roles == (Role.NURSE,)
    assert county.people["市一医"].account not in {person.account for person in county.desks["市一医"].people()}


def test_a_lead_keeps_to_the_roles_that_an_institution_may_give(county: County) -> None:
    with pytest.raises(Refused, match="role_of_lead"):
        county.keeper.give_roles(_account(county), EVERY_LEAD_ROLE)
    with pytest.raises(Refused, match="roles_empty"):
        county.keeper.give_roles(_account(county), [])


# Machines.


def test_a_revoked_machine_is_told_so_in_words_and_keeps_all_that_was_typed(county: County) -> None:
    sent = county.send_referral("岳口")
    county.request("岳口", 77)
    county.keeper.revoke("岳口-A", "电脑送修")
    desk = county.desks["岳口"]
    talk = desk.sync()
    assert talk.code == "device_revoked"
    assert "重新登记" in VOCABULARY.say(talk.code, talk.facts)
    assert desk.read(status).waiting == 3
    assert desk.read(status).line == "device_revoked"
    held = desk.read(records.load, REFERRAL, sent.id)
    assert held is not None
    assert printing.transfer_out(held, copy=1).startswith(b"%PDF")
    assert desk.backup().exists()
    waiting = desk.read(overview, MANIFESTS, county.people["岳口"], county.clock.now()).waiting
    assert all(entry.contents for entry in waiting)
    county.do("岳口", p.SubmitDrugRequest(lines=(_wanted(county),)))  # work goes on
    assert desk.read(status).waiting == 4


def test_it_becomes_a_new_device_by_a_new_code_and_sends_what_waited(county: County) -> None:
    sent = county.send_referral("岳口")
    county.keeper.revoke("岳口-A", "电脑送修")
    assert county.desks["岳口"].sync().code == "device_revoked"
    former = county.device("岳口")
    county.clock.advance(days=3)
    enrolled = county.desks["岳口"].enrol(county.keeper.issue_code("岳口").spell())
    assert (enrolled.device != former, enrolled.letter) == (True, "C")
    talk = county.desks["岳口"].sync()
    assert (talk.code, talk.is_new_epoch, talk.accepted) == ("", False, 2)
    county.sync("岳口二", "市一医")
    for name in ("岳口二", "市一医"):
        held = county.desks[name].read(records.load, REFERRAL, sent.id)
        assert held is not None, name
        assert held.sent_at == sent.sent_at, name  # by the machine's clock, which is still believed
    assert {row.device for row in county.journal()} >= {enrolled.device}


def test_what_the_former_device_had_sent_already_is_not_done_again(county: County) -> None:
    """The answer was lost, then the machine was revoked."""
    county.request("岳口")
    exchange(county, "岳口", batch_of(county, "岳口"))
    county.keeper.revoke("岳口-A", "")
    desk = county.desks["岳口"]
    desk.enrol(county.keeper.issue_code("岳口").spell())
    county.sync("岳口")
    assert desk.read(acts_kept.counts) == {outbox.ACCEPTED: 1}
    assert len(county.journal("drug_request.submitted")) == 1


def test_numbers_on_paper_are_not_given_again(county: County) -> None:
    first = county.request("岳口").number
    county.keeper.revoke("岳口-A", "")
    county.desks["岳口"].enrol(county.keeper.issue_code("岳口").spell())
    second = county.request("岳口").number
    assert len({first, second}) == 2
    assert "-A" in first
    assert "-A" not in second


def test_the_former_key_and_the_former_device_stay_shut_out(county: County) -> None:
    desk = county.desks["岳口"]
    former, key = county.device("岳口"), desk._vault["device"]
    county.keeper.revoke("岳口-A", "硬盘丢失")
    desk.enrol(county.keeper.issue_code("岳口").spell())
    assert desk._vault["device"] != key
    with county.hub.engine.connect() as connection:
        rows = {row.id: row.status for row in connection.exec_driver_sql("SELECT id, status FROM devices")}
    assert (rows[former], rows[county.device("岳口")]) == ("revoked", "active")


def test_a_machine_that_is_still_taken_is_not_enrolled_again(county: County) -> None:
    code = county.keeper.issue_code("岳口").spell()
    with pytest.raises(Refused, match="enrolled_already"):
        county.desks["岳口"].enrol(code)


def test_a_code_of_another_institution_is_refused_and_left_unused(county: County, tmp_path: Path) -> None:
    county.keeper.revoke("岳口-A", "")
    code = county.keeper.issue_code("多宝").spell()
    with pytest.raises(Refused, match="code_other_institution"):
        county.desks["岳口"].enrol(code)
    assert county.desks["岳口"].fact(facts.INSTITUTION) == "tianmen.yuekou"
    fresh = create(Home(tmp_path / "fresh"), lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS))
    assert fresh.enrol(code).institution == "tianmen.duobao"
    fresh.close()


def test_a_power_cut_while_it_becomes_a_new_device_leaves_one_that_works(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.request("岳口")
    county.keeper.revoke("岳口-A", "")
    code = county.keeper.issue_code("岳口").spell()
    with monkeypatch.context() as cut:
        cut.setattr(Workbench, "_device_key", _first_only)
        with pytest.raises(ZeroDivisionError):
            county.desks["岳口"].enrol(code)  # the hub has answered, and the facts are saved
    vault = vaults.open_with_words(county.desks["岳口"].home.vault, WORDS)
    assert "device_next" in vault
    desk = county.reopened("岳口")
    county.sync("岳口")
    assert desk.read(acts_kept.counts) == {outbox.ACCEPTED: 1}
    assert "device_next" not in vaults.open_with_words(desk.home.vault, WORDS)


def _first_only(desk: Workbench) -> bytes:
    if "device_next" in desk._vault:
        raise ZeroDivisionError
    return desk._vault["device"]


def _wanted(county: County) -> Wanted:
    return Wanted(drug=county.drug("岳口"), quantity=3)


def _account(county: County, name: str = "岳口") -> Account:
    return next(one for one in county.keeper.accounts() if one.id == county.people[name].account)


def _colleague(county: County, role: Role) -> Actor:
    made, _ = county.keeper.add_account("岳口", f"c-{role.value}", "李同事", [role])
    county.sync("岳口")
    return made.actor()


def _needs(county: County, actor: Actor) -> tuple[Entry, ...]:
    return county.desks["岳口"].read(overview, MANIFESTS, actor, county.clock.now()).needs
