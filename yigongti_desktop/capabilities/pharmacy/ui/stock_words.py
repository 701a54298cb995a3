"""Words and sentences of the stock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yigongti_desktop.kit.words import Sentence


def _received(facts: Mapping[str, Any]) -> str:
    """Say with which paper a pack came that is scanned once more, and what to do with it."""
    paper = f"随 {facts['document']} " if facts.get("document") else ""
    lot = f"批号 {facts['lot']}" if facts.get("lot") else ""
    what = f"（{'　'.join(part for part in (facts.get('name', ''), lot) if part)}）" if lot else ""
    return (
        f"追溯码 {facts.get('code', '')} 已{paper}入库{what}，还在账上，不再收一次。"
        "重复扫的不用管；确是新到的一盒，请另放，按差异写明，联系中心药房核对。"
    )


SENTENCES: dict[str, Sentence] = {
    "entry_there": "这张单据已经记过账了，不会再记一次。",
    "entry_empty": "单据是空的。请至少填一行药品。",
    "entry_long": "一张单据最多 {most} 行。请分成两张。",
    "entry_unfounded": "这种账由发药、收货、盘点或冲红的单据自动记，不能直接录。请在原单据上办理。",
    "lots_many": "一种药一次最多发 {most} 个批号。请分两次发。",
    "trace_many": "这一行是 {quantity}{unit}，却扫了 {count} 个追溯码。请核对数量或重扫。",
    "room_same": "调出和调入是同一个库房。请另选一个。",
    "room_unknown": "没有「{name}」这个库房。请从列表里选一个；新库房请先在 库存 的「库房」里添加，再记账。",
    "room_closed": "库房「{name}」已经停用。请另选一个；还要用的，请先在 库存 的「库房」里重新启用。",
    "room_there": "已经有叫「{name}」的库房了。请直接选用，或换一个名字。",
    "room_not_empty": "库房「{name}」里账上还有 {count} 批，不能停用。请先调拨出去或盘点清零。",
    "why_needed": "这一行要写明原因。",
    "expiry_far": "有效期 {expiry} 不像真的。请照包装核对年月日。",
    "expiry_past": "批号 {lot} 的有效期 {expiry} 已过，不能验收入库。请拒收，或按报损登记。",
    "lot_held": "批号 {lot} 已停用：{reason}。不能发出，请换一批。",
    "lot_held_already": "批号 {lot} 已经停用了。",
    "lot_not_held": "批号 {lot} 没有停用。",
    "stock_short": "批号 {lot} 账面只有 {have}{unit}。请改数量或换一批；实物确有这么多，请在「超账原因」里写明。",
    "trace_length": "追溯码 {code} 不对：应是 8 至 32 位数字或字母。请重扫。",
    "trace_twice": "追溯码 {code} 已经扫过了，一盒只记一次。请核对实物。",
    "trace_received": _received,
    "trace_gone": "追溯码 {code} 已经发出过。请核对实物。",
    "trace_other": (
        "追溯码 {code} 的前 7 位，以前都记在「{name}」上。请核对实物；确实是这一行的药，请在「码不符原因」里写明。"
    ),
    "entry_reversed": "这张单据已经冲红过了，不会再冲一次。",
    "entry_follows": "这张单据是由别的单据记的账，不能单独冲红。请在原单据上处理。",
    "entry_received": (
        "这张入库是点收配送单时记的账，不能单独冲红。数目不对的请在 差异单 里处理，要退的请按「退回中心药房」登记。"
    ),
    "entry_dispatched": (
        "这张出库是配送发货时记的账，不能单独冲红。"
        "请收货单位按实收点收，差数在 差异单 里处理；退回来的请按「退回入库」登记。"
    ),
    "entry_counted": "这张单据是确认盘点时记的账，不能单独冲红。请再盘一次这个库房，确认后账面照新的实盘数改。",
    "entry_reversal": "这张单据本身就是冲红，不能再冲。请照原来的内容重新记一张。",
    "count_there": "这次盘点已经开始了。",
    "count_long": "一次盘点最多 {most} 行。请分库房盘。",
    "count_unfinished": "还有 {count} 行没有盘。请盘完再确认；确实没有的填 0。",
    "count_stale": "{name}（批号 {lot}）等 {count} 行盘点之后，另一台电脑送来了盘点之前的出入库。请把这些行再盘一次。",
    "count_blind": "盲盘没有确认以前，不能打印账面数和差异。请先打印空白盘点表，确认后再打印结果。",
    "count_back": "这次盘点已由 {name} 退回重盘，还没有送回来。请盘点的人改完送回。",
    "count_not_back": "这次盘点没有被退回，不用送回。",
    "same_person": "盘点的人不能自己确认。请换一个人登录后确认。",
}

NAMES: dict[str, str] = {
    "stock_entry": "出入库单",
    "stock_count": "盘点表",
    "lot_hold": "停用批号",
    "stock.entered": "记账",
    "stock.reversed": "冲红",
    "stock_count.opened": "开始盘点",
    "stock_count.counted": "录入实盘数",
    "stock_count.confirmed": "确认盘点",
    "stock_count.cancelled": "作废盘点",
    "stock_count.sent_back": "退回重盘",
    "stock_count.handed_in": "送回确认",
    "store_room": "库房",
    "store_room.added": "添加库房",
    "store_room.renamed": "库房改名",
    "store_room.closed": "停用库房",
    "store_room.used": "库房列入名单",
    "lot_report": "召回追踪",
    "lot.traced": "再查召回批号",
    "lot_report.made": "汇总召回批号",
    "lot.held": "停用批号",
    "lot.released": "恢复批号",
    "lot": "批号",
    "room": "库房",
    "partner": "对方",
}

#: What a count's states are called, and what moves it.
NAMES_OF: dict[str, dict[str, str]] = {
    "stock_count": {
        "open": "进行中",
        "confirmed": "已确认",
        "cancelled": "已作废",
        "count": "盘点",
        "confirm": "确认",
        "cancel": "作废",
        "send_back": "退回重盘",
        "hand_in": "送回确认",
    },
}

#: A room that is not on the list.
NO_ROOM = "没有「{name}」这个库房。请从列表里选；新库房请先在 库存 的「库房」里添加。"
#: What an entry does.
KINDS: dict[str, str] = {
    "opening": "期初入账",
    "receipt": "验收入库",
    "return_in": "退回入库",
    "issue_department": "科室领用",
    "issue_village": "村室领用",
    "issue_patients": "发药出库",
    "dispatch": "配送出库",
    "return_out": "退回中心药房",
    "loss": "报损",
    "expired": "过期销毁",
    "transfer": "库房调拨",
    "count": "盘点调整",
    "reversal": "冲红",
}

#: Why more is taken than the books have, where the program says so.
OVER: dict[str, str] = {"concurrent": "另一台电脑同时发出", "unrecorded": "账面没有记"}
