"""The packaged hub signs slips: what the spec leaves out is not needed for it, and what it needs comes along."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.app.test_signed_slips import take_signed
from tests.capabilities.reading import read
from tests.commands.office import environment
from tests.installers.bundles import INSTALLERS
from tests.installers.bundles import ROOT
from tests.installers.bundles import SPEC
from tests.installers.bundles import listed
from tests.installers.bundles import program_without
from tests.world import WORDS
from tests.world import World
from yigongti_desktop.documents import signing
from yigongti_desktop.kernel.places import resource

_MAIN = "from yigongti_desktop.__main__ import main; sys.exit(main(sys.argv[1:]))"
#: Folders of resources that the spec leaves behind, beside those that no bundle has.
_NOT_THE_HUBS = {"theme", "icons", "help", "decisions", "readme"}

pytestmark = pytest.mark.sync


def test_a_hub_without_what_is_left_out_signs_a_slip(world: World, tmp_path: Path) -> None:
    world.desk("岳口")
    sent = world.send_referral("岳口")
    world.desks["岳口"].sync()
    take_signed(world)
    resources = tmp_path / "resources"
    resources.mkdir()
    for one in resource().iterdir():
        if one.name not in _NOT_THE_HUBS:
            (resources / one.name).symlink_to(one)
    paper = tmp_path / "slip.pdf"
    words = ["hub", "sign", sent.number, "--out", str(paper), "--home", str(world.hub.home.path)]
    said = subprocess.run(
        [*program_without([*listed("NEVER"), *listed("DESK_ONLY")], _MAIN), *words],
        env=environment(WORDS) | {"YIGONGTI_RESOURCES": str(resources)},
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (said.returncode, said.stderr.decode()) == (0, "")
    (found,) = signing.check(paper.read_bytes(), [world.hub.authority], world.clock.now())
    assert found.is_intact
    assert found.is_trusted
    assert "邱传富" in read(paper.read_bytes()).flat


def test_the_fonts_of_slips_come_with_both_bundles() -> None:
    spec = SPEC.read_text(encoding="utf-8")
    (line,) = [line for line in spec.splitlines() if '"build/fonts"' in line]
    assert line.startswith("data.append"), "not only for one of them"
    making = (INSTALLERS / "bundle" / "make").read_text(encoding="utf-8")
    assert [line for line in making.splitlines() if "fonts" in line and "= desk" in line] == []


_EVERY_MODULE = """
import os
os.environ["PYPINYIN_NO_PHRASES"] = "true"
import importlib, pkgutil, pypinyin, yigongti_desktop
missing = []
for found in pkgutil.walk_packages(yigongti_desktop.__path__, "yigongti_desktop."):
    if ".migrations" not in found.name and not found.name.endswith("__main__"):
        try:
            importlib.import_module(found.name)
        except ModuleNotFoundError as fault:
            missing.append((found.name, fault.name))
print(missing)
"""


def test_the_desk_has_all_that_its_modules_name_at_their_top() -> None:
    """What belongs to the hub alone is asked for where it is used."""
    said = subprocess.run(
        program_without([*listed("NEVER"), *listed("HUB_ONLY"), "pypinyin.phrases_dict"], _EVERY_MODULE),
        env=environment(WORDS),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stdout.strip()) == (0, "[]"), said.stderr


def test_names_are_spelled_without_the_dictionary_of_phrases() -> None:
    spelled = "from yigongti_desktop.kernel.pinyin import readings; print(readings('邱')[0], readings('重'))"
    said = subprocess.run(
        program_without([*listed("NEVER"), "pypinyin.phrases_dict"], spelled),
        env=environment(WORDS) | {"PYPINYIN_NO_PHRASES": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (said.stdout.strip(), said.stderr) == ("qiu ('zhong', 'chong', 'tong')", "")
