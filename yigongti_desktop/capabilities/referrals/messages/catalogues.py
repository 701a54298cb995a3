"""What people ask of catalogues and designated places, and what then happened."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.capabilities.referrals.model.catalogue_moves import Wanted
from yigongti_desktop.capabilities.referrals.model.places import Agreed


class PublishCatalogue(msgspec.Struct, frozen=True, kw_only=True):
    """Publish a version of a catalogue."""

    wanted: Wanted


class WithdrawCatalogue(msgspec.Struct, frozen=True, kw_only=True):
    """Take back a version whose day has not come."""

    catalogue: str
    reason: str


class SignPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Write down a designated place; with an id, its agreement was signed anew."""

    agreed: Agreed
    place: str = ""


class EndPlace(msgspec.Struct, frozen=True, kw_only=True):
    """End the agreement with a place before its day."""

    place: str
    last: date
    reason: str


class CataloguePublished(msgspec.Struct, frozen=True, kw_only=True):
    """A version was published."""

    wanted: Wanted


class CatalogueWithdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """A version was taken back."""

    reason: str


class PlaceSigned(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement with a place was written down."""

    agreed: Agreed


class PlaceEnded(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement with a place was ended before its day."""

    last: date
    reason: str
