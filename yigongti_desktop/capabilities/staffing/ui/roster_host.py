"""What the helpers of the roster's page know of it."""

from __future__ import annotations

from datetime import date
from typing import Any
from typing import Protocol

from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.store.sheets import Opened
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.cell_panel import CellPanel
from yigongti_desktop.capabilities.staffing.ui.roster_keeping import Keeping
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.banner import Banner
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.empty import EmptyState


class Host(Protocol):
    """The page of the roster."""

    panel: CellPanel
    empty: EmptyState
    board: Board | None
    keeping: Keeping | None
    desk: Desk
    banner: Banner
    #: A signal.
    wants_toast: Any

    @property
    def opened(self) -> Opened | None:
        """Return the month as it was read last."""
        ...

    @property
    def month(self) -> date:
        """Return the first day of the month in sight."""
        ...

    @property
    def may_draw(self) -> bool:
        """Say whether this person draws rosters."""
        ...

    def show_side(self, side: QWidget | None) -> None:
        """Bring a panel into sight; None is that of why, where there is room for it."""
        ...

    def show_fault(self, fault: Fault) -> None:
        """Say what went wrong."""
        ...

    def show_head(self) -> None:
        """Say how the roster stands and what can be done."""
        ...

    def begin_amending(self) -> None:
        """Let what is published be changed."""
        ...

    def end_amending(self) -> None:
        """Show the published roster again; what was drawn on it is let go."""
        ...

    def first_focus(self) -> None:
        """Put the cursor into the grid."""
        ...

    def reload(self) -> None:
        """Read the month again."""
        ...
