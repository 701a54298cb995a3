"""The lists of 设置: the audit log."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.app.settings_sections import Part
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import records
from yigongti_desktop.storage.audit import AuditEntry

_MOST_LINES = 2000


class AuditLines(msgspec.Struct, frozen=True, kw_only=True):
    """The log as the auditor sees it."""

    lines: tuple[AuditEntry, ...]
    names: dict[str, str]
    #: First line that was changed or removed; 0 when the log is whole.
    first_break: int


class AuditLog(Part):
    """Who did what at this machine, and whether anybody has touched the log."""

    def __init__(self, page: Page, bench: Workbench) -> None:
        super().__init__(page, "审计", "谁在什么时间做了什么。每一行都和前一行链在一起，改过、删过都看得出来。")
        _ = bench
        self._names: dict[str, str] = {}
        self.table = RecordTable(self._columns(), keys=(("↑↓", "移动"), ("Ctrl+C", "复制")), unit="行")
        self.inside.addWidget(self.table, 1)
        self.table.setMinimumHeight(430)

    def show_now(self) -> None:
        """Read the log and prove it."""
        self.desk.read(self, audit_lines, done=self._show, failed=self.refuse)

    def _show(self, found: AuditLines) -> None:
        self._names = found.names
        self.table.empty.say("还没有记录", icon="list")
        self.table.show_rows(found.lines, keep=lambda one, other: one.seq == other.seq)
        if found.first_break:
            self.said.setText("")
            self.fault.setText(f"第 {found.first_break} 行被改过或删过。请立即联系县院医共体办公室，不要再用这台电脑。")
        else:
            self.say("记录完整，没有被改动。")

    def _columns(self) -> tuple[Column[AuditEntry], ...]:
        return (
            Column(
                title="行",
                text=lambda line: str(line.seq),
                width=72,
                is_right=True,
                sort=lambda line: line.seq,
                tone=lambda _line: "text3",
            ),
            Column(title="时间", text=lambda line: short_time(line.at, self.desk.now()), width=120),
            Column(title="人", text=lambda line: self._names.get(line.account, line.account) or "本机", width=100),
            Column(title="做了什么", text=lambda line: self._act(line.act), width=150, stretch=1),
            Column(title="对象", text=lambda line: line.subject, width=160, stretch=2, rank=1),
            Column(
                title="结果",
                text=lambda line: self._outcome(line.outcome),
                width=120,
                tone=lambda line: "" if line.outcome == "done" else "danger",
            ),
        )

    def _act(self, act: str) -> str:
        return _ACTS.get(act) or self.desk.name(act)

    def _outcome(self, outcome: str) -> str:
        if outcome == "done":
            return "成"
        return self.desk.words.say(outcome, {}) if self.desk.words.knows(outcome) else outcome


def audit_lines(connection: Connection) -> AuditLines:
    """Return the newest lines, who the people are, and whether the log is whole."""
    lines = audit.latest(connection, _MOST_LINES)
    people = records.load_many(connection, registry.ACCOUNT, {line.account for line in lines if line.account})
    names = {account: person.name for account, person in people.items()}
    return AuditLines(lines=tuple(lines), names=names, first_break=audit.first_break(connection))


_ACTS = {
    "log_in": "登录",
    "lock": "锁定",
    "export": "导出",
    "backup": "备份",
    "restore": "恢复",
    "enrol": "登记本机",
    "set_clock": "改时间",
    "new_recovery_code": "生成恢复码",
}
