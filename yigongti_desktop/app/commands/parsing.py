"""Arguments read in Chinese; nothing heavy is loaded, since the window's start waits for it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any
from typing import NoReturn

CANNOT = 2
_MOST_TOLD = 60
_ENGLISH = {
    "usage: ": "用法：",
    "positional arguments": "位置参数",
    "options": "选项",
    "show this help message and exit": "显示本说明",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可选：%(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r 的格式不对",
    "expected one argument": "要跟一个值",
    "expected at least one argument": "要跟至少一个值",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "one of the arguments %s is required": "这些参数要有一个：%s",
    "not allowed with argument %s": "不能与 %s 同用",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确：%(matches)s",
    "ignored explicit argument %r": "后面不跟值，却写了 %r",
    "expected at most one argument": "最多跟一个值",
}


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese."""

    def __init__(self, **given: Any) -> None:
        _speak_chinese()
        super().__init__(**given, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and end with 2."""
        self.print_usage(sys.stderr)
        self.exit(CANNOT, f"{self.prog}：{message}\n")


def place(typed: str) -> Path:
    """Return a path that this system can have, whether or not it is there."""
    path = Path(typed)
    try:
        path.exists()
    except (OSError, ValueError):
        told = typed if len(typed) <= _MOST_TOLD else f"{typed[:_MOST_TOLD]}…"
        raise argparse.ArgumentTypeError(f"路径用不了：{told}") from None
    return path


def within(typed: str, most: int) -> int:
    """Return a whole number from 1 to the most."""
    number = int(typed)
    if not 0 < number <= most:
        raise ValueError(typed)
    return number


def has_screen() -> bool:
    """Say whether a window could be shown."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _speak_chinese() -> None:
    argparse._ = lambda text: _ENGLISH.get(text, text)  # type: ignore[attr-defined] # argparse has this one hook
