"""Every code that storage, log-in and the desk may raise has a sentence for people."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import yigongti_desktop
from yigongti_desktop.app.words import VOCABULARY

PACKAGE = Path(yigongti_desktop.__file__).parent
ROOMS = [
    *sorted((PACKAGE / "storage").glob("*.py")),
    *sorted((PACKAGE / "registry" / "model").glob("*.py")),
    *sorted((PACKAGE / "registry" / "model" / "staff").glob("*.py")),
    *sorted((PACKAGE / "registry" / "service").glob("staff*.py")),
    *sorted((PACKAGE / "capabilities/staffing/model").glob("*.py")),
    *sorted((PACKAGE / "attachments").glob("*/*.py")),
    *sorted((PACKAGE / "capabilities/staffing/model/reading").glob("*.py")),
    *(PACKAGE / "kit" / f"{name}.py" for name in ("pictures", "picture_files")),
    *(PACKAGE / "capabilities/pharmacy" / name for name in ("model/difference_files.py", "service/requests.py")),
    *sorted((PACKAGE / "capabilities" / "staffing" / "model").glob("*.py")),
    *sorted((PACKAGE / "capabilities" / "staffing" / "service").glob("*.py")),
    *(PACKAGE / "kernel" / f"{name}.py" for name in ("cells", "dates")),
    *sorted((PACKAGE / "capabilities/referrals/model").glob("*.py")),
    *sorted((PACKAGE / "capabilities/referrals/service").glob("*.py")),
    *(PACKAGE / name for name in ("protocol/sealed.py", "sync/packages.py", "hub/packages.py", "hub/lists.py")),
    *(PACKAGE / name for name in ("protocol/admission.py", "protocol/code_file.py", "sync/admission.py")),
    *(PACKAGE / name for name in ("hub/admission.py", "app/admitting.py")),
    *(PACKAGE / "app" / f"{name}.py" for name in ("log_in", "unlocking", "workbench", "schema", "keeper", "formulary")),
]


def codes(file: Path) -> set[str]:
    """Return every text that stands in a raise or a refusal of a module, or in its table of codes."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"Refused", "Unavailable"}
        ):
            found |= {one.value for one in node.args[:1] if isinstance(one, ast.Constant)}
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_CODES":
            assert isinstance(node.value, ast.Dict)
            found |= {one.value for one in node.value.values if isinstance(one, ast.Constant)}
    return {str(code) for code in found}


@pytest.mark.parametrize("file", ROOMS, ids=lambda file: file.stem)
def test_every_code_of_a_room_has_a_sentence(file: Path) -> None:
    assert [code for code in sorted(codes(file)) if not VOCABULARY.knows(code)] == []


def test_the_codes_are_really_found() -> None:
    everything = set().union(*(codes(file) for file in ROOMS))
    assert {"disk_full", "vault_damaged", "account_locked", "clock_behind", "desk_exists", "not_found"} <= everything
