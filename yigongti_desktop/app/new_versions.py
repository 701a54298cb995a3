"""Looks for new versions on the hub by itself, fetches them in nobody's way, and offers what was checked.

Fetched is in turns of a few seconds, when no talk is under way, with a rest after each: the line is there for records.
What came stays when the desk is closed. Nothing is installed by itself. When it is time for what: `app.update_plan`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from yigongti_desktop.app import update_plan as plan
from yigongti_desktop.app.update_plan import Known
from yigongti_desktop.storage import facts

if TYPE_CHECKING:
    from yigongti_desktop.app.network_watch import NetworkWatch
    from yigongti_desktop.app.updates import Ready
    from yigongti_desktop.app.workbench import Workbench
    from yigongti_desktop.kernel.errors import Fault
    from yigongti_desktop.kit.desk import Desk
    from yigongti_desktop.kit.tasks import Tasks
    from yigongti_desktop.shell.workplace import Workplace

#: A turn of fetching ends with the piece during which so much time is over.
_TURN_SECONDS = 10.0
#: A rest is so many times as long as the turn before it, and no longer than this.
_REST, _LONGEST_REST = 3, 60.0
_CHANCE = random.SystemRandom()


class NewVersions(QObject):
    """Keeps an eye on the hub's shelf for one desk.

    Args:
        bench: the desk's data and its lines.
        desk: the desk with its threads.
        workplace: where a version is offered.
        network: knows what is paid for by its size.
        draw: returns a random number from 0 to less than 1.
    """

    def __init__(
        self,
        bench: Workbench,
        desk: Desk,
        workplace: Workplace,
        network: NetworkWatch,
        draw: Callable[[], float] = _CHANCE.random,
    ) -> None:
        super().__init__(desk)
        self._bench, self._desk, self._workplace = bench, desk, workplace
        self._network, self._draw = network, draw
        #: None until it was read, and for a program that believes no publisher.
        self._known: Known | None = None
        self._ready: Ready | None = None
        self._typed_at = desk.now()
        self._is_fetching, self._began = False, 0.0
        self._resting = QTimer(self, singleShot=True)
        self._resting.timeout.connect(self._fetch)
        desk.sync_ended.connect(self._on_ended)
        workplace.offer.taken.connect(self._install)
        workplace.offer.put_off.connect(self._put_off)

    def begin(self, aside: Tasks) -> None:
        """Remember what was planned, and what lies ready; it is read whole on a thread where nobody waits."""
        if self._known is None:
            aside.ask(self, self._recall, self._recalled)

    def stop(self) -> None:
        """Fetch no more; a turn under way ends with its piece."""
        self._resting.stop()

    def note_typing(self) -> None:
        """Note that somebody types."""
        self._typed_at = self._desk.now()

    def consider(self) -> None:
        """Offer what is ready, if this is a quiet moment."""
        ready, offer = self._ready, self._workplace.offer
        if ready is None or self._known is None or self._desk.actor is None or not offer.isHidden():
            return
        version, is_writing = ready.release.version, self._workplace.is_writing
        if plan.may_offer(self._known, version, self._desk.now(), self._typed_at, is_writing=is_writing):
            from yigongti_desktop.app import updates

            offer.say(version, closes=updates.waits_for_the_end(ready.release.platform))

    def _recall(self) -> tuple[Known, Ready | None] | None:
        from yigongti_desktop.app import updates

        program = updates.here()
        if not program.publishers:
            return None
        ready, _ = updates.look([self._bench.home.updates], program, whole=True)
        return plan.read(self._bench.fact(facts.NEW_VERSIONS)), ready

    def _recalled(self, found: tuple[Known, Ready | None] | None) -> None:
        if found is not None and self._known is None:
            self._known, self._ready = found

    def _on_ended(self, talk: Any) -> None:
        if talk.code:
            self._resting.stop()  # it goes on after the next talk that comes to its end
        elif self._known is not None and not self._resting.isActive():
            if self._known.due is None:
                self._keep(plan.begun(self._known, self._desk.now(), self._draw()))
            self._fetch()

    def _fetch(self) -> None:
        known, desk = self._known, self._desk
        if known is None or not plan.is_due(known, desk.now()) or self._network.is_metered:
            return
        if self._is_fetching or desk.is_talking:
            return
        self._is_fetching, self._began = True, time.monotonic()
        ends, leave = self._began + _TURN_SECONDS, plan.left_alone(known, desk.now())

        def go_on(_done: int, _size: int) -> bool:
            return not desk.is_closing and not desk.is_talking and time.monotonic() < ends

        desk.fetch(self, lambda: self._bench.fetch_update(go_on, leave), self._came, self._not_come)

    def _came(self, ready: Ready | None) -> None:
        self._is_fetching = False
        if self._known is not None:
            has_come = ready is not None
            self._keep(plan.asked(self._known, self._desk.now(), self._draw(), has_come=has_come))
        if ready is not None and ready != self._ready:
            self._ready = ready
            self._workplace.offer.hide()  # it may offer the one before
        self.consider()

    def _not_come(self, fault: Fault) -> None:
        self._is_fetching = False
        if fault.code == "stopped":
            took = time.monotonic() - self._began
            self._resting.start(round(1000 * min(_LONGEST_REST, _REST * took)))
        elif self._known is not None:
            self._keep(plan.failed(self._known, fault, self._desk.now(), self._draw()))

    def _install(self) -> None:
        """Lead to 关于, where it is installed and told how that went."""
        self._ready = None
        self._workplace.offer.hide()
        self._workplace.open_page("settings", "about")
        page: Any = self._workplace.page("settings")
        page.part("about").install_ready()

    def _put_off(self) -> None:
        offer, page = self._workplace.offer, self._workplace.current
        if self._known is not None and self._ready is not None:
            self._keep(plan.put_off(self._known, self._ready.release.version, self._desk.now()))
        focused = QApplication.focusWidget()
        was_there = focused is not None and offer.isAncestorOf(focused)
        offer.hide()
        if was_there and page is not None:
            page.first_focus()

    def _keep(self, known: Known) -> None:
        self._known = known
        kept = plan.write(known)
        self._desk.write(None, lambda connection: facts.put(connection, **{facts.NEW_VERSIONS: kept}))
