"""Wishes for duties on the desk: how they are found, what stands in a refused act; their page is that of leave."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.model.own import WORKERS
from yigongti_desktop.capabilities.staffing.model.wish_rules import WishRules
from yigongti_desktop.capabilities.staffing.model.wishes import WishSlip
from yigongti_desktop.capabilities.staffing.refused import wishes as refused
from yigongti_desktop.capabilities.staffing.ui.today import PAGE
from yigongti_desktop.capabilities.staffing.ui.wishes_words import say_rules
from yigongti_desktop.capabilities.staffing.ui.wishes_words import say_wish
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest


def _found(slip: WishSlip) -> tuple[str, str]:
    return slip.person_name, f"{slip.day.isoformat()}　{say_wish(slip)}"


def _found_rules(rules: WishRules) -> tuple[str, str]:
    return "意愿规则", say_rules(rules)


MANIFEST = Manifest(
    finds={
        "wish": Found("flag", PAGE, _found, WORKERS),
        "wish_rules": Found("gear", PAGE, _found_rules, WORKERS),
    },
    contents=refused.contents,
    take_up=refused.take_up,
)
