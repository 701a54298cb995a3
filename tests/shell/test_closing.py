"""A desk that is closed stays closed, whatever answers were still on their way."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from yigongti_desktop.kit.tasks import Tasks


@pytest.mark.gui
def test_a_question_that_follows_from_the_last_answer_is_dropped(qtbot: QtBot) -> None:
    tasks = Tasks("reader")
    answers: list[int] = []

    def ask_again(answer: int) -> None:
        answers.append(answer)
        assert tasks.ask(None, lambda: answer + 1, answers.append).is_cancelled

    tasks.ask(None, lambda: 1, ask_again)
    tasks.close(finish=True)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [1]
