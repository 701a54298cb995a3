"""Cut the data of ICU down to what Qt asks of it here; the library keeps its name and its one symbol.

    python installers/bundle/icu.py BUNDLE

Qt's wheel brings 30 MB of data for every language and encoding there is. Of ICU Qt calls only collation (ucol_*, sorted
names in a file dialog), capitals (u_strTo*, whose tables lie in the code), names of time zones (ucal_*) and
converters (ucnv_*); the program's own GB18030 and sorting are Python's. Kept are these for Chinese, English and the
root that both fall back to, whole files and unchanged. What is missing is answered by ICU with the root or with an
error that Qt handles, as for a language that it has never heard of.

The file is ICU's "common data": a header, the number of entries, for each where its name and its content lie, counted
from that number on, then names in order and contents on borders of 16 bytes (ICU's sources, ucmndata.h and pkg_genc.h).
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

#: Of names without the package's prefix. Each folder has its root, an index, and keys that its files share (pool).
KEPT = re.compile(
    r"(?:(?:coll|zone|curr|brkitr)/)?(?:root|pool|res_index|zh(?:_\w+)?|en(?:_(?:US|US_POSIX|001|CN))?)\.res"
    r"|coll/ucadata\.icu|zone/tzdbNames\.res|brkitr/(?:char|word|line|line_cj|line_normal_cj|sent|title)\.brk"
    r"|cnvalias\.icu|(?:gb18030|ibm-1386_P100-2001|ibm-1383_P110-1999|windows-936-2000)\.cnv"
    r"|\w+\.nrm|ulayout\.icu|uemoji\.icu"
    r"|(?:supplementalData|likelySubtags|metadata|timezoneTypes|metaZones|zoneinfo64|windowsZones|keyTypeData"
    r"|numberingSystems|plurals|pluralRanges|dayPeriods|genderList|icustd|icuver|currencyNumericCodes)\.res"
)
BORDER = 16
_MAGIC = b"\xda\x27"
_SYMBOL = re.compile(
    r"^\s*\d+:\s+([0-9a-f]+)\s+(0x[0-9a-f]+|\d+)\s+OBJECT\s+GLOBAL\s+\w+\s+\d+\s+(icudt\d+_dat)$", re.MULTILINE
)
_SEGMENT = re.compile(r"^\s*LOAD\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+0x[0-9a-f]+\s+0x([0-9a-f]+)", re.MULTILINE)
_SOURCE = """
.section .rodata
.balign {border}
.globl {symbol}
.type {symbol}, %object
{symbol}:
.incbin "{data}"
.size {symbol}, . - {symbol}
.section .note.GNU-stack, "", %progbits
"""


def main(bundle: Path) -> int:
    """Put a smaller library in the place of each that the bundle has; there is one, or none on Windows."""
    for library in sorted(file for file in bundle.rglob("libicudata.so.*") if not file.is_symlink()):
        symbol, whole = data_of(library)
        small = cut(whole)
        made = library.with_name(f".{library.name}")
        make_library(small, symbol, library.name, made)
        made.replace(library)
        sys.stdout.write(f"安装包：{library.name} {len(whole) / 1024**2:.1f} MB → {len(small) / 1024**2:.1f} MB\n")
    return 0


def data_of(library: Path) -> tuple[str, bytes]:
    """Return the symbol of a library that holds nothing but data, and the data."""
    said = _run("readelf", "-W", "--dyn-syms", "--segments", str(library))
    found = _SYMBOL.search(said)
    if found is None:
        sys.exit(f"{library}：没有 icudt 数据")
    place, size = int(found[1], 16), int(found[2], 0)
    for offset, address, length in ((int(text, 16) for text in one) for one in _SEGMENT.findall(said)):
        if address <= place < address + length:
            start = offset + place - address
            return found[3], library.read_bytes()[start : start + size]
    sys.exit(f"{library}：数据不在任何一段里")


def parts(data: bytes) -> dict[str, bytes]:
    """Return the entries of common data by their names, in their order."""
    (begin,) = struct.unpack_from("<H", data)
    if data[2:4] != _MAGIC or data[12:16] != b"CmnD":
        sys.exit("不是 ICU 的 common data")
    (count,) = struct.unpack_from("<I", data, begin)
    places = [struct.unpack_from("<II", data, begin + 4 + 8 * place) for place in range(count)]
    ends = [start for _, start in places[1:]] + [len(data) - begin]
    return {
        data[begin + name : data.index(b"\0", begin + name)].decode("ascii"): data[begin + start : begin + end]
        for (name, start), end in zip(places, ends, strict=True)
    }


def cut(data: bytes) -> bytes:
    """Return common data with the entries that are kept."""
    kept = {name: content for name, content in parts(data).items() if KEPT.fullmatch(name.partition("/")[2])}
    head = data[: struct.unpack_from("<H", data)[0]]
    names = bytearray()
    starts = []
    first = 4 + 8 * len(kept)
    for name in kept:
        starts.append(first + len(names))
        names += name.encode("ascii") + b"\0"
    names += b"\xaa" * (-(len(head) + first + len(names)) % BORDER)
    table, contents = bytearray(struct.pack("<I", len(kept))), bytearray()
    for start, content in zip(starts, kept.values(), strict=True):
        table += struct.pack("<II", start, first + len(names) + len(contents))
        contents += content + b"\xaa" * (-len(content) % BORDER)
    return head + bytes(table + names + contents)


def make_library(data: bytes, symbol: str, name: str, target: Path) -> None:
    """Write a shared library with one symbol, which is the data."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "data.s")
        Path(folder, "data").write_bytes(data)
        source.write_text(_SOURCE.format(border=BORDER, symbol=symbol, data=Path(folder, "data")), encoding="ascii")
        _run("as", "-o", str(source.with_suffix(".o")), str(source))
        _run("ld", "-shared", "-s", "--hash-style=gnu", "--build-id=none", "-soname", name, "-o", str(target),
             str(source.with_suffix(".o")))  # fmt: skip
    target.chmod(0o755)


def _run(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout  # noqa: S603 - tools of the root


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
