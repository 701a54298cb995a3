"""The installers' own files, read as they are."""

from __future__ import annotations

import ast
import importlib.util
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
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


#: Makes modules unfindable, as they are in a bundle that leaves them out; then runs what stands below it.
_WITHOUT = """
import importlib.abc, json, sys
class Without(importlib.abc.MetaPathFinder):
    left_out = tuple(json.loads({names!r}))
    def find_spec(self, name, path=None, target=None):
        if name in self.left_out or name.startswith(tuple(f"{{one}}." for one in self.left_out)):
            raise ModuleNotFoundError("not in the bundle: " + name, name=name)
sys.meta_path.insert(0, Without())
"""


def program_without(names: Iterable[str], program: str) -> list[str]:
    """Return the words that start a program of Python's in which some modules are not there."""
    return [sys.executable, "-X", "utf8", "-c", _WITHOUT.format(names=json.dumps(list(names))) + program]


def loaded(name: str) -> ModuleType:
    """Load a program of installers/bundle, which is no package."""
    found = importlib.util.spec_from_file_location(f"bundle_{name}", INSTALLERS / "bundle" / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module
