"""家庭医生签约服务协议书 on A4 in two copies: parties, team 1+1+1, packages, price, term, duties, consent, signatures.

It says what 国卫基层发〔2018〕35号 and, for its term, 国卫基层发〔2022〕10号 want (FDC-09, FDC-10, FDC-14, FDC-15).
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date

import msgspec

from yigongti_desktop.capabilities.contracts.model.contract import Agreement
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Taken
from yigongti_desktop.capabilities.contracts.model.contract import Way
from yigongti_desktop.capabilities.contracts.model.months import last_of
from yigongti_desktop.capabilities.contracts.model.offering import bill
from yigongti_desktop.capabilities.contracts.model.offering import together
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.terms import LEAST_YEARS
from yigongti_desktop.capabilities.contracts.model.terms import MOST_YEARS
from yigongti_desktop.capabilities.contracts.model.texts import Texts
from yigongti_desktop.capabilities.contracts.printing.flow import LEFT
from yigongti_desktop.capabilities.contracts.printing.flow import ROOM
from yigongti_desktop.capabilities.contracts.printing.flow import Flow
from yigongti_desktop.capabilities.contracts.printing.flow import broken
from yigongti_desktop.capabilities.contracts.printing.words import EVIDENCE
from yigongti_desktop.capabilities.contracts.printing.words import LEVELS
from yigongti_desktop.capabilities.contracts.printing.words import PARTS
from yigongti_desktop.capabilities.contracts.printing.words import how_often
from yigongti_desktop.capabilities.contracts.printing.words import yuan_words
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.money import capital
from yigongti_desktop.kernel.money import yuan

_TITLE = "家庭医生签约服务协议书"
_COPIES = ("甲方（居民）留存", "乙方（签约机构）留存")
#: Said in the place of a signature that was drawn at another desk and has not come here yet.
_NOT_HERE = "已在屏幕上手签，签名图存于系统"
#: Room for a signature that was drawn on the screen, in points.
_DRAWN_WIDE, _DRAWN_HIGH = 44 * MM, 13 * MM
#: Room for who signs, before the rule; and what stands for a day that is written by hand.
_WORDS_WIDE = 78 * MM
_UNDATED = "年　　月　　日"
_SEX = {Sex.MALE: "男", Sex.FEMALE: "女"}
_MEMBERS = (
    Column("姓名", 24 * MM),
    Column("性别", 11 * MM, "center"),
    Column("出生日期", 22 * MM, "center"),
    Column("关系", 16 * MM, "center"),
    Column("证件号码", 38 * MM),
    Column("服务包", 36 * MM),
    Column("个人（元/年）", 23 * MM, "right"),
)
_TEAM = (
    Column("姓名", 30 * MM),
    Column("级别", 20 * MM, "center"),
    Column("分工", 46 * MM),
    Column("职称", 34 * MM),
    Column("电话", 40 * MM),
)
_ITEMS = (
    Column("服务包", 36 * MM),
    Column("服务项目", 48 * MM),
    Column("频次", 44 * MM),
    Column("佐证、要求", 42 * MM),
)
_PRICES = (
    Column("服务包", 50 * MM),
    Column("人数", 14 * MM, "right"),
    Column("价格（元/人年）", 28 * MM, "right"),
    Column("财政", 26 * MM, "right"),
    Column("医保", 26 * MM, "right"),
    Column("个人", 26 * MM, "right"),
)


class Whom(msgspec.Struct, frozen=True, kw_only=True):
    """What the paper says of a resident beside the contract."""

    id_number: str = ""
    phone: str = ""
    address: str = ""
    #: What they are to the head of the household, in words.
    relation: str = ""


class Paperwork(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the paper of one agreement."""

    number: str
    #: Everybody whom it binds, and by their residents' ids what else is known of each.
    contracts: tuple[Contract, ...]
    whom: Mapping[str, Whom]
    #: Members of the team on the day of signing.
    team: tuple[Member, ...]
    unit_address: str = ""
    unit_phone: str = ""
    texts: Texts
    #: Signatures that were drawn on the screen and are here, as pictures, by the agreements' ids of them.
    signatures: Mapping[str, bytes] = {}

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """Return the agreement as each of them has it."""
        return tuple(next(its for its in one.agreements if its.number == self.number) for one in self.contracts)


def agreement_form(work: Paperwork) -> bytes:
    """Return the agreement in two copies, each counted by itself."""
    fonts.load()
    named = f"{_TITLE} {work.number}"
    feet = [f"医共体工作台　{named}　{copy}" for copy in _COPIES]
    paper = Paper(title=named, foot=feet[0])
    for place, copy in enumerate(_COPIES):
        if place:
            paper.new_copy(feet[place])
        _copy(Flow(paper=paper, head=f"{named}　{copy}", y=0), work, copy)
    return paper.bytes()


def _copy(flow: Flow, work: Paperwork, copy: str) -> None:
    flow.paper.text(WIDTH / 2, 24 * MM, _TITLE, size=17, bold=True, align="center")
    flow.paper.text(LEFT, 33 * MM, f"协议编号：{work.number}", size=10)
    flow.paper.text(LEFT + ROOM, 33 * MM, f"一式两份　{copy}", size=10, align="right")
    flow.paper.rule(LEFT, LEFT + ROOM, 35.5 * MM)
    flow.y = 42 * MM
    its = work.agreements[0]
    _parties(flow, work, its)
    _team(flow, work, its)
    _packages(flow, work)
    _prices(flow, work, its)
    flow.heading("四、服务期限")
    years = f"，共 {many} 年" if (many := _years(its)) else ""
    flow.paragraph(f"自 {_day(its.since)} 起至 {_day(its.until)} 止，含首尾两日{years}。")
    if its.renews:
        flow.paragraph(f"本协议接续协议 {its.renews}。")
    texts = work.texts
    for heading, words in (
        ("五、服务内容和方式", texts.service),
        ("六、双方的权利", texts.rights),
        ("七、双方的义务", texts.duties),
        ("八、保密和个人信息", texts.privacy),
        ("九、变更、续签、解除和终止", texts.change),
        (f"十、{texts.consent_name}", texts.consent),
    ):
        flow.heading(heading)
        flow.paragraph(words)
    flow.heading("十一、签署")
    flow.paragraph("本协议一式两份，甲乙双方各执一份，自双方签字、乙方盖章之日起成立，按第四条的期限生效。")
    _signatures(flow, work, its)


def _parties(flow: Flow, work: Paperwork, its: Agreement) -> None:
    first = work.contracts[0]
    whom = work.whom.get(first.resident, Whom())
    if len(work.contracts) == 1:
        flow.pairs(
            [f"甲方（居民）：{first.name}", f"出生日期：{_day(first.birth)}", f"联系电话：{whom.phone}"],
            [f"性别：{_SEX.get(first.sex, '')}", f"证件号码：{whom.id_number}", f"村组：{first.village}"],
        )
    else:
        names = "、".join(one.name for one in work.contracts)
        flow.paragraph(f"甲方（家庭）：{names}　共 {len(work.contracts)} 人")
        phones = list(dict.fromkeys(found.phone for found in work.whom.values() if found.phone))
        flow.pairs([f"联系电话：{'、'.join(phones)}"], [f"村组：{first.village}"])
    if whom.address:
        flow.paragraph(f"住址：{whom.address}")
    flow.pairs(
        [f"乙方（签约机构）：{its.institution_name}", f"家庭医生团队：{its.team_name}"],
        [f"联系电话：{work.unit_phone}", f"家庭医生：{its.doctor}"],
    )
    if work.unit_address:
        flow.paragraph(f"机构地址：{work.unit_address}")
    if len(work.contracts) > 1:
        flow.y += 4 * MM
        flow.table(_MEMBERS, [_member(one, agreed, work) for one, agreed in _each(work)])


def _member(one: Contract, its: Agreement, work: Paperwork) -> list[str]:
    whom = work.whom.get(one.resident, Whom())
    packages = "、".join(taken.name for taken in its.packages)
    own = yuan(bill(its.packages).personal)
    return [one.name, _SEX.get(one.sex, ""), one.birth.isoformat(), whom.relation, whom.id_number, packages, own]


def _team(flow: Flow, work: Paperwork, its: Agreement) -> None:
    flow.heading("一、家庭医生团队")
    if not work.team:
        flow.paragraph(f"{its.team_name}，家庭医生 {its.doctor}。")
        return
    flow.y += 2 * MM
    rows = [[one.name, LEVELS[one.level.value], PARTS[one.part.value], one.title, one.phone] for one in work.team]
    flow.table(_TEAM, rows)


def _packages(flow: Flow, work: Paperwork) -> None:
    flow.heading("二、服务包和项目")
    flow.y += 2 * MM
    rows = []
    for taken in _taken(work):
        for item in taken.items:
            proof = "、".join(EVIDENCE[one.value] for one in item.evidence)
            name = f"{taken.name}（{taken.year}）"
            said = "；".join(part for part in (proof, item.note) if part)
            rows.append([name, item.name, how_often(item.rhythm), said])
    flow.table(_ITEMS, rows)


def _prices(flow: Flow, work: Paperwork, its: Agreement) -> None:
    flow.heading("三、费用和分摊")
    flow.y += 2 * MM
    everybody = [taken for agreed in work.agreements for taken in agreed.packages]
    rows = []
    for taken in _taken(work):
        people = sum(one == taken for one in everybody)
        shares = [taken.finance_fen, taken.insurance_fen, taken.self_fen]
        rows.append([taken.name, str(people), yuan(taken.price_fen), *(yuan(people * fen) for fen in shares)])
    total = together([bill(agreed.packages) for agreed in work.agreements])
    rows.append(
        ["合计（元/年）", "", yuan(total.total), yuan(total.finance), yuan(total.insurance), yuan(total.personal)]
    )
    flow.table(_PRICES, rows)
    flow.paragraph(f"每年合计 {yuan(total.total)} 元，人民币{capital(total.total)}。")
    own = f"其中个人每年负担 {yuan(total.personal)} 元，人民币{capital(total.personal)}"
    years = _years(its)
    if years > 1 and total.personal:
        own += (
            f"；协议期 {years} 年个人共负担 {yuan(years * total.personal)} 元，人民币{capital(years * total.personal)}"
        )
    flow.paragraph(f"{own}。" if total.personal else f"个人负担：{yuan_words(0)}。")


def _signatures(flow: Flow, work: Paperwork, its: Agreement) -> None:
    """Set the places to sign: of each who signs for themselves or for another, of the doctor, of the unit."""
    flow.y += 4 * MM
    flow.need(10 * MM * (len(work.contracts) + 2))
    for one, agreed in _each(work):
        who = f"（{agreed.signer} 代签，{agreed.signer_relation}）" if agreed.signer else ""
        drawn = work.signatures.get(agreed.signature, b"") if agreed.way is Way.SCREEN else b""
        flow.need(_DRAWN_HIGH + 4 * MM if drawn else 10 * MM)
        flow.y += _DRAWN_HIGH - 8 * MM if drawn else 0
        x = _place_to_sign(flow, f"甲方 {one.name}{who} 签名：", _signed_on(agreed)) + 2 * MM
        if drawn:
            flow.paper.picture(x, flow.y + 2, _DRAWN_WIDE, _DRAWN_HIGH, drawn)
        elif agreed.way is Way.SCREEN and agreed.signature:
            flow.paper.text(x, flow.y, _NOT_HERE, size=10)
        flow.y += 10 * MM
    flow.need(20 * MM)
    for words in (f"乙方家庭医生 {its.doctor} 签名：", f"乙方（盖章）：{its.institution_name}"):
        _place_to_sign(flow, words, _UNDATED)
        flow.y += 10 * MM


def _place_to_sign(flow: Flow, words: str, on: str) -> float:
    """Write who signs on as many lines as it needs, a rule after the last and the day; return where the rule begins."""
    *above, last = broken(words, _WORDS_WIDE)
    flow.need((len(above) + 1) * 6 * MM)
    for line in above:
        flow.paper.text(LEFT, flow.y, line, size=10)
        flow.y += 6 * MM
    flow.paper.text(LEFT, flow.y, last, size=10)
    x = LEFT + fonts.width(last, 10)
    flow.paper.rule(x, max(LEFT + 110 * MM, x + _DRAWN_WIDE + 4 * MM), flow.y + 2.5)
    flow.paper.text(LEFT + ROOM, flow.y, on, size=10, align="right")
    return x


def _each(work: Paperwork) -> Sequence[tuple[Contract, Agreement]]:
    return list(zip(work.contracts, work.agreements, strict=True))


def _taken(work: Paperwork) -> list[Taken]:
    """Return the packages of all, each once, the basic one first."""
    found: list[Taken] = []
    for agreed in work.agreements:
        found += [taken for taken in agreed.packages if taken not in found]
    return sorted(found, key=lambda taken: bool(taken.key_group))


def _signed_on(its: Agreement) -> str:
    return _day(its.signed_on) if its.way is Way.SCREEN else _UNDATED


def _years(its: Agreement) -> int:
    """Return for how many whole years it was agreed; 0 for the rest of a term that was taken over."""
    return next((one for one in range(LEAST_YEARS, MOST_YEARS + 1) if last_of(its.since, 12 * one) == its.until), 0)


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
