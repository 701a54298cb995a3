"""Columns of the staff, on the screen and in Excel."""

from __future__ import annotations

from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.service.staff_list import StaffRow
from yigongti_desktop.registry.ui.staff import state
from yigongti_desktop.registry.ui.staff.words import CATEGORIES
from yigongti_desktop.registry.ui.staff.words import ESTABLISHMENTS
from yigongti_desktop.registry.ui.staff.words import LEVELS
from yigongti_desktop.registry.ui.staff.words import LICENCES
from yigongti_desktop.registry.ui.staff.words import PROFESSIONS
from yigongti_desktop.registry.ui.words import SEX


def columns() -> tuple[Column[StaffRow], ...]:
    """Return the columns of the list; those of rank 9 are for Excel."""

    def badge(row: StaffRow) -> Badge:
        return Badge("待上传", "neutral", "arrow-up") if row.is_waiting else state.badge(row)

    return (
        Column(
            title="状态",
            text=lambda row: badge(row).text,
            badge=badge,
            width=132,
            export=lambda row: state.badge(row).text,
            sort=lambda row: row.endings[0].left if row.endings else 10**6,
        ),
        Column(title="姓名", text=lambda row: row.staff.name, width=84, is_bold=True, is_jump=True),
        Column(title="类别", text=lambda row: PROFESSIONS[row.staff.profession.value], width=84, rank=4),
        Column(title="职称", text=state.title_words, width=150, sort=lambda row: (row.level.rank, row.title), rank=1),
        Column(title="科室", text=lambda row: row.department or "—", width=96, stretch=1),
        Column(title="工作单位", text=lambda row: row.works_at or "—", width=136, stretch=2, rank=2),
        Column(
            title="编制单位",
            text=lambda row: row.home if row.is_away else "—",
            width=112,
            stretch=1,
            rank=3,
            export=lambda row: row.home,
        ),
        Column(title="电话", text=lambda row: row.staff.phone or "—", width=116, rank=5),
        Column(title="性别", text=lambda row: SEX[row.staff.sex], width=60, rank=9),
        Column(title="出生日期", text=_birth, width=104, rank=9, export=lambda row: row.staff.birth),
        Column(title="职称级别", text=lambda row: LEVELS[row.level.value], width=90, rank=9),
        Column(title="编制性质", text=_establishment, width=90, rank=9),
        Column(title="执业类别", text=_category, width=90, rank=9),
        Column(title="执业范围", text=_scope, width=120, rank=9),
        Column(title="证照和有效期", text=_licences, width=240, rank=9),
        Column(title="合同到期", text=_contract, width=104, rank=9, export=_contract_end),
        Column(title="服务村", text=_village, width=104, rank=9),
    )


def _birth(row: StaffRow) -> str:
    return row.staff.birth.isoformat() if row.staff.birth else ""


def _establishment(row: StaffRow) -> str:
    posts = row.staff.posts
    return ESTABLISHMENTS[posts[-1].establishment.value] if posts else ""


def _practice(row: StaffRow) -> Licence | None:
    return next((one for one in reversed(row.staff.licences) if one.category.value), None)


def _category(row: StaffRow) -> str:
    practice = _practice(row)
    return CATEGORIES[practice.category.value] if practice else ""


def _scope(row: StaffRow) -> str:
    practice = _practice(row)
    return practice.scope if practice else ""


def _licences(row: StaffRow) -> str:
    last = {one.kind: one for one in row.staff.licences}.values()
    said = (
        " ".join(
            word for word in (one.name or LICENCES[one.kind.value], one.number, f"至 {one.until or '长期'}") if word
        )
        for one in last
    )
    return "；".join(said)


def _contract_end(row: StaffRow) -> object:
    return row.staff.contracts[-1].until if row.staff.contracts else None


def _contract(row: StaffRow) -> str:
    end = _contract_end(row)
    return str(end) if end else ""


def _village(row: StaffRow) -> str:
    return "、".join(dict.fromkeys(place.village for place in row.staff.places if place.village))
