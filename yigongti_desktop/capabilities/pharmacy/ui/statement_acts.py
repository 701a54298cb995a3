"""What somebody may do with what a unit owes for a month, by its state, their side and their work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.pharmacy.messages import statements as m
from yigongti_desktop.capabilities.pharmacy.model.payables import DueLine
from yigongti_desktop.capabilities.pharmacy.model.pricing import MOST_FEN
from yigongti_desktop.capabilities.pharmacy.model.statement import LIFECYCLE
from yigongti_desktop.capabilities.pharmacy.model.statement import LONGEST
from yigongti_desktop.capabilities.pharmacy.model.statement import Price
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.model.statement import StatementState
from yigongti_desktop.capabilities.pharmacy.store.statements import DueRow
from yigongti_desktop.capabilities.pharmacy.store.statements import OpenedDue
from yigongti_desktop.capabilities.pharmacy.ui.statement_state import CENTRE
from yigongti_desktop.capabilities.pharmacy.ui.statement_state import UNIT
from yigongti_desktop.capabilities.pharmacy.ui.statement_state import month_words
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.money import read_yuan
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field

#: Drugs whose price is asked for at once.
MOST_PRICES = 12


def offers(row: DueRow, due: OpenedDue, actor: Actor) -> list[Act]:
    """Return what this person may do, the main act first."""
    known = row.statement
    found: list[Act] = []
    if row.supplier == actor.institution and actor.may(CENTRE):
        found += _of_centre(known, due)
    if known is not None and row.unit == actor.institution and actor.may(UNIT):
        found += _of_unit(known, is_whole=not due.missing and not due.unpriced)
    if known is not None:
        found.append(Act(name="print", text="打印", key="Ctrl+P", icon="printer"))
    return found


def ask(act: str, row: DueRow, due: OpenedDue) -> Ask | None:
    """Return what an act asks for; None when it needs nothing."""
    known = row.statement
    if act == "open" and due.unpriced:
        return Ask(
            title="先补单价（元），不知道的空着",
            verb="出账",
            sections=only(*_price_fields(due.unpriced)),
            command=lambda values: m.OpenStatement(unit=row.unit, month=row.month, prices=_prices(values)),
        )
    if act == "dispute" and known is not None:
        words = Field(
            name="words",
            label="哪里不对",
            kind=TEXT,
            is_needed=True,
            most=LONGEST,
            placeholder="写明配送单号、药品、应是多少",
        )
        return Ask(
            title=f"{month_words(row.month)}药款有异议",
            verb="提交",
            sections=only(words),
            command=lambda values: m.DisputeStatement(statement=known.id, words=values["words"]),
        )
    return None


def command(act: str, row: DueRow) -> Any | None:
    """Return the command of an act that needs nothing; None when it is none."""
    if act == "open":
        return m.OpenStatement(unit=row.unit, month=row.month)
    if row.statement is None:
        return None
    makers = {"confirm": m.ConfirmStatement, "close": m.CloseStatement}
    return makers[act](statement=row.statement.id) if act in makers else None


def _of_centre(known: Statement | None, due: OpenedDue) -> list[Act]:
    if known is None:
        return [Act(name="open", text="出账", key="F7", icon="document", style=PRIMARY)]
    found: list[Act] = []
    may_close = LIFECYCLE.may("close", known.state) and not due.missing and not due.unpriced
    if may_close:
        found.append(Act(name="close", text="结账", key="F7", icon="check", style=PRIMARY))
    if LIFECYCLE.may("draw_up", known.state) or due.missing:
        needs = bool(due.missing or due.unpriced) or known.state is StatementState.DISPUTED
        style = PRIMARY if needs and not may_close else LINK
        key = "F7" if style == PRIMARY else ""
        found.append(Act(name="open", text="重新出账", key=key, icon="refresh", style=style))
    return found


def _of_unit(known: Statement, *, is_whole: bool) -> list[Act]:
    found: list[Act] = []
    if is_whole and LIFECYCLE.may("confirm", known.state):
        found.append(Act(name="confirm", text="核对无误", key="F7", icon="check", style=PRIMARY))
    if LIFECYCLE.may("dispute", known.state):
        found.append(Act(name="dispute", text="有异议", icon="alert", style=PLAIN))
    return found


def _price_fields(lines: tuple[DueLine, ...]) -> list[Field]:
    by_drug = {line.drug: line for line in lines}
    return [
        Field(
            name=drug,
            label=f"每{line.unit}",
            placeholder="如 12.50",
            note=f"{line.name} {line.strength}",
            check=_check,
        )
        for drug, line in list(by_drug.items())[:MOST_PRICES]
    ]


def _prices(values: Mapping[str, Any]) -> tuple[Price, ...]:
    return tuple(Price(drug=drug, price_fen=read_yuan(typed)) for drug, typed in values.items() if typed)


def _check(typed: str) -> str:
    try:
        return "" if read_yuan(typed) <= MOST_FEN else f"单价最多 {MOST_FEN // 100:,} 元。请核对。"
    except Refused:
        return "应是元，最多两位小数，如 12.50。请改。"
