"""yigongti hub import|export: packages of USB sticks, one or a folder of them; one bad file never stops the rest."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.words import say
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.words import size
from yigongti_desktop.protocol import sealed
from yigongti_desktop.storage import sticks

if TYPE_CHECKING:
    from yigongti_desktop.app.hub import Hub
    from yigongti_desktop.hub.enrolment import Device

_PERCENT = 100


def add_import(to: argparse.ArgumentParser) -> None:
    """Add the options of an import of packages."""
    to.add_argument("--answer", type=place, metavar="文件或文件夹", help="回执包写到哪里；导入几个同步包时写文件夹")
    to.add_argument("--json", action="store_true", help="同步包的结果以 JSON 输出，一个一行")


def add_export(to: argparse.ArgumentParser) -> None:
    """Add the options of an answer without a package."""
    to.add_argument("device", metavar="设备", help="编号，或 简称-字母，如 岳口-A")
    to.add_argument("file", type=place, metavar="文件或文件夹", help="回执包写到哪里")
    to.add_argument("--json", action="store_true", help="以 JSON 输出")


def named(paths: Iterable[Path]) -> list[Path]:
    """Return the packages meant by files and folders; empty when one of them is neither.

    Answers that lie in a folder, as they do after an import, are not counted.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += [one for one in sorted(path.glob(f"[!.]*{sticks.SUFFIX}")) if not _is_answer(one)]
        elif path.exists() or path.suffix == sticks.SUFFIX:
            found.append(path)
        else:
            return []
    return list(dict.fromkeys(found))


def take_all(hub: Hub, files: list[Path], given: argparse.Namespace) -> int:
    """Take packages in and write their answers; each is told in a line."""
    bad, is_alone = 0, len(files) == 1 and Path(given.what) == files[0]
    for file in files:
        try:
            told = _take(hub, file, given.answer, is_alone=is_alone)
        except Fault as fault:
            bad += 1
            _tell(given, {"file": str(file), "code": fault.code}, f"{file.name}　{say(fault)}")
            continue
        bad += bool(told["new_epoch"])
        _tell(given, told, f"{file.name}　{_words(told)}")
    if len(files) > 1 and not given.json:
        common.say_line(f"共 {len(files)} 个包，{len(files) - bad} 个收好，{bad} 个要看。")
    return common.NOT_DONE if bad else common.OK


def hand_out(hub: Hub, given: argparse.Namespace) -> int:
    """Write an answer for a device that has brought no package."""
    from yigongti_desktop.app.keeper import Keeper

    device = Keeper(hub).device(given.device)
    target = _target(hub, given.file, device, is_alone=True)
    made = hub.packages.hand_out(device.id, target, progress=progress("导出"))
    told = {"file": str(made.file), "receipts": made.receipts, "records": made.records, "size": made.size}
    words = f"已导出 {made.file.name}（{size(made.size)}）：{made.receipts:,} 份回执，{made.records:,} 条记录。"
    _tell(given, told, words)
    return common.OK


def progress(what: str) -> Callable[[int, int], bool]:
    """Return what shows on a terminal how far a file has come; in a script it is silent."""
    if not sys.stderr.isatty():
        return lambda _done, _size: True
    shown = -1

    def show(done: int, whole: int) -> bool:
        nonlocal shown
        percent = min(_PERCENT, _PERCENT * done // max(1, whole))
        if percent != shown:
            shown = percent
            sys.stderr.write(f"\r{what} {percent}%" + ("\r\033[K" if percent == _PERCENT else ""))
            sys.stderr.flush()
        return True

    return show


def _take(hub: Hub, file: Path, answer: Path | None, *, is_alone: bool) -> dict[str, Any]:
    from yigongti_desktop.app.keeper import Keeper

    if _kind(file) == sealed.REQUEST:
        return _admit(hub, file, answer, is_alone=is_alone)
    taken = hub.packages.take(file, progress("导入"))
    device = Keeper(hub).device(taken.device)
    told: dict[str, Any] = {
        "file": str(file),
        "code": "",
        "device": taken.device,
        "institution": device.institution,
        "place": _place(hub, device),
        "letter": device.letter,
        "batches": taken.batches,
        "new_batches": taken.new_batches,
        "acts": taken.acts,
        "refused": taken.refused,
        "new_epoch": taken.new_epoch,
        "answer": "",
    }
    if answer is not None:
        target = _target(hub, answer, device, is_alone=is_alone)
        made = hub.packages.hand_out(taken.device, target, taken, progress("导出"))
        told |= {"answer": str(made.file), "receipts": made.receipts, "records": made.records}
    return told


def _admit(hub: Hub, file: Path, answer: Path | None, *, is_alone: bool) -> dict[str, Any]:
    """Make a machine a device as its request asks; without an answer it does not know, and is asked for again."""
    from yigongti_desktop.app.keeper import Keeper

    enrolled = hub.admissions.take(file)
    told: dict[str, Any] = {
        "file": str(file),
        "code": "",
        "device": enrolled.device,
        "institution": enrolled.institution,
        "place": enrolled.place,
        "letter": enrolled.letter,
        "new_epoch": 0,
        "answer": "",
    }
    if answer is not None:
        device = Keeper(hub).device(enrolled.device)
        target = _target(hub, answer, device, what="登记回执", is_alone=is_alone)
        made = hub.admissions.hand_out(enrolled, target, progress("导出"))
        told |= {"answer": str(made.file), "records": made.records}
    return told


def _words(told: dict[str, Any]) -> str:
    if "batches" not in told:
        answer = (
            f"登记回执 {Path(told['answer']).name}：{told['records']:,} 条记录，请带回那台电脑打开"
            if told["answer"]
            else "还没有写登记回执：请写上 --answer 再导入一次，算同一台"
        )
        return f"{told['place']}-{told['letter']}：已登记。{answer}。"
    again = (
        "" if told["new_batches"] == told["batches"] else f"（其余 {told['batches'] - told['new_batches']} 批以前收过）"
    )
    parts = [f"{told['place']}-{told['letter']}：新收 {told['acts']:,} 条，其中退回 {told['refused']:,} 条"]
    if told["new_epoch"]:
        parts.append("；后面的接不上：这台电脑恢复过备份或被复制过，没有收。请它导入回执包后再导出一次")
    else:
        parts.append(again)
    if told["answer"]:
        parts.append(f"。回执包 {Path(told['answer']).name}：{told['receipts']:,} 份回执，{told['records']:,} 条记录")
    return "".join(parts) + "。"


def _target(hub: Hub, target: Path, device: Device, *, is_alone: bool, what: str = "回执包") -> Path:
    if not is_alone:
        sticks.make_folder(target)
    return sticks.placed(target, sticks.name_of(what, f"{_place(hub, device)}-{device.letter}", hub.clock.now()))


def _place(hub: Hub, device: Device) -> str:
    from yigongti_desktop.app.keeper import Keeper

    return Keeper(hub).institution(device.institution).place


def _kind(file: Path) -> str:
    with sticks.reading_from(file) as stick:
        return sealed.Package(stick).head.kind


def _is_answer(file: Path) -> bool:
    try:
        return _kind(file) not in sealed.UPWARD
    except Fault:
        return False


def _tell(given: argparse.Namespace, told: dict[str, Any], words: str) -> None:
    if given.json:
        common.say_json(told)
    else:
        common.say_line(words)
