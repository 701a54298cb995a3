"""What the words share: Chinese argument parsing, keys and passwords, faults as sentences, JSON."""

from __future__ import annotations

import argparse
import getpass
import logging
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from yigongti_desktop.app.commands.parsing import CANNOT
from yigongti_desktop.app.commands.parsing import Parser
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.log_in import Session
from yigongti_desktop.app.logs import log_to
from yigongti_desktop.app.unlocking import unlock
from yigongti_desktop.app.words import say
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import open_home
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.home import default_desk
from yigongti_desktop.storage.home import default_hub

log = logging.getLogger(__name__)
OK, NOT_DONE = 0, 1


def parser(word: str, what: str, *, is_hub: bool = False) -> Parser:
    """Return a parser for a word, with the options that all have."""
    made = Parser(prog=f"yigongti {word}", description=what)
    add_home(made, is_hub=is_hub)
    return made


def add_home(to: argparse.ArgumentParser, *, is_hub: bool = False) -> None:
    """Add the options that say which data is meant, and how it is opened."""
    default = default_hub() if is_hub else default_desk()
    to.add_argument("--home", type=place, default=default, metavar="文件夹", help=f"数据文件夹（默认 {default}）")
    to.add_argument(
        "--passphrase-file", type=place, metavar="文件", help="从文件读口令（也可用环境变量 YIGONGTI_PASSPHRASE）"
    )


def add_account(to: argparse.ArgumentParser) -> None:
    """Add the options that say who acts."""
    to.add_argument("--account", required=True, metavar="登录名", help="以谁的身份")
    to.add_argument(
        "--password-file", type=place, metavar="文件", help="从文件读密码（也可用环境变量 YIGONGTI_PASSWORD）"
    )


def guarded(work: Callable[[], int]) -> int:
    """Run a word; a fault becomes a sentence and an exit code, never a traceback."""
    try:
        return work()
    except Fault as fault:
        sys.stderr.write(say(fault) + "\n")
        return CANNOT if isinstance(fault, Refused) else NOT_DONE
    except KeyboardInterrupt:
        sys.stderr.write("已中断。\n")
        return NOT_DONE
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - whoever read has gone; the rest goes nowhere
        return OK
    except Exception as fault:  # noqa: BLE001 - the excepthook of the command line: a traceback tells people nothing
        place = traceback.extract_tb(fault.__traceback__)[-1]
        log.error("%s in %s line %d", type(fault).__name__, place.name, place.lineno or 0)  # noqa: TRY400 - its words may hold names
        sys.stderr.write(f"程序出错（{type(fault).__name__}，{place.name}），没有办成。请告诉县院医共体办公室。\n")
        return NOT_DONE


def open_desk(given: argparse.Namespace) -> Workbench:
    """Open the desk of --home."""
    home = Home(given.home)
    if home.vault.exists():  # a mistyped --home is not made
        log_to(home)
    return open_home(home, lambda path: unlock(path, lambda: passphrase(given)))


def log_in(desk: Workbench, given: argparse.Namespace) -> Session:
    """Log in as --account."""
    session = desk.log_in(given.account, password(given))
    if session.must_change and not getattr(given, "may_change", False):
        raise Refused("password_must_change")
    return session


def passphrase(given: argparse.Namespace, *, twice: bool = False) -> str:
    """Return the passphrase from a file, the environment or the terminal.

    Raises:
        Refused: passphrase_needed, passphrase_differs, file_missing.
    """
    return secret(given.passphrase_file, "YIGONGTI_PASSPHRASE", "口令：", "passphrase_needed", twice=twice)


def password(given: argparse.Namespace) -> str:
    """Return the password from a file, the environment or the terminal.

    Raises:
        Refused: password_needed, file_missing.
    """
    return secret(given.password_file, "YIGONGTI_PASSWORD", "密码：", "password_needed")


def say_line(text: str = "") -> None:
    """Write a line for people or scripts."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_json(value: Any) -> None:
    """Write a value as one line of JSON, in UTF-8 whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def secret(file: Path | None, variable: str, prompt: str, missing: str, *, twice: bool = False) -> str:
    """Return a secret from a file, an environment variable or the terminal; never from an argument."""
    if file is not None:
        if not file.is_file():
            raise Refused("file_missing", file=str(file))
        return _text(file.read_bytes()).strip("\r\n")
    if told := os.environ.get(variable):
        return told
    if not sys.stdin.isatty():
        raise Refused(missing)
    first = getpass.getpass(prompt)
    if twice and getpass.getpass("再输一遍：") != first:
        raise Refused("passphrase_differs")
    return first


def _text(content: bytes) -> str:
    """Return what an editor on Windows or Linux wrote, with or without its mark."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")
