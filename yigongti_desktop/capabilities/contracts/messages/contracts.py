"""What people ask of contracts, and what then happened."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.contracts.model.agreeing import Agreed
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import Served
from yigongti_desktop.capabilities.contracts.model.contract import Way


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """One resident of an agreement: their packages, and who signs for them."""

    resident: str
    packages: tuple[str, ...]
    signer: str = ""
    signer_relation: str = ""
    #: The signature that was drawn on the screen, as a picture.
    drawn: File | None = None


class SignContract(msgspec.Struct, frozen=True, kw_only=True):
    """Sign one resident, or a household with one agreement."""

    team: str
    people: tuple[Signer, ...]
    years: int = 1
    signed_on: date
    #: First day; None for the day of signing.
    since: date | None = None
    way: Way = Way.PAPER
    consent: str = ""
    remark: str = ""
    #: Why the team takes on more than it should; asked for when it has as many as it may.
    beyond: str = ""
    #: Number of the agreement that they leave for this one, and why they do.
    takes_over: str = ""
    takes_reason: str = ""


class RenewContracts(msgspec.Struct, frozen=True, kw_only=True):
    """Go on with residents; members of one household that signed together get one number again."""

    #: Contracts, and for each the packages that it goes on with; none keeps the ones it has, as they are offered now.
    contracts: tuple[tuple[str, tuple[str, ...]], ...]
    #: Team that goes on; empty for the one of each contract.
    team: str = ""
    years: int = 1
    signed_on: date
    way: Way = Way.PAPER
    consent: str = ""


class TransferContract(msgspec.Struct, frozen=True, kw_only=True):
    """Put a resident under another team."""

    contract: str
    team: str
    on: date
    reason: str


class EndContract(msgspec.Struct, frozen=True, kw_only=True):
    """End an agreement before its last day."""

    contract: str
    on: date
    reason: Ending
    note: str = ""


class ContractSigned(msgspec.Struct, frozen=True, kw_only=True):
    """A resident was signed."""

    agreed: Agreed
    beyond: str = ""


class ContractRenewed(msgspec.Struct, frozen=True, kw_only=True):
    """A contract goes on."""

    agreed: Agreed


class ContractTransferred(msgspec.Struct, frozen=True, kw_only=True):
    """A resident came under another team."""

    team: str
    on: date
    reason: str
    number: str


class ContractEnded(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement ended before its last day."""

    on: date
    reason: Ending
    note: str = ""


class ContractLapsed(msgspec.Struct, frozen=True, kw_only=True):
    """The resident has died; None: that was put right, they live."""

    died_on: date | None


class ContractYielded(msgspec.Struct, frozen=True, kw_only=True):
    """The resident was registered twice, and the other record has an agreement that stands: it ends for that one."""

    #: Number of the agreement that stands, and why, where a person said it.
    number: str
    reason: str = ""
    #: First day on which it does not hold any more.
    on: date


class ContractResumed(msgspec.Struct, frozen=True, kw_only=True):
    """The two records were parted: what gave way holds again."""


class ContractServed(msgspec.Struct, frozen=True, kw_only=True):
    """A service was done under it."""

    served: Served


class ContractUnserved(msgspec.Struct, frozen=True, kw_only=True):
    """A service that was noted does not count."""

    service: str
