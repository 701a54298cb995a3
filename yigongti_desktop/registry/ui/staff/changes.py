"""What changes in somebody's working life, each asked for in the panel: title, licence, place, employment, and so on.

A change says what holds from a day on; what held until then ends on the day before.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.messages import LetStaffGo
from yigongti_desktop.registry.model.staff.messages import LinkAccount
from yigongti_desktop.registry.model.staff.messages import NoteStaff
from yigongti_desktop.registry.model.staff.messages import WithdrawPart
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.ui.staff import fields
from yigongti_desktop.registry.ui.staff import words

#: What can change, in the order of how often it does.
WHATS = {
    "licence": "证照",
    "title": "职称",
    "place": "岗位",
    "contract": "合同",
    "period": "孕哺期",
    "post": "编制",
    "account": "账号",
    "withdraw": "撤销一条",
    "leave": "离职",
}
_LEAVING = ("退休", "辞职", "调出医共体", "合同到期不续", "去世")
_MISTAKES = ("写错了", "重复登记", "没有发生")
_NONE = Option("", "不关联")
#: How a day that is still to come is written.
_A_DAY = "2030-12-31"


def which() -> Field:
    """Return the field that asks what changes."""
    options = [Option(key, title) for key, title in WHATS.items()]
    return Field(name="what", label="登记什么", kind=PICK, options=options, is_needed=True, placeholder="选一种")


class Changes:
    """The questions about one person."""

    def __init__(
        self,
        staff: Staff,
        today: date,
        units: Sequence[Institution],
        departments: Sequence[str],
        people: Sequence[Account],
    ) -> None:
        self._staff, self._today = staff, today
        self._units = [Option(one.id, one.name) for one in units]
        self._names = {one.id: one.name for one in units}
        self._departments = [Option(one, one) for one in departments]
        self._people = [_NONE, *(Option(one.id, one.name, lead=one.login, detail=one.title) for one in people)]

    def ask(self, what: str) -> Ask:
        """Return what a change asks for."""
        asks: dict[str, Callable[[], Ask]] = {
            "title": self._title,
            "licence": self._licence,
            "place": self._place,
            "post": self._post,
            "period": self._period,
            "contract": self._contract,
            "account": self._account,
            "withdraw": self._withdraw,
            "leave": self._leave,
        }
        return asks[what]()

    def seen(self, part: Part) -> NoteStaff:
        """Return the command that lays a part over what is seen here."""
        return NoteStaff(staff=self._staff.id, part=part, seen=self._staff.like(part))

    def _title(self) -> Ask:
        def command(values: Mapping[str, Any]) -> NoteStaff:
            return self.seen(Title(since=values["since"], level=Level(values["level"]), name=values["name"]))

        return Ask(
            title="新的职称",
            verb="登记",
            sections=only(
                Field(
                    name="name", label="职称", kind=PICK, options=fields.titles(), is_free=True, placeholder="主治医师"
                ),
                Field(name="level", label="级别", kind=PICK, options=fields.levels(), is_needed=True),
                self._since("取得或聘任的日期"),
            ),
            command=command,
        )

    def _licence(self) -> Ask:
        def command(values: Mapping[str, Any]) -> NoteStaff:
            return self.seen(
                Licence(
                    since=values["since"],
                    until=values["until"],
                    kind=LicenceKind(values["kind"]),
                    number=values["number"],
                    category=Category(values["category"]),
                    scope=values["scope"],
                    name=values["licence_name"],
                )
            )

        return Ask(
            title="新的证照，或换证",
            verb="登记",
            sections=only(*fields.licence_fields(), self._since("发证日期"), _until("有效期至")),
            command=command,
        )

    def _place(self) -> Ask:
        def command(values: Mapping[str, Any]) -> NoteStaff:
            place = Place(
                since=values["since"],
                until=values["until"],
                unit=values["unit"],
                department=values["department"],
                village=values["village"],
                mode=Mode(values["mode"]),
                approval=values["approval"],
            )
            return self.seen(place)

        modes = [Option(mode.value, words.MODES.get(mode.value, "在本单位")) for mode in Mode]
        return Ask(
            title="到哪里工作",
            verb="登记",
            sections=only(
                Field(name="unit", label="工作单位", kind=PICK, options=self._units, is_needed=True),
                Field(name="department", label="科室", kind=PICK, options=self._departments, is_free=True),
                Field(name="mode", label="方式", kind=PICK, options=modes, placeholder="在本单位可空着"),
                self._since(""),
                _until("到哪天", "到期后自动回编制单位；空着就是一直"),
                Field(name="village", label="服务村", most=words.LONGEST),
                Field(name="approval", label="批准文号", most=words.LONGEST, note="从卫生院到牵头医院要有"),
            ),
            command=command,
        )

    def _post(self) -> Ask:
        def command(values: Mapping[str, Any]) -> NoteStaff:
            post = Post(
                since=values["since"],
                home=values["home"],
                establishment=Establishment(values["establishment"]),
                approval=values["approval"],
            )
            return self.seen(post)

        return Ask(
            title="编制所在单位和性质",
            verb="登记",
            sections=only(
                Field(name="home", label="编制单位", kind=PICK, options=self._units, is_needed=True),
                Field(name="establishment", label="性质", kind=PICK, options=fields.establishments(), is_needed=True),
                self._since(""),
                Field(name="approval", label="批准文号", most=words.LONGEST),
            ),
            command=command,
        )

    def _period(self) -> Ask:
        def command(values: Mapping[str, Any]) -> NoteStaff:
            kind = PeriodKind(values["kind"])
            since = values["child"] if kind is PeriodKind.NURSING else self._today
            return self.seen(Period(since=min(since, values["child"]), until=None, kind=kind, child=values["child"]))

        kinds = [Option(kind.value, words.PERIODS[kind.value]) for kind in PeriodKind]
        return Ask(
            title="孕期或哺乳期",
            verb="登记",
            sections=only(
                Field(name="kind", label="登记", kind=CHIPS, options=kinds, is_needed=True),
                Field(
                    name="child",
                    label="日期",
                    kind=DATE,
                    is_needed=True,
                    placeholder=self._today.isoformat(),
                    note="孕期填预产期，哺乳期填孩子的出生日期；怀孕 7 个月起和孩子满 1 岁前不排夜班、不加班",
                ),
            ),
            command=command,
        )

    def _contract(self) -> Ask:
        def command(values: Mapping[str, Any]) -> NoteStaff:
            return self.seen(Contract(since=values["since"], until=values["until"], number=values["number"]))

        return Ask(
            title="新签或续签的合同",
            verb="登记",
            sections=only(
                Field(name="number", label="合同编号", most=words.LONGEST),
                self._since("合同第一天"),
                _until("到哪天", "空着就是无固定期限"),
            ),
            command=command,
        )

    def _account(self) -> Ask:
        def command(values: Mapping[str, Any]) -> LinkAccount:
            return LinkAccount(staff=self._staff.id, account=values["account"], seen=self._staff.account)

        return Ask(
            title="这个人用哪个账号登录",
            verb="关联",
            sections=only(
                Field(name="account", label="账号", kind=PICK, options=self._people, placeholder="本单位的账号")
            ),
            command=command,
        )

    def _withdraw(self) -> Ask:
        parts = words.parts_of(self._staff)

        def command(values: Mapping[str, Any]) -> WithdrawPart:
            return WithdrawPart(staff=self._staff.id, part=parts[int(values["part"])], reason=values["reason"])

        options = [
            Option(str(place), words.say_short(part, self._names), right=words.say_days(part))
            for place, part in enumerate(parts)
        ]
        return Ask(
            title="撤销写错的一条",
            verb="撤销",
            sections=only(
                Field(name="part", label="哪一条", kind=PICK, options=options, is_needed=True),
                reason(_MISTAKES),
            ),
            command=command,
            is_danger=True,
        )

    def _leave(self) -> Ask:
        def command(values: Mapping[str, Any]) -> LetStaffGo:
            return LetStaffGo(staff=self._staff.id, until=values["until"], reason=values["reason"])

        last = Field(name="until", label="最后一天", kind=DATE, is_needed=True, placeholder=self._today.isoformat())
        return Ask(
            title="离职后，编制、岗位和合同都到这一天为止",
            verb="离职",
            sections=only(last, reason(_LEAVING)),
            command=command,
            is_danger=True,
        )

    def _since(self, note: str) -> Field:
        shown = self._today.isoformat()
        return Field(name="since", label="从哪天起", kind=DATE, is_needed=True, placeholder=shown, note=note)


def _until(label: str, note: str = "") -> Field:
    return Field(name="until", label=label, kind=DATE, placeholder=_A_DAY, note=note or "长期有效可空着")
