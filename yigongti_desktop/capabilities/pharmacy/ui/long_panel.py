"""The long prescription beside the list: who, what, how the packs are reckoned, whether they are there."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.pharmacy.model.handing_out import Taken
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.capabilities.pharmacy.model.long_road import steps
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Quantity
from yigongti_desktop.capabilities.pharmacy.model.long_rules import exactly
from yigongti_desktop.capabilities.pharmacy.store.long_prescriptions import LongRow
from yigongti_desktop.capabilities.pharmacy.store.long_prescriptions import OpenedLong
from yigongti_desktop.capabilities.pharmacy.store.long_prescriptions import Standing
from yigongti_desktop.capabilities.pharmacy.ui import long_state as state
from yigongti_desktop.capabilities.pharmacy.ui.long_words import arithmetic
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.words import long_day
from yigongti_desktop.kit.words import phone
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.ui.trail import mark


def show_long(panel: Panel, opened: OpenedLong, desk: Desk) -> None:
    """Fill the panel with a long prescription."""
    known, now = opened.prescription, desk.now()
    today = day(now)
    row = LongRow(prescription=known, is_waiting=opened.is_waiting)
    panel.show_head(known.name, known.disease, state.badge(row, today), known.number, "")
    signed = "患者已签字" if known.is_signed else ""
    fetched = f"{short_time(known.fetched_at, now)}　{known.fetcher}" if known.fetched_at else ""
    panel.facts.show_facts(
        [
            ("药品", f"{known.drug_name} {known.strength}", "name"),
            ("数量", f"{known.packs:,} {known.unit}", "name"),
            ("算法", arithmetic(known.dose, known.days, _quantity(known), known.unit)),
            ("取药日期", long_day(known.next_date)),
            ("留到", long_day(known.keep_until) if known.state is LongState.RESERVED else ""),
            ("库存", standing_words(opened.standing, known.unit)),
            ("电话", phone(known.phone)),
            ("签约", "　".join(word for word in ("已签约", signed) if word)),
            ("医生", known.doctor),
            ("备注", known.remark),
            ("取走", fetched),
            ("批号", "\n".join(_lot_words(lot, known.unit) for lot in known.taken)),
            ("原因", known.reason),
        ]
    )
    marks = [mark(step, desk, now) for step in steps(known, opened.steps)]
    panel.show_trail(marks, proven=any(step.receipt for step in opened.steps))
    _call_out(panel, opened, today)


def standing_words(standing: Standing, unit: str) -> str:
    """Return what is there: 在库 20 盒，已留 6 盒，可用 14 盒; what lacks where more is laid aside than there is."""
    rest = f"可用 {standing.free:,} {unit}" if standing.free >= 0 else f"还差 {-standing.free:,} {unit}"
    return f"在库 {standing.on_hand:,} {unit}，已留 {standing.reserved:,} {unit}，{rest}"


def _lot_words(lot: Taken, unit: str) -> str:
    return f"{lot.lot}　至 {lot.expiry}　{lot.quantity:,} {unit}"


def _quantity(known: LongPrescription) -> Quantity:
    needed = known.dose.a_day * known.days
    left = known.packs * known.per_pack - needed
    return Quantity(
        packs=known.packs, per_pack=known.per_pack, piece=known.piece, needed=exactly(needed), left=exactly(left)
    )


def _call_out(panel: Panel, opened: OpenedLong, today: date) -> None:
    known, standing = opened.prescription, opened.standing
    panel.callout.clear()
    if known.state is not LongState.RESERVED:
        return
    if state.may_expire(known, today):
        panel.callout.say(
            "过了留药期限还没来取", "留的药已能给别人用，连上县院后这张自动办结；患者还要用的请续方重开。"
        )
    elif state.is_late(known, today):
        panel.callout.say("过了取药日期", "请打电话提醒，别让患者断药。", tone="warn", icon="phone")
    elif standing.free < 0:
        lacking = f"还差 {-standing.free:,} {known.unit}，取药日期前请补货。"
        panel.callout.say("留的药比在库的多", lacking, tone="warn")
