"""What people write into cells of a roster: a duty by code or name, a day off, leave; what is not plain is asked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec import convert

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import half_width


class How(StrEnum):
    """By what a text was understood, or why it was not."""

    CODE = "code"
    NAME = "name"
    #: The sheet itself says what the letter means.
    LEGEND = "legend"
    OFF = "off"
    LEAVE = "leave"
    #: Not at the unit: 进修, 派驻, a dash.
    AWAY = "away"
    #: Somebody has said what it means.
    SAID = "said"
    # What has to be asked.
    UNKNOWN = "unknown"
    #: One half of the day.
    HALF = "half"
    #: Two duties on one day.
    TWO = "two"
    #: A duty with a remark: 白(替王芳).
    REMARK = "remark"


#: What is understood without a question.
PLAIN = frozenset({How.CODE, How.NAME, How.LEGEND, How.OFF, How.LEAVE, How.AWAY, How.SAID})


class Meaning(Struct, frozen=True, kw_only=True):
    """What a text means; the code is a proposal where it has to be asked."""

    how: How
    #: "" is the day off; None where there is no proposal.
    code: str | None


_HALF = re.compile(r"上午|下午|半天|半日|半|½|1/2|0\.5|\((?:上|下)\)")
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]")
_BETWEEN = re.compile(r"[/、,;+&|\n\\]|(?<=.)\s+(?=.)")
_PARTED, _SAYS = re.compile(r"[\s,;、。]+"), re.compile(r"\s*[=:]\s*")
_HOURS = re.compile(r"[\d(].*$")
_LONGEST = 4
_CLASS = "班"


def spelled(text: str) -> str:
    """Return a text as it is compared: half width, without blanks, in capitals."""
    return half_width(clean_line(text)).replace(" ", "").upper()


class _CellWords(Struct, frozen=True):
    off: frozenset[str]
    leave: frozenset[str]
    away: frozenset[str]


@lru_cache(maxsize=1)
def _cell_words() -> _CellWords:
    text = resource("rosters", "cell_words.toml").read_text(encoding="utf-8")
    found = convert(tomllib.loads(text), _CellWords)
    return _CellWords(*(frozenset(map(spelled, words)) for words in (found.off, found.leave, found.away)))


def legend(texts: Iterable[str], duties: Iterable[Duty]) -> dict[str, str]:
    """Return what the sheet itself says of its letters: A=白班, 夜：夜班; only what names a duty or a day off."""
    words, off, found = _words(duties), _cell_words().off, dict[str, str]()
    for text in texts:
        joined = _SAYS.sub("=", half_width(clean_line(text)).upper())
        for token in _PARTED.split(joined):
            for letters, named in () if token.startswith("=") else pairwise(token.split("=")):
                bare = _HOURS.sub("", named)
                meant = words.get(bare, "" if bare in off else None)
                if meant is not None and 0 < len(letters) <= _LONGEST:
                    found.setdefault(letters, meant)
    return found


class Codes:
    """The words of a unit and of one sheet."""

    def __init__(self, duties: Iterable[Duty], own: Mapping[str, str], said: Mapping[str, str | None]) -> None:
        """Learn the words.

        Args:
            duties: of the unit.
            own: what the sheet itself says of its letters.
            said: what somebody has answered, by the text as it is spelled.
        """
        self._duties = tuple(duties)
        self._codes = {spelled(duty.code): duty.code for duty in self._duties}
        self._names, self._own, self._said = _words(self._duties), own, said

    def meaning(self, text: str) -> Meaning:
        """Return what a text means; an empty one is not asked here."""
        key = spelled(text)
        if key in self._said:
            return Meaning(how=How.SAID, code=self._said[key])
        return self._plain(key) or self._mixed(key)

    def is_plain(self, text: str) -> bool:
        """Say whether a text is understood without a question."""
        return self.meaning(text).how in PLAIN

    def _plain(self, key: str) -> Meaning | None:
        ours, theirs = self._codes.get(key), self._own.get(key)
        if theirs is not None:
            if ours is not None and ours != theirs:
                return Meaning(how=How.UNKNOWN, code=theirs)
            return Meaning(how=How.LEGEND if ours is None else How.CODE, code=theirs)
        if ours is not None:
            return Meaning(how=How.CODE, code=ours)
        if key in self._names:
            return Meaning(how=How.NAME, code=self._names[key])
        known = _cell_words()
        for words, how in ((known.off, How.OFF), (known.leave, How.LEAVE), (known.away, How.AWAY)):
            if key in words:
                return Meaning(how=how, code="")
        return None

    def _mixed(self, key: str) -> Meaning:
        if _HALF.search(key):
            rest = [found for part in _BETWEEN.split(_HALF.sub("/", key)) if part and (found := self._plain(part))]
            return Meaning(how=How.HALF, code=_one([one.code for one in rest]))
        parts = [part for part in _BETWEEN.split(key) if part]
        known = [self._plain(part) for part in parts]
        if (len(parts) > 1 or _BETWEEN.search(key)) and known and all(known):
            return _joined([one.code for one in known if one])
        bare = _ASIDE.sub("", key)
        if bare != key and (found := self._plain(bare)):
            return Meaning(how=How.REMARK, code=found.code)
        for place in range(1, len(key)):
            one, other = self._plain(key[:place]), self._plain(key[place:])
            if one and other:
                return _joined([one.code, other.code])
        begun = {duty.code for duty in self._duties if key and spelled(duty.name).startswith(key)}
        return Meaning(how=How.UNKNOWN, code=begun.pop() if len(begun) == 1 else None)


def _joined(codes: list[str | None]) -> Meaning:
    """Return what two on one day are: half a day with half a day off, or two duties."""
    duties = {code for code in codes if code}
    if len(duties) > 1:
        return Meaning(how=How.TWO, code=None)
    return Meaning(how=How.HALF, code=_one(codes))


def _one(codes: list[str | None]) -> str | None:
    duties = {code for code in codes if code}
    return duties.pop() if len(duties) == 1 else None


def _words(duties: Iterable[Duty]) -> dict[str, str]:
    """Return the names of duties with and without their last sign; a name that two would bear is none."""
    found: dict[str, set[str]] = {}
    for duty in duties:
        name, code = spelled(duty.name), spelled(duty.code)
        for word in {name, name.removesuffix(_CLASS), f"{code}{_CLASS}"} - {""}:
            found.setdefault(word, set()).add(duty.code)
    return {word: codes.pop() for word, codes in found.items() if len(codes) == 1}
