"""Words that papers of the pharmacy have in common."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.states import Difference

#: How what came may differ from what was sent.
DIFFERENCES = {
    Difference.SHORT: "短少",
    Difference.OVER: "多发",
    Difference.DAMAGED: "破损",
    Difference.WRONG: "品种或规格不符",
    Difference.NEAR_EXPIRY: "近效期",
    Difference.COLD_CHAIN: "冷链中断",
    Difference.OTHER: "其他",
}
