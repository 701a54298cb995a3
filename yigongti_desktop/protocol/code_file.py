"""An enrolment code as a file for a stick: a text that people can read, with a check over all of it at its end.

It holds no more than the code that is printed or read out, whose it is and until when; it has to be kept as such.
"""

from __future__ import annotations

import hashlib
from datetime import UTC
from datetime import datetime

import msgspec

from yigongti_desktop.kernel import letters
from yigongti_desktop.kernel.clock import CHINA
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.enrolment import EnrolmentCode
from yigongti_desktop.protocol.enrolment import read_code

#: How such files end, and most bytes of one.
SUFFIX = ".txt"
MOST = 4096
_TITLE = "医共体工作台登记码"
_WHOSE, _UNTIL, _CODE, _CHECK = "机构：", "有效期至：", "登记码：", "校验："
_MINUTE = "%Y-%m-%d %H:%M"
_CHECK_BYTES = 8
#: As the oldest editors of Windows show it rightly.
_ENCODING, _END = "utf-8-sig", "\r\n"


class CodeFile(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says."""

    code: EnrolmentCode
    #: Name of the institution that it makes a device of.
    institution: str
    #: Until when the hub takes it, to the minute.
    expires_at: datetime

    def written(self) -> bytes:
        """Return the content of the file."""
        lines = (
            _TITLE,
            _WHOSE + clean_line(self.institution),
            _UNTIL + local(self.expires_at).strftime(_MINUTE),
            _CODE + self.code.spell(),
        )
        body = "".join(line + _END for line in lines).encode(_ENCODING)
        return body + _check(body)


def read_code_file(content: bytes) -> CodeFile:
    """Read a code file.

    Raises:
        Refused: code_file_not_one, code_file_damaged, enrolment_code.
    """
    if len(content) > MOST or not content.startswith(_TITLE.encode(_ENCODING)):
        raise Refused("code_file_not_one")
    body, mark, _ = content.rpartition(_CHECK.encode())
    if not mark or content != body + _check(body):
        raise Refused("code_file_damaged")
    lines = body.decode(_ENCODING, "replace").splitlines()
    try:
        until = datetime.strptime(_after(lines, _UNTIL), _MINUTE).replace(tzinfo=CHINA)
    except ValueError:
        raise Refused("code_file_damaged") from None
    code = read_code(_after(lines, _CODE))
    return CodeFile(code=code, institution=_after(lines, _WHOSE), expires_at=until.astimezone(UTC))


def _after(lines: list[str], words: str) -> str:
    return next((line.removeprefix(words) for line in lines if line.startswith(words)), "")


def _check(body: bytes) -> bytes:
    return f"{_CHECK}{letters.spell(hashlib.sha256(body).digest()[:_CHECK_BYTES])}{_END}".encode()
