"""What somebody may do with the stock: papers to write, lots to hold back, entries to take back."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store.shelf import Shelf
from yigongti_desktop.capabilities.pharmacy.store.stock import LotBalance
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import Item
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import LotItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import StepItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_state import KEEPERS
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option

_HOLD = ("药监部门通知召回", "疑有质量问题，待查", "不良反应，待查", "贮存温度超限")
_RELEASE = ("检验合格", "通知解除", "停错了批号")
_REVERSE = ("数量录错", "批号或有效期录错", "药品选错", "对方没有领走")
#: What 更多 offers, in this order; an empty name parts them.
MORE = (
    EntryKind.RETURN_IN,
    EntryKind.RETURN_OUT,
    EntryKind.LOSS,
    EntryKind.EXPIRED,
    EntryKind.TRANSFER,
    EntryKind.OPENING,
)
OUT = (EntryKind.ISSUE_DEPARTMENT, EntryKind.ISSUE_VILLAGE, EntryKind.ISSUE_PATIENTS)


def offers(item: Item | None, actor: Actor) -> list[Act]:
    """Return what this person may do with the drug, and with the lot or movement under the cursor."""
    on_movement = [_PRINT] if isinstance(item, StepItem) else []
    if not actor.may(KEEPERS):
        return [_TRACE] if isinstance(item, LotItem) else on_movement
    found = [
        Act(name="out", text="出库", key="F7", icon="arrow-up"),
        *([] if on_movement else [Act(name="in", text="入库", icon="arrow-down")]),
        Act(name="more", text="更多", icon="chevron-down"),
        *on_movement,
    ]
    if isinstance(item, LotItem) and item.hold is None:
        found.append(Act(name="hold", text="停用批号", icon="lock", style=LINK))
    elif isinstance(item, LotItem) and may_release(item, actor):
        found.append(Act(name="release", text="恢复批号", icon="unlock", style=LINK))
    elif isinstance(item, StepItem) and may_reverse(item):
        found.append(Act(name="reverse", text="冲红", icon="undo", style=LINK))
    return found


def may_release(item: LotItem, actor: Actor) -> bool:
    """Say whether this person's institution held the lot back."""
    return item.hold is not None and item.hold.institution == actor.institution


def may_reverse(item: StepItem) -> bool:
    """Say whether an entry can be taken back: once, and only one that follows from no other paper."""
    return not why_stays(item)


def why_stays(item: StepItem) -> str:
    """Return the code of why an entry cannot be taken back; empty when it can."""
    return "entry_reversed" if item.step.is_reversed else entering.why_stays(item.step.entry)


def lot_section(shelf: Shelf, lots: Sequence[LotBalance]) -> tuple[Section, ...]:
    """Return the field that asks for a lot of a drug: one that the books ever had, or as it stands on the notice."""
    return only(_lot_field(shelf, lots))


def ask_lot(act: str, shelf: Shelf, lots: Sequence[LotBalance]) -> Ask | None:
    """Return what is asked before a lot is held back that need not lie here any more; None for other acts."""
    if act != "hold_lot":
        return None
    return Ask(
        title=f"停用批号　{shelf.name}",
        verb="停用",
        sections=only(_lot_field(shelf, lots), reason(_HOLD)),
        command=lambda values: m.HoldLot(drug=shelf.drug, lot=values["lot"], reason=values["reason"]),
        is_danger=True,
    )


def _lot_field(shelf: Shelf, lots: Sequence[LotBalance]) -> Field:
    there: dict[str, int] = {}
    for lot in lots:
        there[lot.key.lot] = there.get(lot.key.lot, 0) + lot.quantity
    expiry = {lot.key.lot: str(lot.key.expiry) for lot in lots}
    options = [
        Option(lot, lot, detail=expiry[lot], right=f"现存 {packs:,} {shelf.unit}" if packs else "账上已无")
        for lot, packs in there.items()
    ]
    return Field(
        name="lot",
        label="批号",
        kind=PICK,
        options=options,
        is_free=True,
        is_needed=True,
        placeholder="选一批，或照通知写",
    )


def ask(act: str, item: Item | None) -> Ask | None:
    """Return what an act asks for; None when it needs nothing or has a page of its own."""
    if act == "hold" and isinstance(item, LotItem):
        key = item.lot.key
        return Ask(
            title=f"停用批号 {key.lot}",
            verb="停用",
            sections=only(reason(_HOLD)),
            command=lambda values: m.HoldLot(drug=key.drug, lot=key.lot, reason=values["reason"]),
            is_danger=True,
        )
    if act == "release" and isinstance(item, LotItem) and (hold := item.hold) is not None:
        return Ask(
            title=f"恢复批号 {hold.lot}",
            verb="恢复",
            sections=only(reason(_RELEASE)),
            command=lambda values: m.ReleaseLot(hold=hold.id, reason=values["reason"]),
        )
    if act == "reverse" and isinstance(item, StepItem):
        entry = item.step.entry
        return Ask(
            title=f"冲红 {KINDS[entry.kind]} {entry.number}",
            verb="冲红",
            sections=only(reason(_REVERSE)),
            command=lambda values: m.ReverseEntry(entry=entry.id, reason=values["reason"]),
            is_danger=True,
        )
    return None


_PRINT = Act(name="print", text="打印", key="Ctrl+P", icon="printer", style=LINK)
_TRACE = Act(name="trace", text="召回追踪", icon="search", style=LINK)
