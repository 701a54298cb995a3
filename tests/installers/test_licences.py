"""Each file of a bundle has an owner and each owner a licence, also where no dpkg can be asked."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name

from tests.installers.bundles import INSTALLERS
from tests.installers.bundles import ROOT
from tests.installers.bundles import loaded
from tests.installers.test_locks import LINUX
from tests.installers.test_locks import locked

#: Goes into no bundle: what prepares the fonts and what makes it.
NOT_SHIPPED = {"justmytype", "justmytype-intl-cjk", "fonttools", "setuptools"}
#: As PyInstaller lays a bundle out on Windows: libraries of CPython's at the top, no folder lib-dynload.
WINDOWS = {
    "python311.dll": "CPython",
    "python3.dll": "CPython",
    "base_library.zip": "CPython",
    "_ssl.pyd": "CPython",
    "_ctypes.pyd": "CPython",
    "unicodedata.pyd": "CPython",
    "pyexpat.pyd": "CPython",
    "libssl-3.dll": "OpenSSL",
    "libcrypto-3-x64.dll": "OpenSSL",
    "libffi-8.dll": "libffi",
    "sqlite3.dll": "SQLite",
    "VCRUNTIME140.dll": "Microsoft Visual C++ Runtime",
    "VCRUNTIME140_1.dll": "Microsoft Visual C++ Runtime",
    "api-ms-win-crt-runtime-l1-1-0.dll": "Microsoft Visual C++ Runtime",
    "yigongti.exe": "PyInstaller",
    "yigongti-desk.exe": "PyInstaller",
    "resources/fonts/HanaMinB.ttf.zst": "HanaMin",
    "resources/counties/tianmen.toml": "医共体工作台",
    "unheard-of.dll": "",
    "unheard_of.pyd": "",
}
#: How the texts that lie with the installers begin and end, so that none is cut short.
ENDS = {
    "Apache-2.0": ("Apache License Version 2.0, January 2004", "permissions and limitations under the License."),
    "GPL-2": ("GNU GENERAL PUBLIC LICENSE Version 2, June 1991", "Public License instead of this License."),
    "GPL-3": (
        "GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007",
        "<https://www.gnu.org/licenses/why-not-lgpl.html>.",
    ),
    "LGPL-3": ("GNU LESSER GENERAL PUBLIC LICENSE Version 3, 29 June 2007", "choose that version for the Library."),
    "OFL-1.1.txt": ("SIL OPEN FONT LICENSE Version 1.1", "OR FROM OTHER DEALINGS IN THE FONT SOFTWARE."),
    "ICU.txt": ("COPYRIGHT AND PERMISSION NOTICE (ICU 58 and later)", "are the property of their respective owners."),
    "Hanazono.txt": ("----", "Copyright 2008, 2009, 2010, 2011 GlyphWiki Project."),
}


@pytest.fixture(scope="module")
def licences() -> Any:
    """The program that lays licences beside a bundle, on a machine without dpkg."""
    module: Any = loaded("licences")
    module.DPKG = Path("/nowhere/dpkg-query")
    return module


@pytest.fixture(scope="module")
def owners(licences: Any) -> Any:
    """Who has made what, as this interpreter knows it."""
    return licences.Owners()


@pytest.mark.parametrize(("place", "owner"), WINDOWS.items(), ids=str)
def test_on_windows_a_file_is_known_without_dpkg(owners: Any, place: str, owner: str) -> None:
    assert owners.of(Path(place), Path(place)) == owner


@pytest.mark.parametrize("name", sorted({*WINDOWS.values()} - {"", "医共体工作台", "HanaMin"}))
def test_what_windows_brings_has_a_licence_with_its_text(owners: Any, name: str) -> None:
    known = owners.licence(name)
    assert known["licence"]
    if name != "CPython":  # its text lies in its own folder, which not every machine has
        assert known["version"]
        assert owners.texts(name, known)


def test_the_usual_licences_lie_with_the_installers_in_full(licences: Any) -> None:
    parts = tomllib.loads((INSTALLERS / "bundle" / "licences.toml").read_text(encoding="utf-8")).values()
    named = {text for part in parts for text in part.get("common", ())}
    assert named <= ENDS.keys()
    for name, (first, last) in ENDS.items():
        text = " ".join((licences.COMMON / name).read_text(encoding="utf-8").split())
        assert text.startswith(first), name
        assert text.endswith(last), name
        assert (licences.COMMON / name).is_relative_to(ROOT)


def test_every_package_of_the_lock_that_goes_in_has_a_licence_with_its_text(owners: Any) -> None:
    names: dict[str, str] = {canonicalize_name(name): name for name in owners._distributions}
    shipped = [names[name] for name in locked(LINUX) if name not in NOT_SHIPPED]
    assert len(shipped) > 50
    known = {name: owners.licence(name) for name in shipped}
    assert [name for name in shipped if not known[name]["licence"] or not owners.texts(name, known[name])] == []


def test_the_licences_of_fonts_do_not_come_from_the_machine(tmp_path: Path) -> None:
    loaded("fonts").write_licences(tmp_path / "texts")
    rare = (tmp_path / "texts" / "HanaMin.txt").read_text(encoding="utf-8")
    assert rare.lstrip("-\n").startswith("Hanazono Font License")
    assert "花園フォント ライセンス" in rare
    main = (tmp_path / "texts" / "NotoSansSC-OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in main
    assert main.rstrip().endswith("OTHER DEALINGS IN THE FONT SOFTWARE.")


def test_the_folder_of_the_setup_is_made_before_it_is_written() -> None:
    lines = (INSTALLERS / "windows" / "build.cmd").read_text(encoding="utf-8").splitlines()
    made = next(place for place, line in enumerate(lines) if "mkdir build\\packages" in line)
    written = next(place for place, line in enumerate(lines) if line.startswith("makensis"))
    assert "/DOUT=%CD%\\build\\packages\\" in lines[written]
    assert made < written
