"""The installers' own files, read as they are."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import yigongti_desktop

ROOT = Path(yigongti_desktop.__file__).resolve().parents[1]
INSTALLERS = ROOT / "installers"
SPEC = INSTALLERS / "bundle" / "yigongti.spec"


def listed(name: str) -> Any:
    """Return a list, or the pattern of an expression, that the spec names."""
    for line in ast.parse(SPEC.read_text(encoding="utf-8")).body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name) and line.targets[0].id == name:
            value = line.value
            return ast.literal_eval(value.args[0] if isinstance(value, ast.Call) else value)
    raise LookupError(name)
