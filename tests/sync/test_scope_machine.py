"""People, lines and clocks as in the county's machine, while residents, communities and posts move under them."""

from __future__ import annotations

import os
from contextlib import suppress

import pytest
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.county import Frozen
from tests.sync.test_county_machine import CLINIC
from tests.sync.test_county_machine import Machine
from tests.world import EVERY_CLINIC_ROLE
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.model.account import Account

pytestmark = pytest.mark.sync

EXAMPLES = int(os.environ.get("YIGONGTI_MACHINE_EXAMPLES", "12"))
STEPS = int(os.environ.get("YIGONGTI_MACHINE_STEPS", "30"))
_UNITS = ("tianmen.duobao", "tianmen.jingling")
_POSTS = (EVERY_CLINIC_ROLE, (Role.NURSE,), (Role.DIRECTOR,), (Role.PHARMACIST, Role.DOCTOR))


class Scope(Machine):
    """What the keeper decides, and what the clinic gives away, in between."""

    @rule(name=st.sampled_from(CLINIC), pick=st.integers(0, 99), unit=st.sampled_from(_UNITS))
    def hand_somebody_on(self, name: str, pick: int, unit: str) -> None:
        if resident := self._some(name, store.RESIDENT, pick):
            self._do(name, MoveResident(resident=resident.id, unit=unit, reason="搬家"), is_new=False)

    @rule(community=st.sampled_from(["tianmen-1", "tianmen-2"]))
    def the_unit_changes_its_community(self, community: str) -> None:
        with suppress(Refused):
            self.county.keeper.move_institution("岳口", community)

    @rule(name=st.sampled_from(CLINIC), roles=st.sampled_from(_POSTS))
    def somebody_gets_another_work(self, name: str, roles: tuple[Role, ...]) -> None:
        self.county.keeper.give_roles(self._account(name), roles)

    @rule(name=st.sampled_from(CLINIC))
    def somebody_is_stopped_or_let_in_again(self, name: str) -> None:
        account = self._account(name)
        if account.active:
            self.county.keeper.stop_account(account)
        else:
            self.county.keeper.reset_password(account)

    @rule()
    def the_keeper_asks_for_what_was_kept(self) -> None:
        self.county.keeper.judge_again()

    def _account(self, name: str) -> Account:
        return next(one for one in self.county.keeper.accounts() if one.id == self.county.people[name].account)


def test_whatever_moves_each_desk_holds_its_own_in_the_end(frozen: Frozen) -> None:
    Scope.frozen = frozen
    run_state_machine_as_test(
        Scope,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
