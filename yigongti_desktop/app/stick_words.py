"""What a package that was exported or taken in comes to, in words."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.kit.words import size


def exported(made: Any) -> str:
    """Return what was written for the hub; it is not sent before its answer is in."""
    parts = [f"{made.acts:,} 条待上传"] if made.acts else []
    parts += [f"附件 {size(made.file_bytes)}"] if made.file_bytes else []
    held = "，".join(parts) or "没有待上传的，只取县院的新内容"
    return f"已导出 {made.file.name}（{size(made.size)}）：{held}。请交县院导入，再把回执包带回来导入。"


def imported(done: Any) -> str:
    """Return what an answer brought, and what is still to be done."""
    parts = [f"县院新确认 {done.accepted:,} 条，退回 {done.refused:,} 条，收到 {done.received:,} 条记录。"]
    if done.refused:
        parts.append("退回的请在「同步」里逐条决定。")
    if done.is_new_epoch:
        parts.append(
            "县院认出本机恢复过备份或被复制过，已换新的编号，以后的单号不会重。"
            f"还有 {done.waiting:,} 条，请重新导出一次同步包。"
        )
    elif done.waiting:
        parts.append(f"还有 {done.waiting:,} 条没有送到，请再导出，或等线路通了自动送。")
    elif done.waiting_bytes:
        parts.append(f"附的照片还有 {size(done.waiting_bytes)} 没有送到，请再导出，或等线路通了自动送。")
    if done.has_gap:
        parts.append("这份回执以前的内容本机还缺一段，请再导出一次同步包取回，或联网同步。")
    return "".join(parts)
