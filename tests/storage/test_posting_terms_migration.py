"""0028 keeps how far units are and on what terms doctors are sent, and can be gone back from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import inspect

from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.staffing.model.posting_terms import PostingTerms
from yigongti_desktop.capabilities.staffing.model.posting_terms import PostingWay
from yigongti_desktop.capabilities.staffing.store.posting_terms import TERMS
from yigongti_desktop.capabilities.staffing.store.posting_terms import WAY
from yigongti_desktop.capabilities.staffing.store.posting_terms import terms_of
from yigongti_desktop.capabilities.staffing.store.posting_terms import ways_of
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.migration

BEFORE, AFTER, LEAD = "0027", "0028", "tianmen.diyi"
SETTLED = PostingTerms(
    id="t1",
    revision=2,
    lead=LEAD,
    person="s1",
    near="tianmen.yuekou",
    barred=("tianmen.duobao",),
    away=("2027-03", "2028-01"),
    apart="s2",
    extra={"later": [1, "二"]},
)
BLANK = PostingTerms(id="t2", lead=LEAD, person="s2")
FAR = PostingWay(id="w1", revision=1, lead=LEAD, unit="tianmen.yuekou", kilometres=28)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def test_what_is_settled_is_kept_as_it_was_written_and_of_one_hospital_alone(engine: Engine) -> None:
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, TERMS, [SETTLED, BLANK])
        records.save_many(connection, WAY, [FAR])
    with reading(engine) as connection:
        assert terms_of(connection, LEAD) == {"s1": SETTLED, "s2": BLANK}
        assert ways_of(connection, LEAD) == {"tianmen.yuekou": FAR}
        assert terms_of(connection, "tianmen.zhongyi") == {}
        assert ways_of(connection, "tianmen.zhongyi") == {}


def test_it_goes_back_and_comes_again(engine: Engine) -> None:
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", AFTER)
        records.save_many(connection, TERMS, [SETTLED])
        migrate.run(connection, "downgrade", BEFORE)
    assert {"posting_terms", "posting_ways"}.isdisjoint(inspect(engine).get_table_names())
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", AFTER)
        assert terms_of(connection, LEAD) == {}
