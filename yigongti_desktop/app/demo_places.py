"""The demonstration's referral catalogue and designated places: what is kept, sent up and sent out (REF-04, REF-17)."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from yigongti_desktop.app.demo_stock import Do
from yigongti_desktop.app.demonstration import HOSPITAL
from yigongti_desktop.capabilities.referrals.messages.catalogues import PublishCatalogue
from yigongti_desktop.capabilities.referrals.messages.catalogues import SignPlace
from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.catalogue import CatalogueLine
from yigongti_desktop.capabilities.referrals.model.catalogue_moves import Wanted
from yigongti_desktop.capabilities.referrals.model.places import Agreed
from yigongti_desktop.capabilities.referrals.model.places import PlaceKind

_COMMUNITY, _LEAD_OFFICE = "tianmen-1", "yang"
#: Code, disease, where to, and the indication.
_LINES: tuple[tuple[str, str, Action, str], ...] = (
    ("I10", "原发性高血压", Action.KEEP, "血压平稳、没有靶器官损害的，在卫生院治疗随访"),
    ("J06", "急性上呼吸道感染", Action.KEEP, "没有呼吸困难、持续高热的，在卫生院治疗"),
    ("K29", "胃炎和十二指肠炎", Action.KEEP, "没有出血、消瘦等报警症状的，在卫生院治疗"),
    ("E11", "2 型糖尿病", Action.UP, "口服药足量 3 个月血糖仍不达标，或有急性并发症"),
    ("I20", "心绞痛", Action.UP, "新发、加重或静息发作的，尽快上转"),
    ("I63", "脑梗死", Action.UP, "发病 6 小时内立即上转；恢复期需要评估康复方案"),
    ("J44", "慢性阻塞性肺疾病", Action.UP, "静息血氧低于 90%，或门诊治疗 3 天不缓解"),
    ("O10-O16", "妊娠期高血压疾病", Action.UP, "血压 140/90 mmHg 以上"),
    ("C34", "支气管和肺恶性肿瘤", Action.OUT, "需要放疗、靶向治疗等本市不开展的治疗"),
)  # fmt: skip
_YEAR = timedelta(days=365)


class Places:
    """What the lead hospital's office lays down before the first case."""

    def __init__(self, do: Do, today: date) -> None:
        self._do = do
        self._today = today

    def lay_down(self) -> None:
        """Publish the catalogue and write down two agreements."""
        lines = tuple(
            CatalogueLine(code=code, name=name, action=action, indication=indication)
            for code, name, action, indication in _LINES
        )
        wanted = Wanted(
            owner=_COMMUNITY,
            title="转诊病种目录",
            document="医共体〔2026〕5号",
            issuer="医共体办公室",
            since=self._today,
            lines=lines,
        )
        self._do(HOSPITAL, _LEAD_OFFICE, PublishCatalogue(wanted=wanted))
        for agreed in (self._rehabilitation(), self._outside()):
            self._do(HOSPITAL, _LEAD_OFFICE, SignPlace(agreed=agreed))

    def _rehabilitation(self) -> Agreed:
        return Agreed(
            kind=PlaceKind.REHABILITATION,
            name="天门市康复医院",
            number="康复〔2026〕2号",
            since=self._today,
            until=self._today + _YEAR,
            contact="方雅琴",
            phone="0728-5230000",
            departments=("康复医学科",),
        )

    def _outside(self) -> Agreed:
        return Agreed(
            kind=PlaceKind.HOSPITAL,
            name="武汉协和医院",
            outside=True,
            number="转诊〔2026〕1号",
            since=self._today,
            until=self._today + _YEAR,
            contact="孟书华",
            phone="027-85720000",
            departments=("肿瘤中心", "神经外科"),
        )
