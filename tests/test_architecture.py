"""The house plan, kept: which room may know which."""

from __future__ import annotations

from pathlib import Path

from importlinter.cli import lint_imports


def test_the_import_rules_hold() -> None:
    root = Path(__file__).resolve().parents[1]
    assert lint_imports(config_filename=str(root / "pyproject.toml"), no_cache=True) == 0
