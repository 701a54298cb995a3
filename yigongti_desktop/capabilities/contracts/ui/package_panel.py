"""The package beside the list: for whom, from when, what it costs and who pays it, its items."""

from __future__ import annotations

from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.printing.words import how_often
from yigongti_desktop.capabilities.contracts.store.teams import PackageRow
from yigongti_desktop.capabilities.contracts.ui import package_price as price
from yigongti_desktop.capabilities.contracts.ui import package_state as state
from yigongti_desktop.capabilities.contracts.ui.package_lines import say_evidence
from yigongti_desktop.capabilities.contracts.ui.package_lines import say_who
from yigongti_desktop.capabilities.contracts.ui.package_words import FORMS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel

_PLAIN = "plain"


def show_package(panel: Panel, shown: PackageRow, desk: Desk, *, is_office: bool) -> None:
    """Fill the panel with a package."""
    package, today = shown.package, day(desk.now())
    panel.show_head(package.name, "", state.badge(shown, today), f"{package.year} 年", "")
    facts: list[tuple[str, str] | tuple[str, str, str]] = [
        ("人群", state.say_group(package)),
        ("可签日期", state.days(package)),
        ("价格", f"{yuan(package.price_fen)} 元/人·年" if package.price_fen else "免费", "name"),
    ]
    if package.price_fen:
        parts = (("财政", package.finance_fen), ("医保", package.insurance_fen), ("个人", package.self_fen))
        facts += [
            (name, f"{yuan(fen)} 元　{price.say_percent(price.part_of(fen, package.price_fen))} %")
            for name, fen in parts
        ]
    facts.append(("文件", package.document))
    facts += [(f"项目 {place}", _item(item)) for place, item in enumerate(package.items, 1)]
    panel.facts.show_facts(facts)
    panel.callout.clear()
    if not package.is_confirmed and package.until is None and is_office:
        words = "照国家规范列的，谁都还不能签。核对项目、次数和价格，改好再发布。"
        panel.callout.say("这是起步样例", words, tone="warn")


def _item(item: Item) -> str:
    form = "" if item.form.value == _PLAIN else f"填{FORMS[item.form.value]}表"
    evidence = f"佐证：{say_evidence(item.evidence)}" if item.evidence else ""
    said = (item.name, how_often(item.rhythm), form, say_who(item.who) if item.who else "", evidence, item.note)
    return "　".join(part for part in said if part)
