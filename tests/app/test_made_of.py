"""关于 says which program this is and names each component of somebody else with its licence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from yigongti_desktop.app import made_of
from yigongti_desktop.kernel import places
from yigongti_desktop.kernel.version import VERSION


def test_a_clone_lists_its_packages_each_with_a_version() -> None:
    found = {one.name.lower(): one for one in made_of.components()}
    assert {"pyside6_essentials", "reportlab", "sqlalchemy"} <= found.keys()
    assert "yigongti-desktop" not in found
    assert all(one.version for one in found.values())
    assert "LGPL" in found["pyside6_essentials"].licence
    assert "源码" in made_of.build()


def test_an_installed_program_shows_what_its_build_has_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "licences"
    (folder / "Qt").mkdir(parents=True)
    (folder / "Qt" / "00-LGPL-3").write_text("the text")
    line = {"name": "Qt", "version": "6.9.3", "licence": "LGPL-3.0-only", "texts": ["Qt/00-LGPL-3"], "files": 9}
    (folder / "index.json").write_text(json.dumps([line]))
    (tmp_path / "build.json").write_text('{"commit": "abc123"}')
    monkeypatch.setenv("YIGONGTI_RESOURCES", str(tmp_path))
    (component,) = made_of.components()
    assert (component.name, component.licence, made_of.text_of(component)) == ("Qt", "LGPL-3.0-only", "the text")
    assert VERSION in made_of.build()
    assert "abc123" in made_of.build()


def test_a_program_starts_itself_as_it_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.program()[1:] == ("-m", "yigongti_desktop")
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert len(places.program()) == 1
