"""Write the fonts of a bundle: Noto Sans SC and HanaMinB as they are, of HanaMinA what Noto lacks.

    python installers/bundle/fonts.py TARGET

A name's rare character is drawn as before; 20,000 characters that are never looked up there stay behind.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
MAIN = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
TEXTS = Path(__file__).resolve().parent / "texts"
RARE, WHOLE = "HanaMinA.ttf", "HanaMinB.ttf"


def main(target: Path) -> int:
    """Write all four."""
    target.mkdir(parents=True, exist_ok=True)
    known: set[int] = set()
    for name in (*MAIN, WHOLE):
        shutil.copyfile(FONTS / name, target / name)
    for name in MAIN:
        known |= set(TTFont(FONTS / name, lazy=True).getBestCmap())
    slim(FONTS / RARE, target / RARE, known)
    write_licences(target.parent / "texts")
    return 0


def write_licences(target: Path) -> None:
    """Write what the makers of the fonts ask to be kept with them; both licences lie here in full."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(TEXTS / "Hanazono.txt", target / "HanaMin.txt")
    with TTFont(FONTS / MAIN[0], lazy=True) as font:
        names = font["name"]
    terms = (TEXTS / "OFL-1.1.txt").read_text(encoding="utf-8")
    parts = [names.getDebugName(0) or "", names.getDebugName(13) or "", "", terms]
    (target / "NotoSansSC-OFL.txt").write_text("\n".join(parts), encoding="utf-8")


def slim(source: Path, target: Path, known: set[int]) -> None:
    """Write what a font has beyond the known characters."""
    font = TTFont(source, lazy=True)
    wanted = set(font.getBestCmap()) - known
    options = subset.Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True, name_IDs=["*"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font.save(target)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
