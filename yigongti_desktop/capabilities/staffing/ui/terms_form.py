"""The terms of a doctor as they are written: where they live, where and when not, with whom not at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import ClassVar

from msgspec import to_builtins

from yigongti_desktop.capabilities.staffing.messages.posting_terms import SettleTerms
from yigongti_desktop.capabilities.staffing.model.posting_terms import TERMS
from yigongti_desktop.capabilities.staffing.model.posting_terms import TERMS_FIELDS
from yigongti_desktop.capabilities.staffing.service.posting_terms import TermsRow
from yigongti_desktop.capabilities.staffing.service.posting_terms import UnitWay
from yigongti_desktop.capabilities.staffing.ui.terms_words import read_months
from yigongti_desktop.capabilities.staffing.ui.terms_words import say_months
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.model.staff.person import Staff

_WIDTH, _LABEL = 900, 96
#: Units that can be named in the form; more that stand in the record stay.
_BARRED = 4


class TermsForm(KeptForm):
    """The fields of somebody."""

    kind = TERMS
    fault_fields: ClassVar[Mapping[str, str]] = {
        "terms_month": "away",
        "terms_many": "away",
        "terms_self": "apart",
        "terms_not_ours": "apart",
    }

    def __init__(self, desk: Desk, row: TermsRow, others: Sequence[Staff], units: Sequence[UnitWay]) -> None:
        self.row = row
        terms = row.terms
        places = _named(
            [Option(one.unit, one.name) for one in units], (terms.near, *terms.barred), (row.near, *row.barred)
        )
        people = _named([Option(one.id, one.name) for one in others], (terms.apart,), (row.apart,))
        super().__init__(desk, TERMS, self._sections(places, people), terms.id, label_width=_LABEL)
        self.set_out(_WIDTH)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show what is settled, or what was kept."""
        self.form.clear_faults()
        terms = self.row.terms
        shown: dict[str, Any] = {"near": terms.near, "away": say_months(terms.away), "apart": terms.apart}
        barred = (*terms.barred, *("",) * _BARRED)[:_BARRED]
        shown |= {f"barred{place}": one for place, one in enumerate(barred)}
        self.form.fill(shown)
        if draft:
            self.form.fill(draft)
        if not self.end_beginning(draft):
            self.form.go_to("near")

    def command(self) -> Any | None:
        """Return the command; None when nothing was changed."""
        values, terms = self.form.values(), self.row.terms
        barred = {values[f"barred{place}"] for place in range(_BARRED)} - {""}
        wanted = {
            "near": values["near"],
            "barred": tuple(sorted(barred | set(terms.barred[_BARRED:]))),
            "away": read_months(values["away"]) or (),
            "apart": values["apart"],
        }
        before, after = to_builtins(terms), to_builtins(wanted)
        changes = {field: (before[field], after[field]) for field in TERMS_FIELDS if before[field] != after[field]}
        return SettleTerms(person=terms.person, changes=changes) if changes else None

    def _sections(self, places: Sequence[Option], people: Sequence[Option]) -> tuple[Section, ...]:
        named = "、".join(self.row.named_by)
        barred = [
            Field(
                name=f"barred{place}",
                label="不宜派往" if not place else "还有",
                kind=PICK,
                options=places,
                placeholder="没有可空着",
            )
            for place in range(_BARRED)
        ]
        return (
            Section(
                "",
                (
                    (
                        Field(
                            name="near",
                            label="住在附近",
                            kind=PICK,
                            options=places,
                            placeholder="住在哪个单位附近；住城里或不清楚可空着",
                            is_wide=True,
                        ),
                    ),
                    tuple(barred[:2]),
                    tuple(barred[2:]),
                    (
                        Field(
                            name="away",
                            label="不能派的月份",
                            placeholder="2027-03—2027-06、2028-01",
                            check=_check_months,
                            is_wide=True,
                            note="孕期、哺乳期在「人员」里登记，请假在「请假」里，不用再写。",
                        ),
                    ),
                    (
                        Field(
                            name="apart",
                            label="不同时派",
                            kind=PICK,
                            options=people,
                            placeholder="没有可空着",
                            note=f"{named}已经写了和此人不同时派。" if named else "两人写一个人的就行。",
                            is_wide=True,
                        ),
                    ),
                ),
            ),
        )


def _named(options: list[Option], ids: Sequence[str], names: Sequence[str]) -> list[Option]:
    """Return the options, with those of the record that are not among them; near may be empty and has no name."""
    known = {one.key for one in options}
    words = dict(zip(ids, names, strict=True))
    return [*options, *(Option(one, name) for one, name in words.items() if one and one not in known)]


def _check_months(typed: str) -> str:
    return (
        "" if read_months(typed) is not None else "月份看不懂。请写年和月，连着的写起止，如 2027-03—2027-06、2028-01。"
    )
