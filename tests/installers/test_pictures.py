"""A picture that a file dialog offers is read by the installed desk; what it cannot read is named in a sentence."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.installers.bundles import ROOT
from tests.installers.bundles import listed
from tests.installers.bundles import program_without
from yigongti_desktop.attachments.ui import photo_bar
from yigongti_desktop.capabilities.referrals.ui import case_files
from yigongti_desktop.capabilities.referrals.ui import scan_page
from yigongti_desktop.documents.code_reading import KINDS
from yigongti_desktop.documents.codes import draw_codes
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper

#: Ending → Pillow's name of the kind, and Qt's of the plugin; Qt has PNG and BMP built in.
PILLOWS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "bmp": "BMP", "webp": "WEBP", "tif": "TIFF", "tiff": "TIFF"}
QTS = {"jpg": "qjpeg", "jpeg": "qjpeg", "png": "", "bmp": "", "webp": "qwebp", "gif": "qgif"}
#: Offered so that a sentence says why it is not taken.
EXPLAINED = {"heic", "pdf", "json", "xml"}
_READ = """
from pathlib import Path
from yigongti_desktop.documents.code_reading import look
from yigongti_desktop.kernel.errors import Refused
told = {}
for file in sorted(Path(sys.argv[1]).iterdir()):
    try:
        told[file.name] = look(file.read_bytes()).texts
    except Refused as refusal:
        told[file.name] = refusal.code
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same code as a picture of each kind, and a file that is none."""
    import pypdfium2

    paper = Paper(title="码", foot="码")
    draw_codes(paper, 20 * MM, 40 * MM, ["YG11TEXT"])
    document = pypdfium2.PdfDocument(paper.bytes())
    picture = document[0].render(scale=2, grayscale=True).to_pil()
    document.close()
    made = tmp_path_factory.mktemp("pictures")
    for kind in KINDS:
        target = io.BytesIO()
        picture.save(target, kind)
        (made / kind).write_bytes(target.getvalue())
    (made / "none").write_bytes(b"MZ\x90\0 no picture")
    return made


def read(folder: Path, left_out: list[str]) -> dict[str, list[str] | str]:
    """Read them all in a process that lacks some modules."""
    ran = subprocess.run(
        [*program_without(left_out, _READ), str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    told: dict[str, list[str] | str] = json.loads(ran.stdout)
    return told


def test_the_installed_desk_reads_every_kind(folder: Path) -> None:
    told = read(folder, [*listed("NEVER"), *listed("HUB_ONLY")])
    assert told == {kind: ["YG11TEXT"] for kind in KINDS} | {"none": "code_file_kind"}


def test_a_kind_whose_plugin_is_not_there_is_refused_and_the_others_are_read(folder: Path) -> None:
    told = read(folder, ["PIL.WebPImagePlugin", "PIL._webp"])
    assert told["WEBP"] == told["none"] == "code_file_kind"
    assert all(told[kind] == ["YG11TEXT"] for kind in KINDS if kind != "WEBP")


def endings(offered: str) -> set[str]:
    """Return the endings of a file dialog's filter."""
    return set(re.findall(r"\*\.(\w+)", offered))


def test_what_the_page_of_codes_offers_is_a_kind_that_is_read() -> None:
    offered = endings(scan_page._FILES) - EXPLAINED
    assert len(offered) > 5
    assert {PILLOWS[ending] for ending in offered} <= set(KINDS)


@pytest.mark.parametrize("offered", [case_files._FILES, photo_bar._FILES])
def test_the_pictures_that_are_offered_have_their_plugin_of_qt_in_the_bundle(offered: str) -> None:
    left_out = re.compile(listed("UNUSED_QT"), re.IGNORECASE)
    plugins = {QTS[ending] for ending in endings(offered) - EXPLAINED} - {""}
    assert len(plugins) > 1
    for plugin in plugins:
        assert not left_out.search(f"PySide6/Qt/plugins/imageformats/lib{plugin}.so")
        assert not left_out.search(f"PySide6\\plugins\\imageformats\\{plugin}.dll")
    assert left_out.search("PySide6/Qt/plugins/imageformats/libqtiff.so")
