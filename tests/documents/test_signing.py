"""Papers signed by the hub's certificate: the file stays what it was, and whoever reads it can tell."""

from __future__ import annotations

import io
from datetime import UTC
from datetime import datetime
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.documents.archived import faults
from yigongti_desktop.documents import signing
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.hub.certificates import new_authority
from yigongti_desktop.hub.certificates import paper_pen
from yigongti_desktop.kernel.errors import Refused

NOON = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)
KEY, ROOT = new_authority("yigongti tianmen")
OTHER_ROOT = new_authority("another")[1]


def paper() -> bytes:
    made = Paper(title="双向转诊（转出）单 岳口-20261123-A-001", foot="", at=NOON)
    made.text(60, 80, "现有患者 𠮷䶮㛃")
    for name in ("岳口-20261123-A-001 1 doctor", "岳口-20261123-A-001 1 seal"):
        made.sign_field(name, 60, 300, 100, 40)
    return made.bytes()


@pytest.fixture(scope="module")
def signed() -> bytes:
    pen = paper_pen(KEY, ROOT, "天门市医共体同步中枢")
    return signing.sign(paper(), "岳口-20261123-A-001 1 seal", pen, NOON, "与中枢所存一致")


def test_a_signed_paper_is_proven_by_the_root_that_desks_pin(signed: bytes) -> None:
    (found,) = signing.check(signed, [ROOT], NOON)
    assert found.field == "岳口-20261123-A-001 1 seal"
    assert found.signer == "天门市医共体同步中枢"
    assert found.at == NOON
    assert found.is_intact
    assert found.is_trusted
    assert found.is_last


def test_signing_only_adds_and_the_file_is_still_fit_to_be_kept(signed: bytes) -> None:
    assert signed.startswith(paper())
    assert [fault for fault in faults(signed) if fault != "6.1.7.1 endstream"] == []


def test_a_changed_letter_shows(signed: bytes) -> None:
    place = signed.index(b"/Title")
    changed = signed[:place] + b"/Titel" + signed[place + 6 :]
    (found,) = signing.check(changed, [ROOT], NOON)
    assert not found.is_intact


def test_a_stranger_is_not_trusted(signed: bytes) -> None:
    (found,) = signing.check(signed, [OTHER_ROOT], NOON)
    assert found.is_intact
    assert not found.is_trusted
    assert found.is_last  # nothing was added to it: that does not hang on who signed


def test_what_is_added_after_a_signature_shows(signed: bytes) -> None:
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root["/OpenAction"] = generic.ArrayObject([])
    writer.update_root()
    grown = io.BytesIO()
    writer.write(grown)
    assert grown.getvalue().startswith(signed)
    (found,) = signing.check(grown.getvalue(), [ROOT], NOON)
    assert found.is_intact
    assert found.is_trusted
    assert not found.is_last


def test_a_paper_that_nobody_signed_has_no_signature() -> None:
    assert signing.check(paper(), [ROOT], NOON) == []


def test_only_an_empty_field_can_be_signed(signed: bytes) -> None:
    pen = paper_pen(KEY, ROOT, "中枢")
    for name in ("岳口-20261123-A-001 1 seal", "nothing"):
        with pytest.raises(Refused) as refusal:
            signing.sign(signed, name, pen, NOON, "")
        assert refusal.value.code == "field_unknown"
    twice = signing.sign(signed, "岳口-20261123-A-001 1 doctor", pen, NOON, "")
    first, second = signing.check(twice, [ROOT], NOON)
    assert first.is_intact
    assert second.is_intact
    assert first.is_last  # after it only another has signed
    assert second.is_last
