"""Figures for whoever watches the server, as Prometheus text: counts, sizes, times; no word of a
document, no person, no device.
"""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from starlette.requests import Request
from starlette.responses import Response

from core.commits.groups import KIND
from core.errors import NotFound
from db.actions import mirroring
from db.queries import aside, order
from server.desk import Desk

Networks = Sequence[IPv4Network | IPv6Network]
THIS_MACHINE: Final[Networks] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def networks(given: Sequence[str]) -> Networks:
    """Who may read the figures: this machine, and what its keeper named. Raises ValueError."""
    return [*THIS_MACHINE, *map(ip_network, given)]


def page(desk: Desk, readers: Networks) -> Callable[[Request], Awaitable[Response]]:
    """The figures, for askers of these networks; NotFound for everyone else."""

    async def show(request: Request) -> Response:
        if not among(request, readers):
            raise NotFound(kind="path")
        text = desk.metrics.text(await desk.aside(_standing, desk))
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return show


def among(request: Request, readers: Networks) -> bool:
    """Whether a question comes from one of these networks."""
    if request.client is None:
        return False
    asker = ip_address(request.client.host)
    plain = getattr(asker, "ipv4_mapped", None) or asker  # as a socket of both families names it
    return any(plain in network for network in readers)


def _standing(desk: Desk) -> list[Metric]:
    """How the store stands now."""
    store = desk.home.store
    with store.engine.begin() as connection:
        heads, waiting = order.heads(connection), aside.counts(connection)
    journalled = {tip.stream: tip.gseq for tip in desk.orders.journalled()}
    kinds = {each.id: each.kind for each in store.realm.provision.streams}
    places = GaugeMetricFamily("antin_stream_place", "Ordered commits", labels=("stream",))
    behind = GaugeMetricFamily(
        "antin_journal_behind", "Commits that the journal still lacks", labels=("stream",)
    )
    for name in sorted({*kinds.values(), *(KIND for each in heads if each not in kinds)}):
        of_kind = [head for head in heads.values() if kinds.get(head.stream, KIND) == name]
        known = sum(journalled.get(head.stream, 0) for head in of_kind)
        ordered = sum(head.gseq for head in of_kind)
        places.add_metric((name,), ordered)
        behind.add_metric((name,), ordered - known)
    put_aside = GaugeMetricFamily("antin_aside", "Commits without effect", labels=("standing",))
    for standing, count in waiting.items():
        put_aside.add_metric((standing,), count)
    free = shutil.disk_usage(desk.home.folder).free
    standing = mirroring.settle(store, desk.home.mirror)
    few = mirroring.waiting(store, standing)
    epoch, firsts = desk.home.registrar.epoch, desk.firsts.count()
    return [
        places,
        behind,
        put_aside,
        GaugeMetricFamily("antin_disk_free_bytes", "Free on the disk of the data", value=free),
        GaugeMetricFamily(
            "antin_first_syncs", "Devices that fetch a long stream now", value=firsts
        ),
        GaugeMetricFamily("antin_media", "Media on which files are kept now", value=standing.media),
        GaugeMetricFamily("antin_files_one_medium", "Files on fewer media than two", value=few),
        GaugeMetricFamily("antin_epoch", "Life of this store", value=epoch),
    ]
