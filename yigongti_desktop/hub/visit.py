"""What a visit was about, in ids and numbers: filled in on its way, told to the log and the measures at its end."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.compact import read_short
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.packing import decode


@dataclass(frozen=True)
class Talk:
    """What one exchange moved."""

    batch: str = ""
    receipt: str = ""
    accepted: int = 0
    refused: int = 0
    quarantined: int = 0
    records: int = 0
    gone: int = 0
    new_epoch: int = 0

    def facts(self) -> dict[str, object]:
        """Return what is not nothing."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass
class Visit:
    """One request on its way through the door."""

    #: Name of the route; "none" for what the hub cannot be asked.
    route: str = "none"
    status: int = 0
    #: Code with which the hub said no.
    code: str = ""
    device: str = ""
    bytes_in: int = 0
    bytes_out: int = 0
    #: Bytes that it holds in the store.
    held: int = 0
    #: What was done, for an exchange.
    talk: Talk = field(default_factory=Talk)

    def facts(self, milliseconds: float) -> dict[str, object]:
        """Return what the log says of it: ids and numbers only."""
        told: dict[str, object] = {"event": "request", "route": self.route, "status": self.status}
        told |= {"ms": round(milliseconds, 1), "in": self.bytes_in, "out": self.bytes_out}
        told |= {name: value for name, value in {"code": self.code, "device": self.device}.items() if value}
        return told | self.talk.facts()


def talk_of(answer: Answer) -> Talk:
    """Return what an answer says was done."""
    records = sum(len(some.rows) for some in answer.rows)
    moved = Talk(records=records, gone=len(answer.gone), new_epoch=answer.new_epoch)
    if answer.receipt is None:
        return moved
    short = read_short(answer.receipt.payload)
    if short is None:
        receipt = decode(answer.receipt.payload, Receipt)
        accepted, others = sum(one.is_accepted for one in receipt.outcomes), receipt.outcomes
        batch, number, count = receipt.batch, receipt.number, len(receipt.outcomes)
    else:
        accepted, others = sum(map(bool, short.revisions)), short.others
        batch, number, count = short.batch, short.number, len(short.revisions)
    quarantined = sum(one.quarantined for one in others)
    return replace(
        moved,
        batch=batch,
        receipt=number,
        accepted=accepted,
        refused=count - accepted - quarantined,
        quarantined=quarantined,
    )
