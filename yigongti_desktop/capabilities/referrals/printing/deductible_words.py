"""The arithmetic of deductibles in sentences, the same on the screen and on the notice.

Each rule is cited as the county has it: its document, for the patient who signs (REF-06, REF-19, REF-25, REF-26).
"""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.referrals.model.deductible import CONTINUOUS
from yigongti_desktop.capabilities.referrals.model.deductible import FREE_BELOW
from yigongti_desktop.capabilities.referrals.model.deductible import HIGHEST_ONCE
from yigongti_desktop.capabilities.referrals.model.deductible import PENALTY
from yigongti_desktop.capabilities.referrals.model.deductible import Came
from yigongti_desktop.capabilities.referrals.model.deductible import Reckoned
from yigongti_desktop.capabilities.referrals.model.deductible import Terms
from yigongti_desktop.capabilities.referrals.model.deductible import Why
from yigongti_desktop.capabilities.referrals.model.deductible import whole
from yigongti_desktop.capabilities.referrals.model.deductible import without
from yigongti_desktop.kernel.money import yuan

CAME = {
    Came.FIRST: "首次住院",
    Came.UP: "按规定上转",
    Came.DOWN: "按规定下转",
    Came.BYPASSED: "未按规定转诊",
    Came.RESCUED: "危急重症抢救",
}


def explain(one: Reckoned, terms: Terms) -> list[str]:
    """Return what is paid at a stay and why, a sentence for each step."""
    stay = one.stay
    found = [_deductible(one, terms)]
    if stay.came is Came.BYPASSED and one.lost:
        found.append(
            f"没有按规定办理转诊手续，基金支付比例 {stay.share} % - {one.lost} 个百分点 = {one.share} %"
            f"{_by(terms, PENALTY)}。"
        )
    if stay.came is Came.RESCUED and terms.penalty:
        found.append(f"危急重症抢救不降低支付比例{_by(terms, PENALTY)}：{stay.reason}。")
    if one.fund is not None and one.own is not None and stay.costs is not None:
        found.append(
            f"基金支付（{yuan(stay.costs)} - {yuan(one.pays)}）× {one.share} % = {yuan(one.fund)} 元，"
            f"个人支付 {yuan(stay.costs)} - {yuan(one.fund)} = {yuan(one.own)} 元。"
        )
    return found


def sum_up(found: Sequence[Reckoned]) -> str:
    """Return what all stays come to, and what referral saves."""
    stays = [one.stay for one in found]
    saved = without(stays) - whole(found)
    words = f"起付线合计 {yuan(whole(found))} 元"
    if saved > 0:
        words += f"；每次单独收取要 {yuan(without(stays))} 元，少付 {yuan(saved)} 元"
    return words


def rules(terms: Terms) -> list[str]:
    """Return what the county has decided; what it has not is not said."""
    found = []
    if terms.is_continuous:
        found.append(f"按规定转诊的，起付线连续计算：上转只补差额，下转不再交{_by(terms, CONTINUOUS)}。")
    if terms.is_highest_once:
        found.append(f"县域内连续治疗，按最高标准只收取一次起付线{_by(terms, HIGHEST_ONCE)}。")
    if terms.is_free_below:
        found.append(f"下转后再住院，不收取第二次起付线{_by(terms, FREE_BELOW)}。")
    if terms.penalty:
        words = f"未按规定转诊的，基金支付比例降低 {terms.penalty} 个百分点，危急重症抢救除外"
        found.append(f"{words}{_by(terms, PENALTY)}。")
    return found


def _deductible(one: Reckoned, terms: Terms) -> str:
    own = one.stay.deductible
    if one.why is Why.FREE_BELOW:
        return f"下转后住院，免收起付线{_by(terms, FREE_BELOW)}。"
    if one.why is Why.FULL:
        short = "，没有超过起付线" if one.pays < own else ""
        return f"起付线 {yuan(own)} 元，交 {yuan(one.pays)} 元{short}。"
    source = _by(terms, CONTINUOUS if terms.is_continuous else HIGHEST_ONCE)
    if one.why is Why.PAID:
        return f"起付线 {yuan(own)} 元，本次治疗已交 {yuan(one.before)} 元，不用再交{source}。"
    return f"起付线 {yuan(own)} 元，本次治疗已交 {yuan(one.before)} 元，补差 {yuan(one.pays)} 元{source}。"


def _by(terms: Terms, name: str) -> str:
    source = terms.sources.get(name, "")
    return f"（{source}）" if source else ""
