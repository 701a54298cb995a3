"""Qt with ICU's data cut down sorts, reads and names as it does with the whole."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import PySide6
import pytest

from tests.installers.bundles import loaded

FOLDER = Path(PySide6.__file__).parent / "Qt" / "lib"
LIBRARIES = sorted(FOLDER.glob("libicudata.so.*"))
pytestmark = pytest.mark.skipif(not LIBRARIES, reason="Qt for this system has no ICU of its own")
icu: Any = loaded("icu")

#: What Qt asks of ICU by the functions that it names, and ICU itself by hand; told as JSON.
_ASK = """
import ctypes, functools, json, sys
from pathlib import Path
from PySide6.QtCore import QCollator, QDateTime, QLocale, QTimeZone
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextLayout
folder = Path(sys.argv[1])
common = ctypes.CDLL(str(next(folder.glob("libicuuc.so.*"))))
version = next(folder.glob("libicuuc.so.*")).name.rpartition(".")[2]
names = "邱传𠮷 周建国 张三 王小明 李四 㐂 欧阳娜 重庆 长江 赵2 赵10 Zhou émile eric 阿依 𬭊 曾 单 解".split()
names += [chr(code) for code in range(0x4E00, 0x9FFF, 23)] + [chr(code) for code in range(0x20000, 0x2EBE0, 997)]
told = {}
for place in ("zh_CN", "zh", "zh_Hans_CN", "en_US", "C"):
    for numeric in (False, True):
        for kind in ("Sensitive", "Insensitive"):
            collator = QCollator(QLocale(place))
            collator.setNumericMode(numeric)
            collator.setCaseSensitivity(Qt.CaseSensitivity["Case" + kind])
            told[f"sorted {place} {numeric} {kind}"] = sorted(names, key=functools.cmp_to_key(collator.compare))
text = "龙胆泻肝丸 3g×10袋，岳口镇健康村二组。𠮷𬭊㐂 Straße İstanbul" + "".join(names)
def call(name, *words):
    function = getattr(common, f"{name}_{version}")
    function.restype = ctypes.c_void_p if name.endswith("open") else ctypes.c_int
    status = ctypes.c_int(0)
    return function(*words, ctypes.byref(status)), status.value
for name in (b"GB18030", b"GBK", b"GB2312", b"UTF-8", b"UTF-16LE", b"ISO-8859-1"):
    units = text.encode("utf-16-le")
    opened, state = call("ucnv_open", name)
    written, read = ctypes.create_string_buffer(40_000), ctypes.create_string_buffer(40_000)
    size, to = call("ucnv_fromUChars", ctypes.c_void_p(opened), written, 40_000, units, len(units) // 2)
    length, back = call("ucnv_toUChars", ctypes.c_void_p(opened), read, 20_000, written.raw[:size], size)
    told[f"coded {name.decode()}"] = [state, to, back, written.raw[:size].hex(), read.raw[: length * 2].hex()]
told["python"] = text.encode("gb18030").hex()
app = QGuiApplication([])
layout, found = QTextLayout(text), []
layout.beginLayout()
while (line := layout.createLine()).isValid():
    line.setLineWidth(150)
    found.append([line.textStart(), line.textLength()])
layout.endLayout()
told["broken by Qt"] = found
for place in ("zh_CN", "en_US", "tr_TR"):
    told[f"capitals {place}"] = [QLocale(place).toUpper(text), QLocale(place).toLower(text)]
moment = QDateTime.fromSecsSinceEpoch(1_700_000_000)
for zone in (b"Asia/Shanghai", b"Asia/Urumqi", b"UTC", b"Europe/Berlin"):
    for style in QTimeZone.NameType:
        told[f"zone {zone} {style.name}"] = QTimeZone(zone).displayName(moment, style, QLocale("zh_CN"))
told["windows"] = bytes(QTimeZone.ianaIdToWindowsId(b"Asia/Shanghai")).decode()
status = ctypes.c_int(0)
getattr(common, "u_init_" + version)(ctypes.byref(status))
told["u_init"] = status.value
for kind in range(4):
    opened, state = call("ubrk_open", kind, b"zh_CN", units, len(units) // 2)
    told[f"opened {kind}"] = bool(opened) and state <= 0
    step = getattr(common, f"ubrk_next_{version}")
    told[f"broken {kind}"] = list(iter(lambda: step(ctypes.c_void_p(opened)), -1)) if kind != 1 else []
mapped = {line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if "libicudata" in line}
print(json.dumps({"told": told, "mapped": sorted(mapped)}))
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Qt's own library, cut as a bundle's is."""
    bundle = tmp_path_factory.mktemp("bundle")
    library = bundle / LIBRARIES[0].name
    library.write_bytes(LIBRARIES[0].read_bytes())
    assert icu.main(bundle) == 0
    return library


def asked(preloaded: str) -> dict[str, Any]:
    """Return what another process says that has this library before Qt's own."""
    said = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _ASK, str(FOLDER)],
        env={**os.environ, "LD_PRELOAD": preloaded, "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert said.stderr == ""
    answer: dict[str, Any] = json.loads(said.stdout)
    return answer


def test_qt_sorts_breaks_reads_and_names_as_with_the_whole(small: Path) -> None:
    whole, cut = asked(""), asked(str(small))
    assert whole["mapped"] == [str(LIBRARIES[0].resolve())]
    assert cut["mapped"] == [str(small)]
    told = cut["told"]
    assert told["u_init"] == 0
    assert all(told[f"opened {kind}"] for kind in range(4))
    assert told["coded GB18030"][:4] == [0, 0, 0, told["python"]]
    ordered = told["sorted zh_CN False Sensitive"]
    by_sound = ["阿依", "李四", "王小明", "张三", "周建国"]
    assert [name for name in ordered if name in by_sound] == by_sound
    assert len(told["broken by Qt"]) > 20
    assert len(told["broken 2"]) > 100
    numeric = told["sorted zh_CN True Sensitive"]
    assert numeric.index("赵2") < numeric.index("赵10")
    assert {name: one for name, one in told.items() if one != whole["told"][name]} == {}


def test_the_cut_library_is_a_small_part_and_every_part_of_it_is_the_whole_ones(small: Path) -> None:
    symbol, before = icu.data_of(LIBRARIES[0])
    same, after = icu.data_of(small)
    assert same == symbol
    assert small.stat().st_size < 5_000_000
    assert len(after) * 5 < len(before)
    whole, kept = icu.parts(before), icu.parts(after)
    assert list(kept) == sorted(kept)
    assert len(kept) < len(whole)
    padded = {name: content.rstrip(b"\xaa\0") for name, content in kept.items()}
    assert padded == {name: whole[name].rstrip(b"\xaa\0") for name in kept}
    begin = struct.unpack_from("<H", after)[0]
    starts = [struct.unpack_from("<II", after, begin + 4 + 8 * place)[1] for place in range(len(kept))]
    assert [start for start in starts if (begin + start) % icu.BORDER] == []


def test_data_that_is_no_icu_is_not_cut() -> None:
    with pytest.raises(SystemExit, match="common data"):
        icu.parts(b"\x90\x00" + bytes(200))
    with pytest.raises(SystemExit, match="icudt"):
        icu.data_of(next(FOLDER.glob("libicuuc.so.*")))
