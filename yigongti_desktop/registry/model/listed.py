"""What one row of a list says of a drug: its columns, their readers, and by what it is known again (PHA-08)."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import Any
from typing import TypeVar

import msgspec

from yigongti_desktop.kernel.dates import read_day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.registry.model.catalogue import Control
from yigongti_desktop.registry.model.columns import Heads
from yigongti_desktop.registry.model.drug_codes import read_approval
from yigongti_desktop.registry.model.drug_codes import read_insurance_code
from yigongti_desktop.registry.model.drug_codes import read_price
from yigongti_desktop.registry.model.drug_codes import read_standard_code
from yigongti_desktop.registry.model.units import Units
from yigongti_desktop.registry.model.units import read_pack

T = TypeVar("T")

#: Heads under which a column is known.
DRUG_HEADS: Heads = {
    "name": ("通用名", "药品名称", "药品通用名", "名称", "注册名称"),
    "form": ("剂型", "注册剂型"),
    "strength": ("规格", "注册规格"),
    "pack": ("包装", "包装规格"),
    "pack_count": ("转换比", "最小包装数量"),
    "dose_unit": ("最小制剂单位", "制剂单位"),
    "unit": ("单位", "包装单位", "采购单位", "最小包装单位"),
    "essential": ("基本药物", "是否基药", "基药"),
    "control": ("特殊管理", "管制类别"),
    "storage": ("贮存", "储存", "贮藏"),
    "maker": ("生产企业", "厂家", "生产厂家", "药品企业"),
    "local_code": ("院内码", "内部编码", "本院编码"),
    "trade_name": ("商品名", "商品名称"),
    "approval": ("批准文号",),
    "standard_code": ("药品本位码", "本位码"),
    "insurance_code": ("国家医保药品代码", "国家医保代码", "医保药品代码", "医保代码"),
    "price": ("价格", "单价", "采购价", "采购价格", "中标价"),
    "since": ("启用日期", "生效日期"),
    "until": ("停用日期", "失效日期"),
}
DRUG_NEEDS = ("name", "strength", "unit")
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
#: 8.69E+13: what a spreadsheet shows of a long number, and writes into a text file.
_SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?[Ee][+][0-9]{1,3}")
_YES, _NO = {"是", "y", "yes", "1", "√", "基药", "true"}, {"否", "", "n", "no", "0", "非基药", "false"}
_AS_WRITTEN = ("name", "form", "strength", "unit", "storage", "maker", "trade_name")
_READERS = {
    "approval": ("approval", read_approval),
    "standard_code": ("standard_code", read_standard_code),
    "insurance_code": ("insurance_code", read_insurance_code),
    "price": ("price_fen", read_price),
}


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What one row of a list says of a drug."""

    row: int
    #: What makes it the same drug in the next list: the community's own code, or else what is written on the box.
    key: str
    #: Fields of the drug that the list has columns for, in plain values.
    values: dict[str, Any]
    #: First and last day of its own, where the list has such columns.
    since: date | None = None
    until: date | None = None
    has_until: bool = False

    def codes(self) -> Iterator[tuple[str, str]]:
        """Return the codes that no other row may bear; a 本位码 is that of a product, which has several packs."""
        for field in ("local_code", "insurance_code"):
            if code := self.values.get(field):
                yield field, code
        if code := self.values.get("standard_code"):
            yield "standard_code", "\x1f".join((code, self.values.get("pack", ""), self.values["unit"]))


def read_listed(row: int, cells: Mapping[str, str], edition: str) -> Listed:
    """Read a row of a list of drugs.

    Raises:
        Refused: what is wrong with it.
    """
    for field in DRUG_NEEDS:
        if not cells[field]:
            raise Refused("field_empty", field=field)
    values: dict[str, Any] = {field: cells[field] for field in _AS_WRITTEN if field in cells}
    values |= _marks(cells, edition)
    if "local_code" in cells:
        values["local_code"] = _of_column("local_code", _local_code, cells["local_code"])
    for column, (field, read) in _READERS.items():
        if column in cells:
            values[field] = _of_column(column, read, cells[column])
    pack = cells.get("pack") or cells.get("pack_count", "") + cells.get("dose_unit", "")
    if "pack" in cells or "pack_count" in cells:
        values |= {"pack": pack, "units": _units(pack, cells["unit"])}
    since, until = (_of_column(column, read_day, cells.get(column, "")) for column in ("since", "until"))
    if since and until and until < since:
        raise Refused("until_before_since", since=since.isoformat(), until=until.isoformat())
    box = (cells["name"], cells["strength"], pack, cells["unit"], cells.get("maker", ""))
    return Listed(
        row=row,
        key=values.get("local_code") or half_width("\x1f".join(box)),
        values=values,
        since=since,
        until=until,
        has_until="until" in cells,
    )


def _of_column(column: str, read: Callable[[str], T], typed: str) -> T:
    try:
        return read(typed)
    except Refused as fault:
        raise Refused(fault.code, field=column, **fault.facts) from None


def _local_code(typed: str) -> str:
    """Return the community's own code; a number that a spreadsheet has shortened is none any more."""
    code = half_width(typed)
    if _SHORTENED.fullmatch(code):
        raise Refused("code_shortened", typed=typed)
    return code


def _marks(cells: Mapping[str, str], edition: str) -> dict[str, Any]:
    """Return special control and the mark of an essential medicine."""
    marks: dict[str, Any] = {}
    if "control" in cells:
        if cells["control"] not in _CONTROLS:
            raise Refused("control_unknown", typed=cells["control"])
        marks["control"] = _CONTROLS[cells["control"]].value
    if "essential" in cells:
        is_essential = _yes(cells["essential"])
        marks |= {"essential": is_essential, "edition": edition if is_essential else ""}
    return marks


def _yes(typed: str) -> bool:
    said = half_width(typed).lower()
    if said not in _YES | _NO:
        raise Refused("yes_or_no", typed=typed)
    return said in _YES


def _units(pack: str, unit: str) -> Units:
    """Return what a pack holds; nothing where it is written in a way that only people read."""
    try:
        return read_pack(pack, unit) if pack else ()
    except Refused:
        return ()
