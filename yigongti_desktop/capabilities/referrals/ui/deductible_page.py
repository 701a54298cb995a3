"""起付线: what a patient pays over the stays of one treatment, explained, and the notice for them to sign."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.referrals.printing.deductible import deductible_notice
from yigongti_desktop.capabilities.referrals.store import deductible as store
from yigongti_desktop.capabilities.referrals.store.deductible import Begun
from yigongti_desktop.capabilities.referrals.ui.deductible_work import DRAFT
from yigongti_desktop.capabilities.referrals.ui.deductible_work import DeductibleWork
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.papers import draw


class DeductiblePage(Page):
    """The page."""

    topics = frozenset({"county"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "起付线")
        self.work: DeductibleWork | None = None
        self._known: Begun | None = None
        #: The referral whose stays are to stand here; empty for those of nobody in particular.
        self._wanted = ""
        self._clear = KeyButton("清空")
        self._print = KeyButton("打印告知单", "Ctrl+P", icon="printer", style=PRIMARY)
        self.set_buttons(self._clear, self._print)
        self._clear.clicked.connect(self._on_clear)
        self._print.clicked.connect(self._on_print)
        on_key(self, "Ctrl+P", self._on_print)

    def open(self, argument: Any) -> None:
        """Go on with what was kept for a referral, or begin with the stays that it tells of."""
        self.leave()
        self._wanted = str(argument or "")
        self._ask()

    def reload(self) -> None:
        """Begin with what was kept; what stands here stays."""
        if self.work is None:
            self._ask()

    def leave(self) -> None:
        """Keep what is written."""
        if self.work is not None:
            self.work.end_typing()
            self.work.keep_draft()

    def first_focus(self) -> None:
        """Put the cursor into the first cell."""
        if self.work is not None:
            self.work.first_focus()

    def _ask(self) -> None:
        referral = self._wanted
        own = self.desk.actor.institution if self.desk.actor else ""
        today = day(self.desk.now())

        def show(known: Begun) -> None:
            self.desk.ask_draft(self, DRAFT, referral, done=lambda kept: begin_with(known, kept))

        def begin_with(known: Begun, kept: dict[str, Any] | None) -> None:
            if self._wanted == referral:  # another may have been asked for meanwhile
                self._begin(known, kept)

        self.desk.read(self, store.begun, own, referral, today, done=show, failed=self.show_fault)

    def _begin(self, known: Begun, kept: dict[str, Any] | None) -> None:
        if self.work is not None:
            self.body.removeWidget(self.work)
            self.work.deleteLater()
        self._known = known
        self.work = DeductibleWork(self.desk, known, self._wanted)
        self.body.addWidget(self.work, 1)
        self.work.reckoned.connect(self._on_reckoned)
        self.work.begin(kept)
        self.first_focus()

    def _on_reckoned(self) -> None:
        self._print.setEnabled(self.work is not None and bool(self.work.found))
        whose = self.work.patient if self.work is not None else ""
        self.set_title("起付线", f"患者 {whose}" if whose else "按规定转诊少付多少，算给患者看")

    def _on_clear(self) -> None:
        if self.work is None or self._known is None:
            return
        self.work.drop_draft()
        if self._wanted:  # what is typed from now on is not that case's
            self._wanted = ""
            self._ask()
        else:
            self._begin(Begun(terms=self._known.terms, place=self._known.place), None)

    def _on_print(self) -> None:
        work, known = self.work, self._known
        if work is None or known is None or not work.check() or not work.found:
            return
        patient, found, now = work.patient, work.found, self.desk.now()
        draw(self, lambda: deductible_notice(patient, known.place, found, known.terms, now), "医保起付线告知单")
