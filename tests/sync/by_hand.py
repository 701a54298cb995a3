"""One exchange at a time, so that a test can stand between what the hub said and what the desk saves."""

from __future__ import annotations

from tests.sync.county import County
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.registry.model.account import acting
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.sync import batches
from yigongti_desktop.sync.images import Images
from yigongti_desktop.sync.intake import Intake
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.transport import Line


def line_of(county: County, name: str) -> Line:
    """Return a desk's line to the hub."""
    desk = county.desks[name]
    return Line(
        desk.fact(facts.HUB_ADDRESS),
        desk.fact(facts.HUB_CA),
        device=desk.fact(facts.DEVICE),
        key=desk._vault["device"],
    )


def batch_of(county: County, name: str, most: int = 500) -> Signed:
    """Make the next batch of a desk."""
    desk = county.desks[name]
    with writing(desk.engine) as connection:
        made = batches.make(connection, desk._vault["device"], desk.ids, desk.clock.now(), most)
    assert made is not None
    return made.signed


def exchange(county: County, name: str, batch: Signed | None = None, room: int = 1000) -> Answer:
    """Ask once from where the desk stands."""
    with line_of(county, name) as line:
        return line.exchange(Exchange(cursors=county.desks[name].read(positions), batch=batch, room=room))


def take(county: County, name: str, answer: Answer) -> Intake:
    """Let a desk take an answer in."""
    desk = county.desks[name]
    hub_key = bytes.fromhex(desk.fact(facts.HUB_KEY))
    with writing(desk.engine) as connection:
        images = Images(connection, desk.catalogue, acting)
        intake = Intake(connection, desk.catalogue, images, desk.clock.now())
        intake.take(answer, hub_key)
    return intake
