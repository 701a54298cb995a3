"""What has turned since a roster was published, and who is missing on it: said above the grid, with the way to it."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.store.sheets import Opened
from yigongti_desktop.capabilities.staffing.ui.roster_host import Host
from yigongti_desktop.capabilities.staffing.ui.roster_people import Membership
from yigongti_desktop.capabilities.staffing.ui.roster_room import RosterRoom
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton

#: Names that are said.
_NAMED = 4


class Turned:
    """Says it while nothing more urgent is said there."""

    def __init__(self, page: Host, room: RosterRoom, people: Membership) -> None:
        self._page, self._room, self._people = page, room, people
        self._said: tuple[Any, ...] = ()

    def show(self, opened: Opened) -> None:
        """Say what there is to look at; what was said and holds no more is taken back."""
        banner, was = self._page.banner, self._said
        is_busy = not banner.isHidden() and not was
        self._said = (opened.turned, tuple(opened.missing)) if opened.turned or opened.missing else ()
        if is_busy or self._said == was:
            self._said = was if is_busy else self._said
            return
        if not self._said:
            banner.clear()
        elif opened.turned:
            first = opened.turned[0]
            more = f"（共 {len(opened.turned)} 处）" if len(opened.turned) > 1 else ""
            look = KeyButton("去看", "", icon="eye", style=LINK)
            look.clicked.connect(lambda: self._look(first))
            banner.say("公示以后情况变了", f"{first.text}{more}", look, tone="warn")
        else:
            names = list(opened.missing.values())
            more = f"等 {len(names)} 人" if len(names) > _NAMED else ""
            join = KeyButton("班上加人", "F11", icon="plus", style=LINK)
            join.clicked.connect(self._people.ask_join)
            words = f"{'、'.join(names[:_NAMED])}{more}在本单位上班，不在这张班表上。"
            banner.say("有人没在班表上", words, join, tone="accent", icon="people")

    def _look(self, one: Sentence) -> None:
        """Bring the cell under the cursor."""
        board, rostered = self._page.board, self._room.rostered
        if board is None or rostered is None:
            return
        places = [place for place, person in enumerate(board.people) if person.id in one.people]
        grid = rostered.grid
        if places:
            grid.show_people(range(len(board.people)))
            grid.go_to(places[0], (one.days[0] - board.ground.asked.month.first).days)
        grid.setFocus()
