"""Write the program's fonts into resources/fonts from the packages that carry them.

Noto Sans SC comes as one variable file, which a PDF cannot embed; two fixed weights are cut from it.
HanaMin has the rare characters of personal names and comes from the system's font package.
"""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
WEIGHTS = {"Regular": 400, "Bold": 700}
RARE = ("HanaMinA.ttf", "HanaMinB.ttf")
SYSTEM = Path("/usr/share/fonts")


def main() -> int:
    """Write what is missing and say what could not be written."""
    FONTS.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(max_workers=2) as pool:
        for style, done in [(style, pool.submit(cut, style)) for style in WEIGHTS if not target(style).exists()]:
            done.result()
            sys.stdout.write(f"准备：字体 NotoSansSC-{style}\n")
    for name in RARE:
        found = next(SYSTEM.rglob(name), None) if SYSTEM.exists() else None
        if not (FONTS / name).exists() and found:
            shutil.copy(found, FONTS / name)
        if not (FONTS / name).exists():
            sys.stderr.write(f"没有找到生僻字字体 {name}（软件包 fonts-hanazono），缺字会印成〔U+……〕。\n")
    return 0


def target(style: str) -> Path:
    """Where the fixed weight goes."""
    return FONTS / f"NotoSansSC-{style}.ttf"


def cut(style: str) -> None:
    """Cut one weight from the variable font, name it after its weight and save it whole or not at all."""
    font = instancer.instantiateVariableFont(TTFont(source()), {"wght": WEIGHTS[style]}, inplace=True)
    for record in font["name"].names:
        text = {1: "Noto Sans SC", 2: style, 4: f"Noto Sans SC {style}", 6: f"NotoSansSC-{style}", 16: "Noto Sans SC"}
        if record.nameID in text:
            font["name"].setName(text[record.nameID], record.nameID, *_place(record))
        elif record.nameID == 17:
            font["name"].setName(style, 17, *_place(record))
    font["OS/2"].usWeightClass = WEIGHTS[style]
    bold = style == "Bold"
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0b1100001 | (0b100000 if bold else 0b1000000)
    font["head"].macStyle = int(bold)
    partial = target(style).with_suffix(".part")
    font.save(partial)
    partial.replace(target(style))


def source() -> Path:
    """The variable Noto Sans SC inside its Python package."""
    files = importlib.metadata.files("justmytype-intl-cjk") or []
    for file in files:
        if file.name.startswith("NotoSansSC") and file.suffix == ".ttf":
            return Path(str(file.locate()))
    sys.exit("字体包 justmytype-intl-cjk 里没有 NotoSansSC。")


def _place(record: object) -> tuple[int, int, int]:
    return (record.platformID, record.platEncID, record.langID)  # type: ignore[attr-defined] # fontTools is untyped


if __name__ == "__main__":
    sys.exit(main())
