"""The hub signs slips that it draws from its own record, where the county takes them; desks leave the field empty."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.reading import read
from tests.world import World
from yigongti_desktop.app.hub_papers import signed_slip
from yigongti_desktop.documents import signing
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.sync


def test_the_hub_signs_what_it_holds_and_nothing_else(world: World) -> None:
    world.desk("岳口")
    sent = world.send_referral("岳口")
    with pytest.raises(Refused, match="signed_pdf_not_taken"):
        signed_slip(world.hub, sent.number)
    take_signed(world)
    with pytest.raises(Refused, match="referral_unknown"):  # it has not come up yet
        signed_slip(world.hub, sent.number)
    world.desks["岳口"].sync()
    pdf = signed_slip(world.hub, sent.number)
    (found,) = signing.check(pdf, [world.hub.authority], world.clock.now())
    assert (found.signer, found.at) == ("天门市医共体同步中枢", world.clock.now().replace(microsecond=0))
    assert found.is_intact
    assert found.is_trusted
    assert found.field == f"{sent.number} 1 seal"
    text = read(pdf).flat
    assert "邱传富" in text
    assert "电子签名：天门市医共体同步中枢" in text
    with pytest.raises(Refused, match="not_returned_yet"):
        signed_slip(world.hub, sent.number, is_return=True)


def take_signed(world: World) -> None:
    """Let the county take signed slips from the year's first day on."""
    value = RuleVersion(value=True, since=date(2026, 1, 1), source="县里的文件")
    with writing(world.hub.engine) as connection:
        records.save_many(connection, registry.RULE, [Rule(id="referral.slip_signed_pdf", versions=(value,))])
