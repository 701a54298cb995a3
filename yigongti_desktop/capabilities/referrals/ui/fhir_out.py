"""Cases into files for other houses: FHIR messages, and flat tables for platforms and the insurance office.

A file is written only where the person says so; its name holds the number of a case and never the patient.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.exchange.writing import bundle
from yigongti_desktop.capabilities.referrals.exchange.writing import collection
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.ui.flat_columns import INSURANCE
from yigongti_desktop.capabilities.referrals.ui.flat_columns import PLATFORM
from yigongti_desktop.kernel import files
from yigongti_desktop.kit import saving
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.export import Sheet
from yigongti_desktop.kit.table.export import export_book

_KINDS = {
    "read": "读入外来的 FHIR 文件",
    "fhir": "列表里的 {count} 条导出 FHIR",
    "tables": "列表里的 {count} 条导出平台表、医保表",
}


def sent_ones(referrals: Sequence[Referral]) -> list[Referral]:
    """Return the cases that have left their house: a draft is nobody else's."""
    return [one for one in referrals if one.state is not State.DRAFT]


def offer_files(page: ListPage[Any], desk: Desk, referrals: Sequence[Referral], read: Callable[[], object]) -> None:
    """Offer what the cases of a list may be written as, and the page on which files of other houses are read."""
    cases = sent_ones(referrals)
    if not cases:
        read()
        return
    kinds: dict[str, Callable[[], object]] = {
        "fhir": partial(save_bundle, page, desk, cases),
        "tables": partial(save_tables, page, desk, cases),
        "read": read,
    }
    options = [Option(kind, _KINDS[kind].format(count=len(cases))) for kind in kinds]
    fields = (Field(name="what", label="办什么", kind=PICK, options=options, is_needed=True),)

    def chosen(values: Mapping[str, Any]) -> None:
        page.panel.close_form()
        kinds[values["what"]]()

    if page.current is None:
        page.panel.show_head("转诊", f"{len(cases)} 条", None)
        page.panel.facts.show_facts([])
        page.panel.show_trail([], proven=False)
        page.panel.callout.clear()
        page.panel.show_acts([])
    page.panel.open_form("和别的系统交换", "继续", only(*fields), chosen)


def save_bundle(page: Page, desk: Desk, referrals: Sequence[Referral]) -> None:
    """Ask where to put it, and write one case as a message, or several as messages in one file."""
    cases = sent_ones(referrals)
    name = f"转诊 {cases[0].number}" if len(cases) == 1 else f"转诊 {len(cases)} 条"
    target = saving.ask_where(page, "导出 FHIR 文件", name, (".json",), "FHIR")
    if target is None:
        return

    def write() -> None:
        at = desk.now()
        made = bundle(cases[0], at) if len(cases) == 1 else collection(cases, at)
        files.save(target, msgspec.json.encode(made))

    def done(_: object) -> None:
        desk.note("export", name)
        page.wants_toast.emit("已导出", f"{len(cases):,} 条　{target.name}", None)

    # thousands of cases take long, and lists are not to wait for them; one is written at once
    run = desk.work if len(cases) == 1 else desk.carry
    run(page, write, done, page.show_fault)


def save_tables(page: Page, desk: Desk, referrals: Sequence[Referral]) -> None:
    """Write the cases as flat tables: one for platforms, one for the insurance office."""
    cases = sent_ones(referrals)
    export_book(page, desk, "转诊平台和医保表", partial(_sheets, cases))


def _sheets(cases: Sequence[Referral]) -> list[Sheet]:
    return [Sheet("平台", PLATFORM, cases), Sheet("医保办", INSURANCE, cases)]
