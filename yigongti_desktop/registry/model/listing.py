"""Read lists that a county brings along: drugs and diagnoses, row by row, with a word on each bad row.

Only the meaning of columns is known here; where the rows come from is not.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.catalogue import Control
from yigongti_desktop.registry.model.catalogue import Diagnosis
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.catalogue import read_diagnosis_code

R = TypeVar("R", bound=Record)
_LONGEST = 200

#: Heads under which a column is known.
DRUG_HEADS = {
    "name": ("通用名", "药品名称", "药品通用名", "名称"),
    "form": ("剂型",),
    "strength": ("规格",),
    "pack": ("包装", "包装规格", "转换比"),
    "unit": ("单位", "包装单位", "采购单位"),
    "essential": ("基本药物", "是否基药", "基药"),
    "control": ("特殊管理", "管制类别"),
    "storage": ("贮存", "储存", "贮藏"),
    "maker": ("生产企业", "厂家", "生产厂家"),
    "local_code": ("院内码", "内部编码", "本院编码"),
}
DIAGNOSIS_HEADS = {
    "id": ("编码", "诊断编码", "疾病编码", "ICD编码", "ICD-10"),
    "name": ("名称", "诊断名称", "疾病名称"),
}
_CONTROLS = {
    "": Control.NONE,
    "无": Control.NONE,
    "麻醉": Control.NARCOTIC,
    "麻醉药品": Control.NARCOTIC,
    "一类精神": Control.PSYCHOTROPIC_1,
    "第一类精神药品": Control.PSYCHOTROPIC_1,
    "二类精神": Control.PSYCHOTROPIC_2,
    "第二类精神药品": Control.PSYCHOTROPIC_2,
    "毒性": Control.TOXIC,
    "医疗用毒性药品": Control.TOXIC,
    "放射": Control.RADIOACTIVE,
    "放射性药品": Control.RADIOACTIVE,
}
_YES, _NO = {"是", "y", "yes", "1", "√", "基药"}, {"否", "", "n", "no", "0", "非基药"}


class RowFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a row of a list; rows count from 1 with the head."""

    row: int
    code: str
    facts: dict[str, object] = {}


def read_drugs(rows: Iterable[Sequence[object]], community: str, edition: str) -> tuple[list[Drug], list[RowFault]]:
    """Return the drugs of a list with a head, and the rows that cannot be taken.

    Raises:
        Refused: column_missing.
    """

    def drug(cells: Mapping[str, str]) -> Drug:
        for field in ("name", "strength", "unit"):
            if not cells[field]:
                raise Refused("field_empty", field=field)
        if cells["control"] not in _CONTROLS:
            raise Refused("control_unknown", typed=cells["control"])
        essential = half_width(cells["essential"]).lower()
        if essential not in _YES | _NO:
            raise Refused("yes_or_no", typed=cells["essential"])
        code = half_width(cells["local_code"])
        key = code or half_width("\x1f".join(cells[field] for field in ("name", "strength", "pack", "unit", "maker")))
        return Drug(
            id=derived_id("drug", community, key),
            community=community,
            name=cells["name"],
            form=cells["form"],
            strength=cells["strength"],
            pack=cells["pack"],
            unit=cells["unit"],
            essential=essential in _YES,
            edition=edition if essential in _YES else "",
            control=_CONTROLS[cells["control"]],
            storage=cells["storage"],
            maker=cells["maker"],
            local_code=code,
        )

    return _read(rows, DRUG_HEADS, ("name", "strength", "unit"), drug)


def read_diagnoses(rows: Iterable[Sequence[object]], source: str) -> tuple[list[Diagnosis], list[RowFault]]:
    """Return the diagnoses of a list with a head, and the rows that cannot be taken.

    Raises:
        Refused: column_missing.
    """

    def diagnosis(cells: Mapping[str, str]) -> Diagnosis:
        if not cells["name"]:
            raise Refused("field_empty", field="name")
        return Diagnosis(id=read_diagnosis_code(cells["id"]), name=cells["name"], source=source)

    return _read(rows, DIAGNOSIS_HEADS, ("id", "name"), diagnosis)


def _read(
    rows: Iterable[Sequence[object]],
    heads: Mapping[str, tuple[str, ...]],
    needed: Sequence[str],
    make: Callable[[Mapping[str, str]], R],
) -> tuple[list[R], list[RowFault]]:
    lines = iter(rows)
    places = _columns([_cell(cell) for cell in next(lines, ())], heads, needed)
    found: dict[str, R] = {}
    faults: list[RowFault] = []
    for number, line in enumerate(lines, start=2):
        cells = {
            field: _cell(line[place]) if place is not None and place < len(line) else ""
            for field, place in places.items()
        }
        if not any(cells.values()):
            continue
        try:
            for field, text in cells.items():
                if len(text) > _LONGEST:
                    raise Refused("field_long", field=field, most=_LONGEST, length=len(text))  # noqa: TRY301 - one way for all faults
            record = make(cells)
            if record.id in found:
                raise Refused("row_twice")  # noqa: TRY301
            found[record.id] = record
        except Refused as fault:
            faults.append(RowFault(row=number, code=fault.code, facts=fault.facts))
    return list(found.values()), faults


def _columns(head: Sequence[str], heads: Mapping[str, tuple[str, ...]], needed: Sequence[str]) -> dict[str, int | None]:
    names = [half_width(name).replace(" ", "") for name in head]
    places = {
        field: next((names.index(name) for name in known if name in names), None) for field, known in heads.items()
    }
    missing = [heads[field][0] for field in needed if places[field] is None]
    if missing:
        raise Refused("column_missing", columns=missing)
    return places


def _cell(value: object) -> str:
    return "" if value is None else clean_line(str(value))
