"""Columns of the long prescriptions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.store.long_prescriptions import LongRow
from yigongti_desktop.capabilities.pharmacy.ui import long_state as state
from yigongti_desktop.capabilities.pharmacy.ui.long_words import dose_words
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import phone
from yigongti_desktop.kit.words import short_day


def columns(now: Callable[[], datetime]) -> tuple[Column[LongRow], ...]:
    """Return the columns."""
    return (
        Column(title="状态", text=lambda _row: "", badge=lambda row: state.badge(row, day(now())), width=112),
        Column(title="姓名", text=lambda row: row.prescription.name, width=80, stretch=1, is_bold=True, is_jump=True),
        Column(title="慢病", text=lambda row: row.prescription.disease, width=96, stretch=1, rank=2),
        Column(
            title="药品",
            text=lambda row: row.prescription.drug_name,
            detail=lambda row: row.prescription.strength,
            width=170,
            stretch=3,
        ),
        Column(
            title="每天",
            text=lambda row: f"{dose_words(row.prescription.dose)} {row.prescription.piece}",
            width=64,
            is_right=True,
            rank=3,
            sort=lambda row: row.prescription.dose.a_day,
        ),
        Column(
            title="天数",
            text=lambda row: str(row.prescription.days),
            width=52,
            is_right=True,
            rank=1,
            sort=lambda row: row.prescription.days,
            export=lambda row: row.prescription.days,
        ),
        Column(
            title="数量",
            text=lambda row: f"{row.prescription.packs:,} {row.prescription.unit}",
            width=64,
            is_right=True,
            sort=lambda row: row.prescription.packs,
        ),
        Column(title="电话", text=lambda row: phone(row.prescription.phone), width=112, rank=3),
        Column(title="医生", text=lambda row: row.prescription.doctor, width=72, rank=2),
        Column(
            title="取药日期",
            text=lambda row: short_day(row.prescription.next_date, day(now())),
            width=84,
            is_right=True,
            tone=lambda row: "danger" if state.is_late(row.prescription, day(now())) else "",
            sort=lambda row: row.prescription.next_date,
            export=lambda row: row.prescription.next_date,
        ),
    )
