"""What is settled of somebody, as it is written: group, skills, who teaches them, the week, who stays apart."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import ClassVar

from msgspec import to_builtins

from yigongti_desktop.capabilities.staffing.messages.settings import SettlePerson
from yigongti_desktop.capabilities.staffing.model.settings import FIELDS
from yigongti_desktop.capabilities.staffing.model.settings import GROUPS
from yigongti_desktop.capabilities.staffing.model.settings import KIND
from yigongti_desktop.capabilities.staffing.model.settings import WEEK
from yigongti_desktop.capabilities.staffing.store.settings import PersonRow
from yigongti_desktop.capabilities.staffing.ui.setting_words import OFF
from yigongti_desktop.capabilities.staffing.ui.setting_words import WEEKDAYS
from yigongti_desktop.capabilities.staffing.ui.setting_words import read_codes
from yigongti_desktop.capabilities.staffing.ui.setting_words import say_codes
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.model.staff.person import Staff

_WIDTH, _LABEL, _LONGEST = 900, 84, 12
_APART = 2


class PersonForm(KeptForm):
    """The fields of somebody."""

    kind = KIND
    fault_fields: ClassVar[Mapping[str, str]] = {
        "skill": "skills",
        "skills_many": "skills",
        "setting_self": "partner",
        "pattern_duty": "day0",
        "pattern_days": "day0",
    }

    def __init__(self, desk: Desk, row: PersonRow, others: Sequence[Staff], codes: Sequence[str]) -> None:
        self.row = row
        self._codes = frozenset(codes)
        known = {one.id for one in others}
        people = [Option(one.id, one.name) for one in others]
        named = [row.setting.partner, *row.setting.apart]
        words = dict(zip(named, (row.partner, *row.apart), strict=True))
        people += [Option(one, words[one]) for one in named if one and one not in known]
        super().__init__(desk, KIND, self._sections(people, codes), row.setting.id, label_width=_LABEL)
        self.set_out(_WIDTH)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show what is settled, or what was kept."""
        self.form.clear_faults()
        setting = self.row.setting
        shown: dict[str, Any] = {
            "group": setting.group,
            "skills": "、".join(setting.skills),
            "partner": setting.partner,
            "is_out": setting.is_out,
        }
        shown |= {f"day{place}": "" for place in range(WEEK)}
        shown |= {f"day{place}": say_codes(codes) for place, codes in enumerate(setting.pattern)}
        shown |= {f"apart{place}": one for place, one in enumerate((*setting.apart, "", "")[:_APART])}
        self.form.fill(shown)
        if draft:
            self.form.fill(draft)
        if not self.end_beginning(draft):
            self.form.go_to("group")

    def command(self) -> Any | None:
        """Return the command; None when nothing was changed."""
        values, setting = self.form.values(), self.row.setting
        week = tuple(read_codes(values[f"day{place}"]) for place in range(WEEK))
        apart = {values[f"apart{place}"] for place in range(_APART)} - {""}
        skills = (word for word in values["skills"].replace("，", "、").replace(",", "、").split("、") if word.strip())
        wanted = {
            "group": values["group"],
            "skills": tuple(dict.fromkeys(word.strip() for word in skills)),
            "partner": values["partner"],
            "pattern": week if any(week) else (),
            "apart": tuple(sorted(apart | set(setting.apart[_APART:]))),
            "is_out": values["is_out"],
        }
        before, after = to_builtins(setting), to_builtins(wanted)
        changes = {field: (before[field], after[field]) for field in FIELDS if before[field] != after[field]}
        return SettlePerson(person=setting.person, changes=changes) if changes else None

    def _sections(self, people: Sequence[Option], codes: Sequence[str]) -> tuple[Section, ...]:
        groups = [Option(group, group) for group in GROUPS]
        days = [
            Field(name=f"day{place}", label=f"周{WEEKDAYS[place]}", placeholder="不固定可空着", check=self._check_codes)
            for place in range(WEEK)
        ]
        offered = "、".join(codes) or "（本单位还没有班次）"
        days[-1] = Field(
            name=days[-1].name,
            label=days[-1].label,
            placeholder="不固定可空着",
            check=self._check_codes,
            note=f"写代号：{offered}；休息写「{OFF}」；几个都行的写 白/急。",
        )
        named = "、".join(self.row.named_by)
        apart = [
            Field(
                name=f"apart{place}",
                label="不同值" if not place else "还有",
                kind=PICK,
                options=people,
                placeholder="没有可空着",
                note=f"{named}已经写了和此人不同值。" if named and not place else "",
            )
            for place in range(_APART)
        ]
        return (
            Section(
                "",
                (
                    (
                        Field(
                            name="group",
                            label="分组",
                            kind=PICK,
                            options=groups,
                            is_free=True,
                            placeholder="选一个，或自己写",
                        ),
                        Field(name="is_out", label="不参加排班", kind=CHECK),
                    ),
                    (
                        Field(name="skills", label="资质", placeholder="急救、B超、放射", check=_check_skills),
                        Field(
                            name="partner",
                            label="带教人",
                            kind=PICK,
                            options=people,
                            placeholder="没有可空着",
                        ),
                    ),
                    tuple(apart),
                ),
            ),
            Section("每周固定班", (tuple(days[0:2]), tuple(days[2:4]), tuple(days[4:6]), (days[6],))),
        )

    def _check_codes(self, typed: str) -> str:
        kept = {code for codes in self.row.setting.pattern for code in codes}
        unknown = [code for code in read_codes(typed) if code and code not in self._codes | kept]
        return f"没有代号「{unknown[0]}」的班次。请写本单位的代号，休息写「{OFF}」。" if unknown else ""


def _check_skills(typed: str) -> str:
    longest = max((word.strip() for word in typed.replace("，", "、").split("、")), key=len, default="")
    return f"「{longest}」太长，一项最多 {_LONGEST} 个字。请分开写。" if len(longest) > _LONGEST else ""
