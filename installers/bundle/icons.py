"""Draw the program's icon in the sizes that desktops ask for.

python installers/bundle/icons.py TARGET
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtGui import QImage
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parents[2] / "resources" / "icons" / "app.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def main(target: Path) -> int:
    """Write one PNG for each size, and all of them as an .ico."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    target.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(str(SOURCE)).render(painter)
        painter.end()
        image.save(str(target / f"{size}.png"))
    largest = Image.open(target / f"{SIZES[-1]}.png")
    largest.save(target / "yigongti.ico", sizes=[(size, size) for size in SIZES])
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
