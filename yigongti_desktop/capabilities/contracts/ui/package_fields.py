"""The fields of a package over its items."""

from __future__ import annotations

from yigongti_desktop.capabilities.contracts.ui import package_price as price
from yigongti_desktop.capabilities.contracts.ui.package_words import GROUPS
from yigongti_desktop.kernel.money import read_yuan
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import reads
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option

_NAME, _LINE, _SUM = 60, 200, 16
_MODES = (Option(price.PERCENT, "按比例（%）"), Option(price.AMOUNT, "按金额（元）"))


def _year(typed: str) -> str:
    return "" if typed.isascii() and typed.isdecimal() else "年度应是四位数字，如 2026。请改。"


def sections(desk: Desk) -> tuple[Section, ...]:
    """Return the fields of a package, those of its price last."""
    groups = [Option(code, words) for code, words in GROUPS.items()]
    return (
        Section(
            "",
            (
                (
                    Field(name="name", label="服务包", is_needed=True, most=_NAME, placeholder="高血压患者服务包"),
                    Field(name="key_group", label="人群", kind=PICK, options=groups),
                ),
                (
                    Field(name="year", label="年度", is_needed=True, most=4, check=_year, placeholder="2026"),
                    Field(name="document", label="文件", most=_LINE, placeholder="发布它的文件名称和文号"),
                ),
                (
                    Field(name="since", label="可签从", kind=DATE, is_needed=True),
                    Field(name="until", label="可签到", kind=DATE),
                ),
                (
                    Field(
                        name="price",
                        label="价格（元）",
                        most=_SUM,
                        placeholder="每人每年，免费的不填",
                        check=reads(desk, read_yuan),
                    ),
                    Field(name="mode", label="分摊", kind=CHIPS, options=_MODES),
                ),
                (
                    Field(name="finance", label="财政", most=_SUM),
                    Field(name="insurance", label="医保", most=_SUM),
                ),
                (Field(name="personal", label="个人", is_fixed=True, placeholder="财政、医保以外的都归个人"),),
            ),
        ),
    )
