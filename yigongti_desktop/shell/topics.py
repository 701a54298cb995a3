"""The topics of 帮助: files of Markdown with a heading of their own for each thing one may look up.

It knows nothing of the screen; a topic whose name is that of a page is that page's topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kernel.places import resource

_SECTION = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SIGNS = re.compile(r"[*`|]|^[#>-]+ ", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading and what stands below it."""

    title: str
    #: Words without the signs of Markdown, in lower case.
    words: str


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One file."""

    name: str
    title: str
    text: str
    #: What stands before the first heading, then each heading; the first has no title.
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A topic, or one heading of it, as the list shows it."""

    topic: Topic
    #: Heading to begin at; empty is the top.
    section: str = ""

    @property
    def title(self) -> str:
        """Return the words of the list."""
        return self.section or self.topic.title


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """Return all topics in the order of their files."""
    files = sorted(resource("help").glob("*.md"))
    return tuple(_read(file.stem.partition("-")[2], file.read_text(encoding="utf-8")) for file in files)


def search(known: Sequence[Topic], typed: str) -> list[Place]:
    """Return the headings under which every word stands that was typed, or whose initials were; all topics for none."""
    wanted = typed.lower().split()
    if not wanted:
        return [Place(topic=topic) for topic in known]
    return [
        Place(topic=topic, section=section.title)
        for topic in known
        for section in topic.sections
        if all(_stands(word, section, topic) for word in wanted)
    ]


def _stands(word: str, section: Section, topic: Topic) -> bool:
    if word in section.words or word in topic.title.lower():
        return True
    return word.isascii() and any(key.startswith(word) for key in keys_of_term(section.title or topic.title))


def _read(name: str, text: str) -> Topic:
    title, _, body = text.partition("\n")
    title = title.lstrip("# ").strip()
    before, *pairs = _SECTION.split(body)
    sections = [Section(title="", words=_plain(f"{title}\n{before}"))]
    sections += [
        Section(title=head, words=_plain(f"{head}\n{below}"))
        for head, below in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    return Topic(name=name, title=title, text=text, sections=tuple(sections))


def _plain(text: str) -> str:
    return _SIGNS.sub("", _LINK.sub(r"\1", text)).lower()
