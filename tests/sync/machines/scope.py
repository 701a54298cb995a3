"""Communities, posts and accounts that move under people's hands."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.sync.machines import mishaps
from tests.sync.machines.town import PICKS
from tests.world import EVERY_CLINIC_ROLE
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.account import Account

_POSTS = (EVERY_CLINIC_ROLE, (Role.NURSE,), (Role.DIRECTOR,), (Role.PHARMACIST, Role.DOCTOR))


class Scope(mishaps.County):
    """What the keeper decides in between."""

    @rule(community=st.sampled_from(["tianmen-1", "tianmen-2"]))
    def the_unit_changes_its_community(self, community: str) -> None:
        with suppress(Refused):
            self.county.keeper.move_institution("岳口", community)

    @rule(who=PICKS, roles=st.sampled_from(_POSTS))
    def somebody_gets_another_work(self, who: int, roles: tuple[Role, ...]) -> None:
        self.county.keeper.give_roles(self._account(who), roles)

    @rule(who=PICKS)
    def somebody_is_stopped_or_let_in_again(self, who: int) -> None:
        account = self._account(who)
        if account.active:
            self.county.keeper.stop_account(account)
        else:
            self.county.keeper.reset_password(account)

    @rule()
    def the_keeper_asks_for_what_was_kept(self) -> None:
        self.county.keeper.judge_again()

    def _account(self, who: int) -> Account:
        wanted = self.county.people[self._clinic(who)].account
        return next(one for one in self.county.keeper.accounts() if one.id == wanted)
