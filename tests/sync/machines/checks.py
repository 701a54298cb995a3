"""What must hold once a town has come to rest, asked of the hub's files and of every desk's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sync.agreement import Agreement
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.hub.check import find
from yigongti_desktop.storage.engine import reading

if TYPE_CHECKING:
    from tests.sync.machines.town import Town


def all_agree(town: Town) -> None:
    """Check everything that must hold; a number is there twice only where two machines were one device."""
    agreement = Agreement(town.county.hub)
    for name in town.names:
        agreement.check_desk(town.county.desks[name])
        made = [record for by, record in town.made if by == name]
        agreement.check_nothing_was_lost(town.county.desks[name], made)
    agreement.check_nothing_was_done_twice()
    if not town.had_twins:
        agreement.check_no_number_was_given_twice()
    with reading(town.county.hub.engine) as connection:
        found = list(find(connection, CATALOGUE, town.county.hub.word_key))
    assert not [one for one in found if not (town.had_twins and one.code == "check_number_twice")], found
