"""帮助: every page has its topic, what it names is on the screen, it is read and searched by keyboard alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import yigongti_desktop
from tests.fakes.time import StoppedClock
from tests.shell.workplaces import at_work
from tests.shell.workplaces import page_of
from tests.shell.workplaces import press
from tests.world import WORDS
from tests.world import World
from yigongti_desktop.app.pages import make_pages
from yigongti_desktop.app.workbench import create
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kit.theme import DARK
from yigongti_desktop.kit.theme import LIGHT
from yigongti_desktop.kit.theme import dress
from yigongti_desktop.kit.theme import theme
from yigongti_desktop.shell.help import HelpPage
from yigongti_desktop.shell.reading import Reader
from yigongti_desktop.shell.topics import Topic
from yigongti_desktop.shell.topics import search
from yigongti_desktop.shell.topics import topics
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.home import Home

_SOURCES = Path(yigongti_desktop.__file__).parent
_QUOTED = re.compile(r"「([^」]*)」")
_KEY = re.compile(r"`((?:Ctrl|Alt|Shift)\+[^`]+|F\d+|Esc|Ins|Del)`")
_LINK = re.compile(r"\]\(([^)]*)\)")
#: Keys that Qt or the window itself answers, so that no hint names them.
_UNNAMED = {"Alt+1", "Alt+9", "Shift+Enter"}


@lru_cache(maxsize=1)
def literals() -> tuple[set[str], list[re.Pattern[str]]]:
    """Return every text of the program's sources, and patterns of those with gaps; prose about the code left out."""
    texts: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for file in [*_SOURCES.rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value.strip())
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                if any(part and re.search(r"[\u4e00-\u9fff]", str(part)) for part in parts):
                    patterns.append(
                        re.compile("".join(".+" if part is None else re.escape(str(part)) for part in parts))
                    )
    return texts, patterns


def is_on_screen(words: str) -> bool:
    """Say whether the sources hold these words as one text."""
    texts, patterns = literals()
    return words in texts or any(pattern.fullmatch(words) for pattern in patterns)


def by_name(name: str) -> Topic:
    """Return a topic."""
    return next(topic for topic in topics() if topic.name == name)


def headings(reader: Reader) -> list[str]:
    """Return the headings as they were drawn."""
    return [block.text() for block in blocks(reader) if block.blockFormat().headingLevel()]


def blocks(reader: Reader) -> Iterator[QTextBlock]:
    """Return the paragraphs as they were drawn."""
    block = reader.document().begin()
    while block.isValid():
        yield block
        block = block.next()


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in its light dress."""
    dress(qapp, LIGHT)
    yield qapp
    dress(qapp, LIGHT)


@pytest.fixture
def reader(qtbot: QtBot, dressed: QApplication) -> Reader:
    """A page of help, shown alone; the fixture of the dress comes first."""
    assert dressed is QApplication.instance()
    made = Reader()
    qtbot.addWidget(made)
    made.resize(720, 600)
    made.show()
    return made


@pytest.fixture
def clinic(world: World, dressed: QApplication) -> World:
    """岳口 enrolled."""
    assert dressed is QApplication.instance()
    world.desk("岳口")
    return world


def test_every_page_of_the_desk_has_its_topic(tmp_path: Path) -> None:
    lock = lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS)  # noqa: E731 - as the desk takes it
    bench = create(Home(tmp_path / "岳口"), lock, clock=StoppedClock())
    pages = {spec.name: spec.title for spec in make_pages(bench, is_lead=False) if spec.name != "help"}
    bench.close()
    titles = {topic.name: topic.title for topic in topics()}
    assert len(pages) > 5
    assert {name: titles.get(name) for name in pages} == pages


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_every_name_in_corner_brackets_is_on_the_screen(topic: Topic) -> None:
    named = set(_QUOTED.findall(topic.text))
    assert {name for name in named if not is_on_screen(name)} == set()


def test_a_name_that_is_nowhere_on_the_screen_is_noticed() -> None:
    assert is_on_screen("保存并发送")
    assert is_on_screen("剩 2 天")
    assert not is_on_screen("保存并发出")
    assert not is_on_screen("剩 2 周")


def test_every_key_that_help_names_is_a_key_of_the_program() -> None:
    texts, _ = literals()
    named = {key for topic in topics() for key in _KEY.findall(topic.text)}
    assert {"F2", "Ctrl+Enter", "Ctrl+Shift+A"} <= named
    assert named - texts - _UNNAMED == set()


def test_every_link_leads_to_a_topic() -> None:
    names = {topic.name for topic in topics()}
    links = {link for topic in topics() for link in _LINK.findall(topic.text)}
    assert {"sync", "referrals"} <= links <= names


def test_every_topic_has_one_title_and_headings_that_differ() -> None:
    assert len(topics()) == len(list(resource("help").glob("*.md"))) > 8
    for topic in topics():
        assert topic.text.startswith(f"# {topic.title}\n")
        titles = [section.title for section in topic.sections]
        assert len(titles) == len(set(titles)), topic.name
    assert len({topic.title for topic in topics()}) == len(topics())


@pytest.mark.gui
@pytest.mark.parametrize("width", [576, 860])
@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_every_topic_is_drawn_whole(reader: Reader, topic: Topic, width: int) -> None:
    reader.resize(width, 500)
    reader.show_markdown(topic.text)
    assert headings(reader) == [topic.title, *(section.title for section in topic.sections[1:])]
    assert reader.document().size().width() <= reader.viewport().width() + 1  # tables are rounded up
    assert reader.verticalScrollBar().value() == 0
    plain = reader.toPlainText()
    assert not re.search(r"`|\*\*|\]\(|^\||^#", plain, re.MULTILINE)
    assert all(name in plain for name in _QUOTED.findall(topic.text))


@pytest.mark.gui
def test_titles_are_larger_than_headings_and_headings_than_words(reader: Reader) -> None:
    reader.show_markdown(by_name("trouble").text)
    sizes: dict[int, set[int]] = {}
    for block in blocks(reader):
        place = block.begin()
        sizes.setdefault(block.blockFormat().headingLevel(), set()).add(
            place.fragment().charFormat().font().pixelSize()
        )
    assert sizes == {1: {20}, 2: {14}, 0: {13}}


@pytest.mark.gui
def test_the_dark_dress_changes_the_text_that_is_open(reader: Reader, dressed: QApplication) -> None:
    def inks() -> set[str]:
        return {block.begin().fragment().charFormat().foreground().color().name() for block in blocks(reader)}

    reader.show_markdown(by_name("trouble").text)
    assert inks() == {theme.color("text").name()}
    light = theme.color("text").name()
    dress(dressed, DARK)
    assert inks() == {theme.color("text").name()}
    assert theme.color("text").name() != light


def test_search_finds_headings_by_words_and_by_initials() -> None:
    def found(typed: str) -> list[tuple[str, str]]:
        return [(place.topic.name, place.section) for place in search(topics(), typed)]

    assert ("settings", "恢复码") in found("恢复码")
    assert ("trouble", "忘了口令") in found("恢复码")
    assert ("trouble", "忘了密码") in found("wlmm")
    assert ("printing", "补打") in found("重打")
    assert found("恢复码 U 盘") == found("u 盘 恢复码") != []
    assert set(found("恢复码 盘")) < set(found("恢复码"))
    assert found("没有这个词呀") == []
    assert [name for name, _ in found(" ")] == [topic.name for topic in topics()]


def test_the_signs_of_markdown_and_the_targets_of_links_are_not_found() -> None:
    assert search(topics(), "referrals") == []
    assert search(topics(), "**") == []


@pytest.mark.gui
@pytest.mark.sync
@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_f1_opens_the_topic_of_the_page_and_escape_leads_back(
    clinic: World, qtbot: QtBot, size: tuple[int, int]
) -> None:
    with at_work(clinic, "岳口", qtbot, size) as workplace:
        for name in ("today", "referrals", "followups", "pharmacy", "residents", "sync", "settings"):
            page_of(workplace, name)
            press(workplace, Qt.Key.Key_F1)
            page = workplace.current
            assert isinstance(page, HelpPage)
            assert headings(page.reader)[0] == by_name(name).title
            press(workplace, Qt.Key.Key_F1)
            assert headings(page.reader)[0] == by_name(name).title
            press(workplace, Qt.Key.Key_Escape)
            assert workplace.current_name == name


@pytest.mark.gui
@pytest.mark.sync
def test_help_is_searched_and_read_by_keyboard_alone(clinic: World, qtbot: QtBot) -> None:
    with at_work(clinic, "岳口", qtbot) as workplace:
        page_of(workplace, "referrals")
        press(workplace, Qt.Key.Key_F1)
        page: Any = workplace.current
        qtbot.waitUntil(page.table.view.hasFocus)
        press(workplace, Qt.Key.Key_Slash)
        qtbot.waitUntil(page.table.search.hasFocus)
        QTest.keyClicks(page.table.search, "wlmm")
        qtbot.waitUntil(lambda: page.table.view.records.rowCount() == 2)  # the topic's name, and its heading
        press(workplace, Qt.Key.Key_Return)
        qtbot.waitUntil(page.table.view.hasFocus)
        press(workplace, Qt.Key.Key_Return)
        qtbot.waitUntil(page.reader.hasFocus)
        assert headings(page.reader)[0] == "遇到问题"
        top = page.reader.cursorForPosition(page.reader.viewport().rect().topLeft()).block()
        assert "忘了密码" in {top.text(), top.next().text()}
        before = page.reader.verticalScrollBar().value()
        press(workplace, Qt.Key.Key_Down)
        assert page.reader.verticalScrollBar().value() > before
        press(workplace, Qt.Key.Key_Slash)
        qtbot.waitUntil(page.table.search.hasFocus)
        press(workplace, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: page.table.view.records.rowCount() == len(topics()))
        press(workplace, Qt.Key.Key_Escape)
        assert workplace.current_name == "referrals"


@pytest.mark.gui
@pytest.mark.sync
def test_what_was_typed_is_marked_where_it_stands(clinic: World, qtbot: QtBot) -> None:
    with at_work(clinic, "岳口", qtbot) as workplace:
        page: Any = page_of(workplace, "help")
        page.table.search.setText("恢复码")
        qtbot.waitUntil(lambda: bool(page.reader.extraSelections()))
        assert {mark.cursor.selectedText() for mark in page.reader.extraSelections()} == {"恢复码"}
        page.table.search.setText("没有这个词呀")
        qtbot.waitUntil(page.table.empty.isVisible)
        page.open("sync")
        qtbot.waitUntil(lambda: headings(page.reader)[0] == "同步")
        assert page.reader.extraSelections() == []


@pytest.mark.gui
@pytest.mark.sync
def test_a_link_opens_its_topic(clinic: World, qtbot: QtBot) -> None:
    with at_work(clinic, "岳口", qtbot) as workplace:
        page: Any = page_of(workplace, "help")
        assert headings(page.reader)[0] == "先看这里"
        page.reader.setFocus()
        press(workplace, Qt.Key.Key_Tab)  # the first link: 同步
        press(workplace, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: headings(page.reader)[0] == "同步")
        assert page.table.view.current().topic.name == "sync"
