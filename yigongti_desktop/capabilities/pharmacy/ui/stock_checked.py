"""What a check of the ledger found, in words; for the page and for the command line."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.store.ledger import LedgerCheck

_MOST = 3


def check_words(found: LedgerCheck) -> str:
    """Return whether balances and entries agree, which do not, and what is to be done."""
    looked = f"{found.entries:,} 张单据、{found.lots:,} 个批号"
    if found.is_right:
        short = f"其中 {found.short:,} 批发出的比账面多，请盘点。" if found.short else ""
        return f"{looked}逐笔重算，和账面结存一致。{short}"
    parts = [
        f"{one.name or '目录里没有的药'} 批号 {one.key.lot} 账面 {one.kept:,}、单据合计 {one.reckoned:,}"
        for one in found.wrong[:_MOST]
    ]
    if len(found.wrong) > _MOST:
        parts.append(f"等 {len(found.wrong):,} 批")
    if found.wrong_codes:
        parts.append(f"追溯码 {found.wrong_codes[0]} 等 {len(found.wrong_codes):,} 个在库情况不符")
    return f"{looked}重算：{'；'.join(parts)}。请不要再记账，先备份，再请县院信息科核查本机数据。"
