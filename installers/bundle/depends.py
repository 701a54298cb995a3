"""Work out which packages of the system a bundle needs, from what its binaries ask for.

    python installers/bundle/depends.py BUNDLE

Prints them with commas. Runs where the bundle was made: each library that a binary names and the bundle does not have
belongs to a package there. Libraries that are loaded by name while the program runs are listed by hand.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC = re.compile(r"GLIBC_(\d+\.\d+)")
#: Of one system and of no other: later ones give these names too, or have others for the same.
_RENAMED = {"libssl1.1": "", "libffi7": "", "libc6": ""}
#: Asked for by name while the desk runs: fonts of the desktop's other programs, and the way to ask an administrator.
_BY_HAND = ("fontconfig",)


def main(bundle: Path) -> int:
    """Print the packages."""
    files = [path for path in bundle.rglob("*") if path.is_file() and path.open("rb").read(4) == b"\x7fELF"]
    own = {path.name for path in bundle.rglob("*.so*")}
    wanted: set[str] = set()
    newest = (0, 0)
    for file in files:
        said = _run("readelf", "-d", str(file))
        wanted |= {name for name in _NEEDED.findall(said) if name not in own}
        for found in _GLIBC.findall(_run("objdump", "-T", str(file))):
            newest = max(newest, tuple(map(int, found.split("."))))
    packages, lost = set(_BY_HAND) if any("PySide6" in str(file) for file in files) else set(), set()
    for name in sorted(wanted):
        package = _run("dpkg-query", "-S", f"*/{name}").partition(":")[0].strip()
        if not package:
            lost.add(name)
        elif _RENAMED.get(package, package):
            packages.add(package)
    for name in sorted(lost):
        sys.stderr.write(f"没有软件包有这个库：{name}\n")
    sys.stdout.write(", ".join([f"libc6 (>= {newest[0]}.{newest[1]})", *sorted(packages)]) + "\n")
    return 1 if lost else 0


def _run(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout  # noqa: S603 - tools of the root


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
