"""What is written in place of the list of residents: a form, two records that become one, a list that comes in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.ui.form import ResidentForm
from yigongti_desktop.registry.ui.import_view import ImportView
from yigongti_desktop.registry.ui.merging import MergeView

_FILES = "表格 (*.xlsx *.csv)"


class Works(ListPage[Resident]):
    """The page of residents, as far as it writes."""

    def __init__(self, desk: Desk, title: str, *, hint: str) -> None:
        super().__init__(desk, title, hint=hint)
        self._save_button = KeyButton("保存", "Ctrl+Enter", style=PRIMARY)
        self._merge_button = KeyButton("合并", "Ctrl+Enter", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        self._merge_button.clicked.connect(self._merge)

    def show_alone(self, resident: Resident | None) -> None:
        """Show one resident in the list."""
        raise NotImplementedError

    def ask_file(self) -> None:
        """Ask for a list of residents, and begin to take it in."""
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "导入居民名册", "", _FILES)
        if chosen:
            self.begin_import(Path(chosen))

    def begin_import(self, file: Path) -> None:
        """Look at a list and check it."""
        self.leave_work(quietly=True)
        view = ImportView(self.desk, file)
        view.failed.connect(lambda fault: self.banner.say("", self.desk.say(fault)))
        view.ended.connect(self._imported)
        on_key(view, "Ctrl+Return", view.apply)
        on_key(view, "Ctrl+R", view.check)
        on_key(view, "Esc", self.leave_work)
        self.begin_work(view, "导入居民", file.name, view.check_button, view.import_button)
        view.columns.form.focus_first()

    def begin_merge(self, resident: Resident) -> None:
        """Put a record beside another of the same person."""
        self.leave_work(quietly=True)
        view = MergeView(self.desk, resident)
        view.finished.connect(self._merge_button.setFocus)
        on_key(view, "Ctrl+Return", self._merge)
        on_key(view, "Esc", self.leave_work)
        self.begin_work(view, "合并重复", resident.name, self._merge_button)
        view.form.focus_first()

    def _merge(self) -> None:
        view = self.work
        command = view.command() if isinstance(view, MergeView) else None
        if command is None or not isinstance(view, MergeView):
            return

        def merged(resident: Resident) -> None:
            self.leave_work(quietly=True)
            self.show_alone(resident)
            self.wants_toast.emit("已存本机，待上传", f"{resident.name}　重复档案已合并", None)

        self.desk.do(self, command, merged, view.show_refusal)

    def _imported(self, title: str, words: str) -> None:
        self.leave_work(quietly=True)
        self.first_focus()
        self.wants_toast.emit(title, words, None)

    @property
    def _form(self) -> ResidentForm | None:
        return self.work if isinstance(self.work, ResidentForm) else None

    def _begin(self, resident: Resident | None) -> None:
        actor = self.desk.actor
        if actor is None or (resident is None and self._form is not None and self._form.resident is None):
            return
        self.leave_work(quietly=True)
        form = ResidentForm(self.desk, resident)
        form.finished.connect(self._save_button.setFocus)
        on_key(form, "Ctrl+Return", self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        on_key(form, "Esc", self.leave_work)
        self.begin_work(
            form, "修改资料" if resident else "登记居民", resident.name if resident else "", self._save_button
        )

        def begin(draft: dict[str, object] | None) -> None:
            form.begin(draft)
            if draft and self.work is form:
                self.say_resumed(form.begin_anew)

        self.desk.read(self, store.kept_draft, actor.account, form.draft_key, done=begin)

    def _save(self) -> None:
        form = self._form
        if form is None or not form.check():
            return
        try:
            command = form.command()
        except Refused as fault:
            self._show_refusal(fault)
            return
        if command is None:
            self.leave_work()
            return

        def saved(resident: Resident) -> None:
            form.drop_draft()
            self.leave_work(quietly=True)
            self.show_alone(resident)
            self.wants_toast.emit("已存本机，待上传", resident.name, None)

        self.desk.do(self, command, saved, self._show_refusal)

    def _show_refusal(self, fault: Fault) -> None:
        form = self._form
        if form is not None and form.show_refusal(fault):
            self.banner.clear()
        elif fault.code == "resident_known":
            known = KeyButton("打开档案", "", icon="person")
            known.clicked.connect(lambda: self.open_argument(str(fault.facts["resident"])))
            self.banner.say("本院已登记这个人", "不用再登记，可以打开原来的档案修改。", known)
        else:
            self.banner.say("没有存上", self.desk.say(fault))

    def leave_work(self, *, quietly: bool = False) -> None:
        """Come back to the list; what was not saved is kept as a draft."""
        form = self._form
        if isinstance(self.work, ImportView) and self.work.is_busy:
            self.work.stop()
            if not quietly:
                return  # it ends by itself, and says how far it has come
        if isinstance(self.work, ImportView):
            self.work.let_go()
        if form is not None:
            form.keep_draft()
            if not quietly and form.is_dirty:
                self.wants_toast.emit("草稿已存本机", "下次打开接着写", None)
        super().leave_work(quietly=quietly)
