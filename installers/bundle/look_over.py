"""Look a bundle over: no path of the machine that built it, no test data, nothing GPL-only, nothing too new.

    python installers/bundle/look_over.py BUNDLE

Prints size by part; ends with 1 and a line for each fault.
"""

from __future__ import annotations

import marshal
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

#: Where the root that builds has source, packages and work; it is all that a build can see of the machine around it.
#: What public packages tell of their own makers' machines is theirs.
BUILDERS = re.compile(rb"/build/(?:source|venv|work|dist|cache|wheels)/[\w./-]{3,60}")
TESTS = re.compile(r"(^|/)(tests?|testing|conftest\.py|test_[^/]*\.py|goldens?)(/|$)")
GPL_ONLY = re.compile(
    r"virtualkeyboard|Qt6?(Charts|DataVisualization|Graphs|NetworkAuth|Quick3D|HttpServer)|readline|qgtk", re.IGNORECASE
)
GLIBC = re.compile(r"GLIBC_(\d+)\.(\d+)")
#: Of Debian 11, on which it has to start; of the machine's own where that was asked for.
NEWEST = (2, 31) if os.environ.get("YIGONGTI_BASE", "bullseye") == "bullseye" else (2, 36)
_MB = 1024**2


def main(bundle: Path) -> int:
    """Look at every file."""
    faults = []
    needed: Counter[tuple[int, int]] = Counter()
    for file in sorted(path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink()):
        place = file.relative_to(bundle).as_posix()
        content = file.read_bytes()
        if "/licences/" not in f"/{place}":
            faults += [f"{place}：造包机器的路径 {found.decode(errors='replace')}" for found in builders(content)]
        if TESTS.search(place):
            faults.append(f"{place}：像是测试的文件")
        if GPL_ONLY.search(place):
            faults.append(f"{place}：只有 GPL 许可的部件")
        if content[:4] == b"\x7fELF":
            glibc = newest(file)
            needed[glibc] += 1
            if glibc > NEWEST:
                faults.append(f"{place}：要 glibc {glibc[0]}.{glibc[1]}")
    faults += [f"程序里的 {name}：造包机器的路径 {path}" for name, path in packed_paths(bundle)]
    faults += [
        f"{path.relative_to(bundle)}：指向不存在的文件"
        for path in bundle.rglob("*")
        if path.is_symlink() and not path.exists()
    ]
    for fault in faults:
        sys.stderr.write(fault + "\n")
    if needed:
        most = max(needed)
        sys.stdout.write(f"安装包：{sum(needed.values())} 个二进制文件，最高要 glibc {most[0]}.{most[1]}\n")
    sizes = {
        part.name: sum(
            file.stat().st_size for file in [part, *part.rglob("*")] if file.is_file() and not file.is_symlink()
        )
        for part in bundle.iterdir()
    }
    sys.stdout.write(
        "安装包：" + "，".join(f"{name} {size / _MB:.1f} MB" for name, size in sorted(sizes.items())) + "\n"
    )
    return 1 if faults else 0


def builders(content: bytes) -> list[bytes]:
    """Return paths of the machine that builds, each once."""
    return sorted(set(BUILDERS.findall(content)))[:3]


def newest(file: Path) -> tuple[int, int]:
    """Return the newest glibc of which a binary asks something."""
    said = subprocess.run(["objdump", "-T", str(file)], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607 - of the root
    return max(((int(major), int(minor)) for major, minor in GLIBC.findall(said)), default=(0, 0))


def packed_paths(bundle: Path) -> Iterator[tuple[str, str]]:
    """Return modules that remember where they were compiled."""
    from PyInstaller.archive.readers import CArchiveReader  # noqa: PLC0415 - only where bundles are made

    program = next(path for path in bundle.iterdir() if path.is_file() and path.name.startswith("yigongti"))
    archive = CArchiveReader(str(program))
    packed = archive.open_embedded_archive(next(name for name in archive.toc if name.startswith("PYZ")))
    for name in packed.toc:
        code = packed.extract(name)
        if isinstance(code, bytes):
            code = marshal.loads(code)  # noqa: S302 - made here a minute ago
        if isinstance(code, CodeType) and code.co_filename.startswith("/"):
            yield name, code.co_filename


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
