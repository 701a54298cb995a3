"""Find out whose every file of a bundle is, and lay the licences beside them.

    python installers/bundle/licences.py BUNDLE

Runs in the interpreter that made the bundle. Writes resources/licences/ with one folder of texts for each component
and index.json, which 关于 shows; ends with 1 and the names when a file has no owner or an owner no licence.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import ssl
import subprocess
import sys
import tomllib
from collections import defaultdict
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
#: The usual licences in full, so that a machine without Debian's copies makes bundles too.
COMMON = HERE / "texts"
DPKG = Path("/usr/bin/dpkg-query")
WORDS = ("licen", "copying", "notice", "authors", "copyright")
OURS = "医共体工作台"
PYTHON, OPENSSL, SQLITE = "CPython", "OpenSSL", "SQLite"


def main(bundle: Path) -> int:
    """Write the licences of a bundle and check that nothing is without."""
    inside = bundle / "_internal"
    places = Owners()
    owned: dict[str, list[Path]] = defaultdict(list)
    lost = []
    for file in sorted(path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink()):
        base = inside if file.is_relative_to(inside) else bundle / "solver" if "solver" in file.parts else bundle
        owner = places.of(file.relative_to(base), file)
        (owned[owner] if owner else lost).append(file)
    for name in places.of_modules(bundle):
        owned.setdefault(name, [])
    target = inside / "resources" / "licences"
    shutil.rmtree(target, ignore_errors=True)
    lines, bare = [], []
    for name in sorted(owned, key=str.lower):
        if name == OURS:
            continue
        known = places.licence(name)
        texts = places.texts(name, known)
        if not known["licence"] or not texts:
            bare.append(name)
        for place, (label, text) in enumerate(texts):
            folder = target / name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{place:02d}-{label}").write_bytes(text)
        lines.append(
            {
                "name": name,
                "version": known["version"],
                "licence": known["licence"],
                "files": len(owned[name]),
                "size": sum(file.stat().st_size for file in owned[name]),
                "texts": [f"{name}/{place:02d}-{label}" for place, (label, _) in enumerate(texts)],
            }
        )
    (target / "index.json").write_text(json.dumps(lines, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(f"安装包：{len(lines)} 个别人的部件，各有许可\n" if not bare + lost else "")
    for file in lost:
        sys.stderr.write(f"不知是谁的文件：{file.relative_to(bundle)}\n")
    for name in bare:
        sys.stderr.write(f"没有许可的部件：{name} {places.licence(name)}\n")
    return 1 if lost or bare else 0


class Owners:
    """Who has made what."""

    def __init__(self) -> None:
        self._extra: dict[str, dict[str, Any]] = tomllib.loads((HERE / "licences.toml").read_text(encoding="utf-8"))
        self._distributions = {one.metadata["Name"]: one for one in metadata.distributions() if one.metadata["Name"]}
        self._by_path = {
            str(file): name
            for name, one in self._distributions.items()
            for file in one.files or ()
            if ".." not in str(file)
        }
        self._by_module = metadata.packages_distributions()
        self._system: dict[str, str] = {}

    def of(self, place: Path, file: Path) -> str:
        """Return whose a file is; empty when nobody knows."""
        said = place.as_posix()
        for name, known in self._extra.items():
            if any(fnmatchcase(said, like) for like in known.get("files", ())):
                return name
        if said.startswith(("resources/", "yigongti_desktop/")):
            return OURS
        if said in self._by_path:
            return self._by_path[said]
        if place.parts[0].endswith(".dist-info"):
            return next((name for name, one in self._distributions.items() if _folder(one) == place.parts[0]), "")
        if said.startswith(("python3.11/", "lib-dynload/", "base_library")) or place.name.startswith("libpython"):
            return PYTHON
        if place.name.startswith(("libssl.so.3", "libcrypto.so.3")):
            return OPENSSL
        if place.suffix == ".pyd" and len(place.parts) == 1 and place.name.partition(".")[0] in sys.stdlib_module_names:
            return PYTHON  # on Windows its modules lie at the top
        return self._of_system(file.name)

    def of_modules(self, bundle: Path) -> set[str]:
        """Return who has made the modules that lie packed in the program."""
        from PyInstaller.archive.readers import CArchiveReader  # noqa: PLC0415 - only where bundles are made

        program = next(path for path in bundle.iterdir() if path.is_file() and path.name.startswith("yigongti"))
        archive = CArchiveReader(str(program))
        packed = next(name for name in archive.toc if name.startswith("PYZ"))
        tops = {name.partition(".")[0] for name in archive.open_embedded_archive(packed).toc}
        names = {name for top in tops for name in self._by_module.get(top, ())}
        return {name for name in names if name.lower() not in {"yigongti-desktop", "setuptools", "pip"}}

    def licence(self, name: str) -> dict[str, str]:
        """Return version and licence of a component."""
        known: dict[str, str] = {"version": "", "licence": ""}
        if name == PYTHON:
            known = {"version": sys.version.partition(" ")[0], "licence": "PSF-2.0"}
        elif name == OPENSSL:
            known = {"version": ssl.OPENSSL_VERSION.split()[1], "licence": "Apache-2.0"}
        elif name == SQLITE:
            known = {"version": sqlite3.sqlite_version, "licence": ""}
        elif name in self._distributions:
            one = self._distributions[name]
            known = {"version": one.version, "licence": _said(one.metadata)}
        elif name in self._system:
            known = {"version": self._system[name], "licence": "见所附 copyright"}
        return known | {key: value for key, value in self._extra.get(name, {}).items() if key in {"version", "licence"}}

    def texts(self, name: str, known: dict[str, str]) -> list[tuple[str, bytes]]:
        """Return the texts of a component's licence with their names."""
        found = []
        if name == PYTHON:
            places = [Path(sys.base_prefix, inside) for inside in ("lib/python3.11/LICENSE.txt", "LICENSE.txt")]
            found = [("LICENSE.txt", next((path for path in places if path.is_file()), places[0]))]
        elif name in self._distributions:
            files = self._distributions[name].files or ()
            found = [
                (file.name, Path(str(file.locate())))
                for file in files
                if (any(word in file.name.lower() for word in WORDS) or "licenses" in file.parts)
                and file.suffix not in {".py", ".pyc", ".so"}
            ]
        elif name in self._system:
            found = [("copyright", Path("/usr/share/doc", name, "copyright"))]
        more = self._extra.get(name, {})
        found += [(text, COMMON / text) for text in more.get("common", ())]
        found += [(Path(text).name, Path(text)) for text in more.get("texts", ())]
        read = [(label, path.read_bytes()) for label, path in found if path.is_file()]
        if not read and known["licence"] in STANDARD:
            path = STANDARD[known["licence"]]
            read = [(path.name, path.read_bytes())]
        if "words" in more:
            read.append(("NOTICE", str(more["words"]).encode()))
        return read

    def _of_system(self, name: str) -> str:
        if not DPKG.exists():
            return ""
        asked = subprocess.run(  # noqa: S603 - a name of a file that lies here
            [str(DPKG), "-S", f"*/{name}"], capture_output=True, text=True, check=False
        )
        package = asked.stdout.partition(":")[0].strip()
        if not package:
            return ""
        version = subprocess.run(  # noqa: S603 - as above
            [str(DPKG), "-W", "-f=${Version}", package], capture_output=True, text=True, check=False
        )
        self._system[package] = version.stdout.strip()
        return package


STANDARD = {"Apache-2.0": COMMON / "Apache-2.0", "GPL-3.0-only": COMMON / "GPL-3"}


def _folder(one: metadata.Distribution) -> str:
    return next((file.parts[0] for file in one.files or () if file.parts[0].endswith(".dist-info")), "")


def _said(known: Any) -> str:
    if expression := known.get("License-Expression"):
        return str(expression)
    classes = [line.rpartition(" :: ")[2] for line in known.get_all("Classifier") or () if line.startswith("License")]
    classes = [one for one in classes if one != "OSI Approved"]
    written = str(known.get("License") or "").strip().partition("\n")[0]
    return "、".join(classes) or written[:80]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
