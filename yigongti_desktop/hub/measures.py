"""What the hub counts of itself, in the text format of Prometheus.

With several worker processes they count into files of one folder (PROMETHEUS_MULTIPROC_DIR, set before this module is
first imported), and whichever worker is asked tells the sums of all. Labels are routes, codes and the like: nothing
names an institution, a device or a person.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry
from prometheus_client import Counter
from prometheus_client import Gauge
from prometheus_client import Histogram
from prometheus_client import ProcessCollector
from prometheus_client import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.multiprocess import mark_process_dead

from yigongti_desktop.hub.visit import Visit

#: Where worker processes count together.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_BOUNDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


@dataclass(frozen=True)
class Figure:
    """A figure as it stands now; a name may come with several values of one label."""

    name: str
    means: str
    value: float
    label: str = ""
    of: str = ""


class Measures:
    """The counters of one hub."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self._requests = self._count("requests", "Requests answered.", "route", "status")
        self._no = self._count("refusals", "Requests that were refused, by code.", "code")
        self._bytes = self._count("bytes", "Bytes of bodies in and answers out.", "way")
        self._batches = self._count("batches", "Batches answered: taken, or sent back with a new epoch.", "outcome")
        self._events = self._count("events", "Acts in the receipts given out.", "outcome")
        self._records = self._count("records_sent", "Records handed out, and marks of those that left.", "what")
        self._seconds = Histogram(
            "yigongti_hub_request_seconds",
            "From the head of a request to the end of its answer.",
            ["route"],
            buckets=_BOUNDS,
            registry=self.registry,
        )
        if FOLDER not in os.environ:
            ProcessCollector(namespace="yigongti_hub", registry=self.registry)

    def note(self, visit: Visit, seconds: float) -> None:
        """Count a visit that has ended."""
        self._requests.labels(visit.route, str(visit.status)).inc()
        self._seconds.labels(visit.route).observe(seconds)
        if visit.code:
            self._no.labels(visit.code).inc()
        for way, size in {"in": visit.bytes_in, "out": visit.bytes_out}.items():
            self._bytes.labels(way).inc(size)
        talk = visit.talk
        if talk.batch or talk.new_epoch:
            self._batches.labels("taken" if talk.batch else "new_epoch").inc()
        for outcome in ("accepted", "refused", "quarantined"):
            self._events.labels(outcome).inc(getattr(talk, outcome))
        for what, number in {"records": talk.records, "gone": talk.gone}.items():
            self._records.labels(what).inc(number)

    def text(self, standing: Iterable[Figure]) -> bytes:
        """Return everything counted, of all workers, and how things stand now."""
        counted = self.registry
        if FOLDER in os.environ:
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call] # the library has no type here
        now = CollectorRegistry()
        gauges: dict[str, Gauge] = {}
        for figure in standing:
            labels = [figure.label] if figure.label else []
            if figure.name not in gauges:
                gauges[figure.name] = Gauge(f"yigongti_hub_{figure.name}", figure.means, labels, registry=now)
            gauge = gauges[figure.name]
            (gauge.labels(figure.of) if labels else gauge).set(figure.value)
        return generate_latest(counted) + generate_latest(now)

    def _count(self, name: str, means: str, *labels: str) -> Counter:
        return Counter(f"yigongti_hub_{name}", means, labels, registry=self.registry)


def forget(process: int) -> None:
    """Leave out of the figures what only a living process can say, once a worker has ended."""
    mark_process_dead(process)  # type: ignore[no-untyped-call] # the library has no type here
