"""Papers to the system's printers, or into a file where there is none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout
from PySide6.QtGui import QPageSize
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel import files
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit import saving
from yigongti_desktop.kit.pdf_pages import BROKEN
from yigongti_desktop.kit.pdf_pages import drawn

_DOTS = 300
_POINTS = 72
#: Points between which the long side of an A4 sheet lies, and a scale at which a page is drawn only to see how it lies.
_SHORTEST_A4, _LONGEST_A4, _SMALL = 700, 900, 0.25


def printers() -> list[str]:
    """Return the names of the system's printers."""
    return list(QPrinterInfo.availablePrinterNames())


def ask_and_print(parent: QWidget, pdf: bytes, title: str) -> str:
    """Ask for a printer and print; return its name, or nothing when the person thought better of it.

    Raises:
        Unavailable: printer_missing, printer_failed.
    """
    if not printers():
        raise Unavailable("printer_missing")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    _set_up(printer, pdf, title)
    dialog = QPrintDialog(printer, parent.window())
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return ""
    send(pdf, printer)
    return printer.printerName()


def print_to(pdf: bytes, title: str, name: str) -> None:
    """Print on a printer by its name.

    Raises:
        Unavailable: printer_missing, printer_failed.
    """
    if name not in printers():
        raise Unavailable("printer_missing")
    printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    _set_up(printer, pdf, title)
    send(pdf, printer)


def send(pdf: bytes, printer: QPrinter) -> None:
    """Draw the pages of a paper on a printer.

    Raises:
        Unavailable: printer_failed.
    """
    painter = QPainter()
    if not painter.begin(printer):
        raise Unavailable("printer_failed")
    whole = True
    try:
        for place, image in enumerate(drawn(pdf, _DOTS / _POINTS)):
            if place:
                whole = printer.newPage() and whole
            painter.drawImage(QRectF(painter.viewport()), image)
    except BROKEN:  # a page that nobody has looked at
        whole = False
    if not painter.end() or not whole:
        raise Unavailable("printer_failed")


def ask_and_save(parent: QWidget, pdf: bytes, name: str) -> Path | None:
    """Ask where to save a paper as PDF and save it; None when the person thought better of it.

    Raises:
        Unavailable: stick_full, file_not_writable, stick_gone.
    """
    target = saving.ask_where(parent, "存成 PDF", name, (".pdf",), "PDF")
    if target is not None:
        files.save(target, pdf)
    return target


def _set_up(printer: QPrinter, pdf: bytes, title: str) -> None:
    """Set the paper as the first page lies: A4, A3 or half an A4 sheet (A5), upright or across."""
    first = next(drawn(pdf, _SMALL, most=1))
    longest = max(first.width(), first.height()) / _SMALL
    is_across = first.width() > first.height()
    size = QPageSize.PageSizeId.A4
    if longest > _LONGEST_A4:
        size = QPageSize.PageSizeId.A3
    elif longest < _SHORTEST_A4:
        size = QPageSize.PageSizeId.A5
    printer.setPageSize(QPageSize(size))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if is_across else QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setResolution(_DOTS)
    printer.setDocName(title)
