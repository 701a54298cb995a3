"""The Qt application of the desk: dressed, speaking Chinese, silent about faults of ours except in words."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo
from PySide6.QtCore import QLocale
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kit import theme
from yigongti_desktop.kit.garbage import Collector

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)
_PLACES = 8


def make_application(arguments: list[str] | None = None) -> QApplication:
    """Return the application, dressed; what the log-in does not show yet follows when it is painted.

    One that is there already is taken.
    """
    from yigongti_desktop.app.preferences import read_preferences

    there = QApplication.instance()
    app = there if isinstance(there, QApplication) else QApplication(arguments or [sys.argv[0]])
    if app.findChild(Collector) is None:
        Collector(app)
    app.setApplicationName("yigongti-desktop")
    app.setApplicationDisplayName("医共体工作台")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    theme.dress(app, read_preferences().theme, with_rare=False)
    return app


def speak_chinese() -> None:
    """Let Qt's own dialogs and menus speak Chinese."""
    app = QApplication.instance()
    if app is None or app.findChild(QTranslator) is not None:
        return
    for name, folder in (
        ("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("rest_zh_CN", str(resource("qt"))),  # what the first leaves in English
    ):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)


def watch_for_bugs(tell: Callable[[str, str], None]) -> None:
    """Let what nobody has dealt with be told in words, title and sentence; the log says where it was.

    What was typed goes nowhere.
    """

    def on_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        log.error("a fault of ours: %s at %s", kind.__name__, _where(trace))
        if isinstance(fault, Fault):
            from yigongti_desktop.app.words import say

            tell("没有办成", say(fault))
        else:
            tell("程序出了错", "这一步可能没有办成，已存的内容都在。请再试一次，并告诉县院医共体办公室。")

    sys.excepthook = on_fault


def _where(trace: TracebackType | None) -> str:
    places = []
    while trace is not None:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-_PLACES:])
