"""Write the fonts of a bundle: Noto Sans SC as it is, HanaMin slimmed and packed.

    python installers/bundle/fonts.py TARGET

Every character is drawn that the clone draws. Of HanaMinA what Noto has is left out, which is never looked up there.
HanaMin's outlines come from a grid of 200 units and are written on 1024, with many points that no eye sees: they are
put on 256, and points that lie within half a unit of the line without them go (outlines.py). Then they are packed:
a name's rare character unpacks them in memory (yigongti_desktop/kernel/font_files.py).
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import outlines
import zstandard
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
MAIN = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
TEXTS = Path(__file__).resolve().parent / "texts"
RARE = ("HanaMinA.ttf", "HanaMinB.ttf")
#: Units of the em, and how far an outline may move in them: at 12 points a unit is 17 thousandths of a millimetre.
EM, MOST = 256, 0.5


def main(target: Path) -> int:
    """Write all four."""
    target.mkdir(parents=True, exist_ok=True)
    known: set[int] = set()
    for name in MAIN:
        shutil.copyfile(FONTS / name, target / name)
        known |= set(TTFont(FONTS / name, lazy=True).getBestCmap())
    for name in RARE:
        write_packed(slim(FONTS / name, known), target / f"{name}.zst")
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


def slim(source: Path, known: set[int]) -> Any:
    """Return what a font has beyond the known characters, on a coarser grid and with fewer points."""
    font = TTFont(source)
    options = subset.Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True, name_IDs=["*"])
    options.drop_tables += ["vhea", "vmtx", "prop", "FFTM", "BASE", "GDEF", "GSUB", "GPOS"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=set(font.getBestCmap()) - known)
    cutter.subset(font)
    scale_upem(font, EM)
    outlines.thin(font, MOST)
    return font


def write_packed(font: Any, target: Path) -> None:
    """Write a font as small as it goes; unpacking takes as long as ever."""
    content = io.BytesIO()
    font.save(content)
    target.write_bytes(zstandard.compress(content.getvalue(), 22))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
