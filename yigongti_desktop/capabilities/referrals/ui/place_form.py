"""登记定点机构: what stands in a signed agreement of referral (REF-17, REF-30)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.referrals.messages.catalogues import SignPlace
from yigongti_desktop.capabilities.referrals.model.places import Agreed
from yigongti_desktop.capabilities.referrals.model.places import Place
from yigongti_desktop.capabilities.referrals.model.places import PlaceKind
from yigongti_desktop.capabilities.referrals.store.places import PLACE
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import PLACE_KINDS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import reads
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.store import Seat

_WIDTH, _HEIGHT, _MONTHS, _LONGEST = 760, 330, 12, 120
_BETWEEN = re.compile(r"[、，,；;\s]+")
_FAULT_FIELDS = {"institution_unknown": "name", "institution_not_working": "name", "not_holder": "name"}


class PlaceForm(KeptForm):
    """The fields of a place; one that is not of this county is written by its name."""

    kind = PLACE.name
    days = ("since", "until")
    picks = ("name",)
    fault_fields = _FAULT_FIELDS

    def __init__(self, desk: Desk, seat: Seat, place: Place | None) -> None:
        self._known = {one.id: one.name for one in seat.hospitals}
        self._place = place
        super().__init__(desk, "referral_place", _sections(desk, self._known), place.id if place else "")
        self.set_out(_WIDTH, _HEIGHT)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, a place whose agreement is signed anew, or what was kept."""
        self.form.clear_faults()
        today = day(self.desk.now())
        usual: dict[str, Any] = {
            "kind": PlaceKind.HOSPITAL.value,
            "name": None,
            "since": today,
            "until": months_after(today, _MONTHS) - timedelta(days=1),
            "outside": False,
        }
        if self._place is not None:
            agreed = self._place.agreed
            usual = {
                "kind": agreed.kind.value,
                "name": Option(agreed.institution, agreed.name) if agreed.institution else agreed.name,
                "outside": agreed.outside,
                "number": agreed.number,
                "since": agreed.since,
                "until": agreed.until,
                "contact": agreed.contact,
                "phone": agreed.phone,
                "departments": "、".join(agreed.departments),
                "address": agreed.address,
            }
        self.form.fill(dict.fromkeys(self.form.names, "") | usual)
        if draft:
            self.form.fill(self.thawed(draft))
        if not self.end_beginning(draft):
            self.form.go_to("number" if self._place else "name")

    def command(self) -> SignPlace:
        """Return the command for what stands here, once it is checked."""
        values = self.form.values()
        name = str(values["name"]).strip()
        return SignPlace(
            place=self.record,
            agreed=Agreed(
                kind=PlaceKind(values["kind"]),
                institution=name if name in self._known else "",
                name="" if name in self._known else name,
                outside=values["outside"],
                number=values["number"],
                since=values["since"],
                until=values["until"],
                contact=values["contact"],
                phone=values["phone"],
                departments=tuple(one for one in _BETWEEN.split(values["departments"]) if one),
                address=values["address"],
            ),
        )


def _sections(desk: Desk, known: Mapping[str, str]) -> tuple[Section, ...]:
    kinds = [Option(one.value, PLACE_KINDS[one.value]) for one in PlaceKind]
    names = [Option(key, name) for key, name in known.items()]
    rows: tuple[tuple[Field, ...], ...] = (
        (
            Field(name="name", label="机构", kind=PICK, options=names, is_free=True, is_needed=True, most=_LONGEST),
            Field(name="kind", label="类别", kind=PICK, options=kinds, is_needed=True),
        ),
        (
            Field(name="contact", label="联系人", is_needed=True, most=_LONGEST),
            Field(name="phone", label="联系电话", is_needed=True, check=reads(desk, read_phone), most=24),
        ),
        (
            Field(name="number", label="协议编号", most=_LONGEST),
            Field(name="outside", label="", kind=CHECK, placeholder="市域外，转之前要审批"),
        ),
        (
            Field(name="since", label="协议起", kind=DATE, is_needed=True),
            Field(name="until", label="协议止", kind=DATE, is_needed=True),
        ),
        (
            Field(name="departments", label="科室", most=_LONGEST, placeholder="心血管内科、肿瘤科"),
            Field(name="address", label="地址", most=_LONGEST),
        ),
    )
    return (Section("", rows),)
