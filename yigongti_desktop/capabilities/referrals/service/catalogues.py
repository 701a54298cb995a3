"""Catalogues and designated places: what offices ask, and which rule judges it."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages import catalogues as m
from yigongti_desktop.capabilities.referrals.model import catalogue_moves
from yigongti_desktop.capabilities.referrals.model import places
from yigongti_desktop.capabilities.referrals.model.catalogue import ReferralCatalogue
from yigongti_desktop.capabilities.referrals.model.catalogue_moves import PUBLISHERS
from yigongti_desktop.capabilities.referrals.model.places import Place
from yigongti_desktop.capabilities.referrals.store.catalogues import CATALOGUE
from yigongti_desktop.capabilities.referrals.store.places import PLACE
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_OFFICES = frozenset({Role.REFERRAL_OFFICE, Role.COMMUNITY_OFFICE})

PUBLISHED = EventKind(
    name="referral_catalogue.published",
    body=m.CataloguePublished,
    of=CATALOGUE,
    decide=lambda now, body, ruling: catalogue_moves.publish(now, body.wanted, ruling),
    roles=PUBLISHERS,
    note=lambda body: body.wanted.document,
)
WITHDRAWN = EventKind(
    name="referral_catalogue.withdrawn",
    body=m.CatalogueWithdrawn,
    of=CATALOGUE,
    decide=lambda now, body, ruling: catalogue_moves.withdraw(now, body.reason, ruling),
    roles=PUBLISHERS,
    note=lambda body: body.reason,
)
SIGNED = EventKind(
    name="referral_place.signed",
    body=m.PlaceSigned,
    of=PLACE,
    decide=lambda now, body, ruling: places.sign(now, body.agreed, ruling),
    roles=_OFFICES,
    note=lambda body: body.agreed.number,
)
ENDED = EventKind(
    name="referral_place.ended",
    body=m.PlaceEnded,
    of=PLACE,
    decide=lambda now, body, ruling: places.end(now, body.last, body.reason, ruling),
    roles=_OFFICES,
    note=lambda body: body.reason,
)


def publish_catalogue(uow: UnitOfWork, command: m.PublishCatalogue) -> ReferralCatalogue:
    """Publish a version."""
    return uow.emit(PUBLISHED, uow.ids.new(), m.CataloguePublished(wanted=command.wanted))


def withdraw_catalogue(uow: UnitOfWork, command: m.WithdrawCatalogue) -> ReferralCatalogue:
    """Take back a version whose day has not come."""
    return uow.emit(WITHDRAWN, command.catalogue, m.CatalogueWithdrawn(reason=command.reason))


def sign_place(uow: UnitOfWork, command: m.SignPlace) -> Place:
    """Write down a designated place."""
    return uow.emit(SIGNED, command.place or uow.ids.new(), m.PlaceSigned(agreed=command.agreed))


def end_place(uow: UnitOfWork, command: m.EndPlace) -> Place:
    """End an agreement before its day."""
    return uow.emit(ENDED, command.place, m.PlaceEnded(last=command.last, reason=command.reason))


SLICE = Slice(
    records=(CATALOGUE, PLACE),
    events=(PUBLISHED, WITHDRAWN, SIGNED, ENDED),
    commands=(
        CommandKind(command=m.PublishCatalogue, handle=publish_catalogue, roles=PUBLISHERS),
        CommandKind(command=m.WithdrawCatalogue, handle=withdraw_catalogue, roles=PUBLISHERS),
        CommandKind(command=m.SignPlace, handle=sign_place, roles=_OFFICES),
        CommandKind(command=m.EndPlace, handle=end_place, roles=_OFFICES),
    ),
)
