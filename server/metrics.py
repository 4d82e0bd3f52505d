"""What a server process counts: answers, their times and sizes; never whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from typing_extensions import override

SECONDS: Final = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one process since it began."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "antin_answer_seconds",
            "Time to answer, by path and HTTP status",
            ("path", "status"),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._bytes = Counter(
            "antin_bytes",
            "Bytes of bodies, by path and direction",
            ("path", "way"),
            registry=self._registry,
        )

    def answered(self, path: str, status: int, sizes: tuple[int, int], milliseconds: int) -> None:
        """Note an answer; ``sizes`` are bytes in and out."""
        self._seconds.labels(path, str(status)).observe(milliseconds / 1000)
        for way, size in zip(("in", "out"), sizes, strict=True):
            self._bytes.labels(path, way).inc(size)

    def text(self, standing: Iterable[Metric]) -> bytes:
        """All figures as Prometheus text; ``standing`` are those of the store now."""
        store = CollectorRegistry()
        store.register(_Given(standing))
        return generate_latest(self._registry) + generate_latest(store)


class _Given(Collector):
    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    @override
    def collect(self) -> Iterator[Metric]:
        return iter(self._metrics)
