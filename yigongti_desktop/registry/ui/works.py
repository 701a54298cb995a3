"""What is written in place of the list of residents: a form, two records that become one, a list that comes in."""

from __future__ import annotations

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.service.importing import ResidentImport
from yigongti_desktop.registry.ui.form import ResidentForm
from yigongti_desktop.registry.ui.merging import MergeView
from yigongti_desktop.registry.ui.taking import TakingPage


class Works(TakingPage[Resident]):
    """The page of residents, as far as it writes."""

    list_kind, list_name, list_done = ResidentImport, "导入居民", "居民已导入"

    def __init__(self, desk: Desk, title: str, *, hint: str) -> None:
        super().__init__(desk, title, hint=hint)
        self._save_button = KeyButton("保存", "Ctrl+Enter", style=PRIMARY)
        self._merge_button = KeyButton("合并", "Ctrl+Enter", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        self._merge_button.clicked.connect(self._merge)

    def show_alone(self, resident: Resident | None) -> None:
        """Show one resident in the list."""
        raise NotImplementedError

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

    def _begin(self, resident: Resident | None) -> None:
        known = self.work
        if resident is None and isinstance(known, ResidentForm) and known.resident is None:
            return
        form = ResidentForm(self.desk, resident)
        form.finished.connect(self._save_button.setFocus)
        on_key(form, "Ctrl+Return", self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        title = "修改资料" if resident else "登记居民"
        self.open_kept(form, title, resident.name if resident else "", self._save_button)

    def _save(self) -> None:
        self.send(self._save_button)

    def done(self, _work: Kept, record: Resident) -> None:
        """Come back to the resident who was registered or corrected."""
        self.show_alone(record)
        self.end_act(record.name)

    def show_refusal(self, fault: Fault) -> None:
        """Show what the rules say; somebody who is registered already can be opened."""
        if fault.code != "resident_known":
            super().show_refusal(fault)
            return
        known = KeyButton("打开档案", "", icon="person")
        known.clicked.connect(lambda: self.open_argument(str(fault.facts["resident"])))
        self.banner.say("本院已登记这个人", "不用再登记，可以打开原来的档案修改。", known)
