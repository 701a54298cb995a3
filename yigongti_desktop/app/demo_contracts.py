"""The demonstration's packages, its team of family doctors and the residents who have signed; all invented."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from yigongti_desktop.app.demo_stock import Do
from yigongti_desktop.app.demonstration import CLINIC
from yigongti_desktop.app.demonstration import HOSPITAL
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.app.demonstration import id_number
from yigongti_desktop.capabilities.contracts.messages.contracts import SignContract
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.messages.teams import OfferPackage
from yigongti_desktop.capabilities.contracts.messages.teams import SetUpTeam
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.package import Written as WrittenPackage
from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.team import Part
from yigongti_desktop.capabilities.contracts.model.team import Written as WrittenTeam
from yigongti_desktop.capabilities.contracts.store.teams import all_packages
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Identity

_SAMPLE = "样例："
_BASIC, _OLD, _PRESSURE = "基础服务包", "65 岁及以上老年人服务包", "高血压患者服务包"
#: Name, sex, birth, village, packages, and for how many days they have been signed.
_PEOPLE: tuple[tuple[str, Sex, date, str, tuple[str, ...], int], ...] = (
    ("胡传义", Sex.MALE, date(1950, 4, 18), "健康村二组", (_BASIC, _OLD, _PRESSURE), 320),
    ("邱腊梅", Sex.FEMALE, date(1953, 8, 2), "健康村二组", (_BASIC, _OLD), 320),
    ("熊启发", Sex.MALE, date(1961, 1, 27), "潭湖村四组", (_BASIC, _PRESSURE), 210),
    ("沈秋香", Sex.FEMALE, date(1957, 10, 9), "潭湖村四组", (_BASIC, _OLD, _PRESSURE), 210),
    ("龚大勇", Sex.MALE, date(1986, 5, 30), "白湖口村一组", (_BASIC,), 90),
    ("曾玉兰", Sex.FEMALE, date(1949, 12, 3), "白湖口村三组", (_BASIC, _OLD, _PRESSURE), 60),
)


class Signing:
    """Offers, sets up and signs through the desks, as people would."""

    def __init__(self, demonstration: Demonstration, do: Do) -> None:
        self._demo = demonstration
        self._do = do
        self._today = day(demonstration.desks[CLINIC].clock.now())

    def offer(self) -> None:
        """Let the office of the community offer what it found as starting points."""
        for package in self._demo.desks[HOSPITAL].read(all_packages):
            if _plain(package) in {_BASIC, _OLD, _PRESSURE}:
                written = WrittenPackage(
                    name=_plain(package),
                    year=self._today.year,
                    key_group=package.key_group,
                    items=package.items,
                    since=self._today - timedelta(days=365),
                    document=package.document,
                )
                self._do(HOSPITAL, "he", OfferPackage(written=written, package=package.id))

    def sign(self) -> None:
        """Let the unit set up its team and sign its first residents."""
        offered = {package.name: package.id for package in self._demo.desks[CLINIC].read(all_packages)}
        team = self._team()
        for place, (name, sex, birth, village, packages, days) in enumerate(_PEOPLE):
            identity = Identity(
                name=name, sex=sex, birth=birth, village=village, id_number=id_number(birth, sex, 61 + place),
                phone=f"1390000{2101 + place}", address=f"岳口镇{village}",
            )  # fmt: skip
            resident = self._do(CLINIC, "li", RegisterResident(identity=identity)).id
            signer = Signer(resident=resident, packages=tuple(offered[one] for one in packages))
            signed_on = self._today - timedelta(days=days)
            self._do(CLINIC, "zhou", SignContract(team=team, people=(signer,), signed_on=signed_on))

    def _team(self) -> str:
        accounts = {person.login: person.account for person in self._demo.desks[CLINIC].people()}
        since = self._today - timedelta(days=400)
        members = (
            Member(name="周建国", account=accounts["zhou"], part=Part.LEADER, level=Level.TOWNSHIP, since=since),
            Member(name="李文静", account=accounts["li"], part=Part.PUBLIC_HEALTH, level=Level.TOWNSHIP, since=since),
            Member(name="熊卫东", part=Part.SPECIALIST, level=Level.COUNTY, since=since),
            Member(name="何长贵", part=Part.DOCTOR, level=Level.VILLAGE, card="YK0007", since=since),
        )
        villages = tuple(dict.fromkeys(village[:-2] for _, _, _, village, _, _ in _PEOPLE))
        written = WrittenTeam(name="岳口一队", members=members, villages=villages, phone="0728-4720000", since=since)
        return str(self._do(CLINIC, "sun", SetUpTeam(written=written)).id)


def _plain(package: Package) -> str:
    return package.name.removeprefix(_SAMPLE)
