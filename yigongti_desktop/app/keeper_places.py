"""What a hub's keeper does with institutions, townships and communities."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yigongti_desktop.app.hub import Hub
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.institution import Community
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.registry.model.institution import Membership
from yigongti_desktop.registry.model.institution import moved
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading


class PlacesKeeper:
    """Keeps the places of one open hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def institutions(self) -> list[Institution]:
        """Return all institutions."""
        with reading(self._hub.engine) as connection:
            return store.everything(connection, store.INSTITUTION)

    def communities(self) -> list[Community]:
        """Return all communities."""
        with reading(self._hub.engine) as connection:
            return store.everything(connection, store.COMMUNITY)

    def institution(self, named: str) -> Institution:
        """Return an institution by id, name, added name or short name.

        Raises:
            Refused: institution_unknown, institution_ambiguous.
        """
        fits = [one for one in self.institutions() if named in {one.id, one.name, one.added_name, one.place} - {""}]
        if not fits:
            raise Refused("institution_unknown", named=named)
        if len(fits) > 1:
            raise Refused("institution_ambiguous", named=named)
        return fits[0]

    def add_institution(self, name: str, place: str, kind: InstitutionKind, township: str) -> Institution:
        """Register an institution; its community follows from its township (ORG-23, ORG-24).

        Raises:
            Refused: field_empty, township_unknown, institution_exists.
        """
        name, place, today = clean_line(name), clean_line(place), day(self._hub.clock.now())
        if not name or not place:
            raise Refused("field_empty", field="place" if name else "institution")
        with reading(self._hub.engine) as connection:
            area = records.load(connection, store.TOWNSHIP, township)
            county = store.the_county(connection)
        if area is None or county is None:
            raise Refused("township_unknown", township=township)
        for one in self.institutions():
            if one.name == name or one.place == place:
                raise Refused("institution_exists", institution=one.id)
        made = Institution(
            id=f"{county.slug}.{self._hub.ids.new()}",
            name=name,
            place=place,
            kind=kind,
            township=township,
            memberships=(Membership(community=area.community_on(today), since=today),),
        )
        self._hub.counter.publish({store.INSTITUTION.name: [made]})
        return made

    def move_institution(self, named: str, community: str, since: date | None = None) -> Institution:
        """Let an institution belong to another community from a day on, today if none is given (ORG-25).

        Raises:
            Refused: institution_unknown, community_unknown, community_lead, membership_same, membership_earlier.
        """
        unit, today = self.institution(named), day(self._hub.clock.now())
        target = self.community(community)
        self._need_no_leads([unit])
        after = moved(unit, target.id, since or today, today)
        self._hub.counter.publish({store.INSTITUTION.name: [after]})
        return after

    def move_township(self, code: str, community: str, since: date | None = None) -> list[Institution]:
        """Let a township with all its units belong to another community from a day on (ORG-23, ORG-25).

        Raises:
            Refused: township_unknown, community_unknown, community_lead, membership_same, membership_earlier.
        """
        today = day(self._hub.clock.now())
        target = self.community(community)
        with reading(self._hub.engine) as connection:
            area = records.load(connection, store.TOWNSHIP, code)
        if area is None:
            raise Refused("township_unknown", township=code)
        begins = since or today
        units = [one for one in self.institutions() if one.township == code and one.community_on(begins) != target.id]
        self._need_no_leads(units)
        placed = [moved(unit, target.id, begins, today) for unit in units]
        area = moved(area, target.id, begins, today)
        self._hub.counter.publish({store.TOWNSHIP.name: [area], store.INSTITUTION.name: [*placed]})
        return placed

    def leads(self) -> set[str]:
        """Return the ids of the lead hospitals."""
        return {one.lead for one in self.communities()}

    def _need_no_leads(self, units: Iterable[Institution]) -> None:
        leads = self.leads()
        for unit in units:
            if unit.id in leads:
                raise Refused("community_lead", institution=unit.id)

    def community(self, named: str) -> Community:
        """Return a community by id or name.

        Raises:
            Refused: community_unknown.
        """
        for one in self.communities():
            if named in {one.id, one.name}:
                return one
        raise Refused("community_unknown", community=named, known=[one.id for one in self.communities()])
