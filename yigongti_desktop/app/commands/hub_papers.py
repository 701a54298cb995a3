"""yigongti hub sign: a slip signed by certificate, drawn from the hub's own record."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.kernel import files


def add(word: Callable[[str, str], argparse.ArgumentParser], opened: Callable[[argparse.Namespace], Hub]) -> None:
    """Add the word."""
    signing = word("sign", "给一张转诊单做带电子签名的 PDF（县里认可电子签名时）")
    signing.add_argument("number", metavar="单号", help="转诊单的单号")
    signing.add_argument("--return", dest="is_return", action="store_true", help="回转单")
    signing.add_argument("--out", type=place, required=True, metavar="文件.pdf", help="存到哪里")
    signing.set_defaults(work=lambda given: _sign(given, opened(given)))


def _sign(given: argparse.Namespace, hub: Hub) -> int:
    from yigongti_desktop.app.hub_papers import signed_slip

    content = signed_slip(hub, given.number, is_return=given.is_return)
    files.save(given.out, content)
    common.say_line(str(given.out))
    return common.OK
