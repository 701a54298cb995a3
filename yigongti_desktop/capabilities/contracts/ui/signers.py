"""People who are being signed: whether each is ticked, which packages, who signs for them; as a draft keeps it."""

from __future__ import annotations

from base64 import b64decode
from base64 import b64encode
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import Any

from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.offering import bill
from yigongti_desktop.capabilities.contracts.model.offering import proposed
from yigongti_desktop.capabilities.contracts.model.offering import together
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.split import Split
from yigongti_desktop.capabilities.contracts.model.standing import is_of_age
from yigongti_desktop.capabilities.contracts.store.offers import Person
from yigongti_desktop.capabilities.contracts.ui.pad import MEDIA_TYPE
from yigongti_desktop.capabilities.contracts.ui.pad import PICTURE_NAME
from yigongti_desktop.capabilities.contracts.ui.pad import Stroke
from yigongti_desktop.capabilities.contracts.ui.pad import is_signature
from yigongti_desktop.capabilities.contracts.ui.pad import picture


@dataclass
class Signing:
    """One of the people."""

    person: Person
    packages: set[str]
    is_ticked: bool = True
    signer: str = ""
    signer_relation: str = ""
    strokes: list[Stroke] = field(default_factory=list)
    #: A signature that was drawn before, as a picture; what is drawn now counts before it.
    drawn: bytes = b""

    @property
    def is_signed(self) -> bool:
        """Say whether something was drawn that can be a name."""
        return bool(self.drawn) or is_signature(self.strokes)

    @property
    def id(self) -> str:
        """Return the resident's id."""
        return self.person.resident.id

    @property
    def name(self) -> str:
        """Return the resident's name."""
        return self.person.resident.name

    def needs_signer(self, on: date) -> bool:
        """Say whether somebody else has to sign for them."""
        return not is_of_age(self.person.resident.birth, on)

    def standing_contract(self, on: date) -> Contract | None:
        """Return the contract that stands in the way on a day, or None."""
        known = self.person.contract
        return known if known is not None and known.last >= on else None

    def may_sign(self) -> bool:
        """Say whether they can be signed at all."""
        return self.person.standing.died_on is None

    def bill(self, packages: Iterable[Package]) -> Split:
        """Return what their packages cost a year."""
        return bill(one for one in packages if one.id in self.packages)

    def message(self, packages: Sequence[Package], *, on_screen: bool) -> Signer:
        """Return them as the act names them."""
        drawn = self._picture() if on_screen and self.is_signed else None
        return Signer(
            resident=self.id,
            packages=tuple(one.id for one in packages if one.id in self.packages),
            signer=self.signer,
            signer_relation=self.signer_relation if self.signer else "",
            drawn=drawn,
        )

    def kept(self) -> dict[str, Any]:
        """Return what a draft keeps of them."""
        return {
            "resident": self.id,
            "packages": sorted(self.packages),
            "is_ticked": self.is_ticked,
            "signer": self.signer,
            "signer_relation": self.signer_relation,
            "strokes": self.strokes,
            "drawn": b64encode(self.drawn).decode(),
        }

    def _picture(self) -> File:
        if is_signature(self.strokes):
            return picture(self.strokes)
        return File(media_type=MEDIA_TYPE, name=PICTURE_NAME, content=self.drawn)


def begun(person: Person, packages: Iterable[Package], on: date, *, is_ticked: bool) -> Signing:
    """Return somebody with the packages that are proposed to them; not ticked where they cannot be signed."""
    its = {one.id for one in proposed(packages, person.standing.groups, on)}
    made = Signing(person=person, packages=its)
    made.is_ticked = is_ticked and made.may_sign()
    return made


def thawed(kept: Mapping[str, Any], person: Person) -> Signing:
    """Return somebody as a draft keeps them."""
    return Signing(
        person=person,
        packages=set(kept.get("packages", ())),
        is_ticked=bool(kept.get("is_ticked", True)),
        signer=str(kept.get("signer", "")),
        signer_relation=str(kept.get("signer_relation", "")),
        strokes=list(kept.get("strokes", ())),
        drawn=b64decode(str(kept.get("drawn", ""))),
    )


def whole_bill(people: Iterable[Signing], packages: Sequence[Package]) -> Split:
    """Return what the packages of all who are ticked cost a year together."""
    return together(one.bill(packages) for one in people if one.is_ticked)
