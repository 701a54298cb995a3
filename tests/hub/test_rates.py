"""Who asks too often is told when to come again, and remembering callers costs a bounded amount."""

from __future__ import annotations

import pytest

from yigongti_desktop.hub.limits import Rate
from yigongti_desktop.hub.rates import Buckets
from yigongti_desktop.hub.rates import Store
from yigongti_desktop.hub.rates import caller_of
from yigongti_desktop.kernel.errors import Unavailable


class Watch:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_caller_may_ask_in_a_burst_and_then_at_its_rate() -> None:
    watch = Watch()
    buckets = Buckets(Rate(burst=3, per_second=0.5), 10, watch)
    assert [buckets.take("a") for _ in range(5)] == [0, 0, 0, 2, 2]
    watch.seconds = 1.9
    assert buckets.take("a") == 1
    watch.seconds = 2.0
    assert [buckets.take("a"), buckets.take("a")] == [0, 2]


def test_being_sent_away_costs_nothing() -> None:
    watch = Watch()
    buckets = Buckets(Rate(burst=1, per_second=1), 10, watch)
    for _ in range(100):
        buckets.take("a")
    watch.seconds = 1
    assert buckets.take("a") == 0


def test_asking_how_long_to_wait_takes_nothing() -> None:
    buckets = Buckets(Rate(burst=1, per_second=1), 10, Watch())
    assert [buckets.wait("a"), buckets.wait("a"), buckets.take("a"), buckets.wait("a")] == [0, 0, 0, 1]


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    watch = Watch()
    buckets = Buckets(Rate(burst=2, per_second=10), 10, watch)
    buckets.take("a")
    watch.seconds = 1000
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 1]


def test_callers_do_not_pay_for_each_other() -> None:
    buckets = Buckets(Rate(burst=1, per_second=1), 10, Watch())
    assert [buckets.take("a"), buckets.take("b"), buckets.take("a")] == [0, 0, 1]


def test_only_so_many_callers_are_remembered_and_the_longest_unseen_are_forgotten() -> None:
    buckets = Buckets(Rate(burst=1, per_second=1), 100, Watch())
    for number in range(100_000):
        buckets.take(str(number))
        buckets.take("here")
    assert len(buckets) == 100
    assert buckets.wait("here") == 1
    assert buckets.wait("0") == 0


@pytest.mark.parametrize(
    ("host", "caller"),
    [
        ("10.3.0.7", "10.3.0.7"),
        ("::ffff:10.3.0.7", "10.3.0.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_a_caller_is_its_address_or_the_network_that_is_all_its_own(host: str, caller: str) -> None:
    assert caller_of(host) == caller


def test_the_store_takes_no_more_than_it_holds() -> None:
    store = Store(10)
    store.take(6)
    with pytest.raises(Unavailable, match="hub_busy"):
        store.take(5)
    store.give(6)
    store.take(5)
    store.add(100)
    assert store.held == 105
