"""Real residents for a desk to register, all of them invented."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from tests.benchmarks.parts import visits
from tests.benchmarks.parts.bench_hub import CATALOGUE
from tests.benchmarks.parts.desks import Write
from tests.world import id_number
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: Serial numbers of a day of birth.
_SERIALS = 900


def residents(count: int) -> Write:
    """Return the registration of so many residents."""

    def write(work: UnitOfWork) -> None:
        register = CATALOGUE.handlers[RegisterResident]
        for serial, visit in enumerate(visits.visits(count, work.clock.now().date())):
            born = date(1936, 1, 1) + timedelta(days=serial // _SERIALS)
            number = id_number(born, serial % _SERIALS + 1)
            sex = Sex.MALE if int(number[-2]) % 2 else Sex.FEMALE
            who = Identity(
                name=visit.name,
                sex=sex,
                birth=born,
                id_number=number,
                phone=visit.phone,
                address=visit.address,
                village=visit.village,
            )
            register.handle(work, RegisterResident(identity=who))

    return write
