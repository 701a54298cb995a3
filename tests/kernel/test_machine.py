"""The addresses by which a machine is known."""

from __future__ import annotations

from pathlib import Path

from yigongti_desktop.kernel.machine import cards


def _card(folder: Path, name: str, address: str, *, is_real: bool = True) -> None:
    (folder / name).mkdir()
    (folder / name / "address").write_text(f"{address}\n")
    if is_real:
        (folder / name / "device").mkdir()


def test_real_cards_count_and_what_programs_made_does_not(tmp_path: Path) -> None:
    _card(tmp_path, "enp3s0", "00:1B:21:3c:4d:5e")
    _card(tmp_path, "wlan0", "a4:5e:60:01:02:03")
    _card(tmp_path, "usb0", "02:1b:21:3c:4d:5f")
    _card(tmp_path, "br0", "00:1b:21:3c:4d:60", is_real=False)
    _card(tmp_path, "can0", "")
    _card(tmp_path, "zero0", "00:00:00:00:00:00")
    assert cards(tmp_path) == {"001b213c4d5e", "a45e60010203"}


def test_a_machine_without_cards_tells_none(tmp_path: Path) -> None:
    assert cards(tmp_path / "missing") == frozenset()
