"""Whoever keeps the server sees how it stands: figures, leases, what was put aside."""

from __future__ import annotations

import ssl
from http.client import HTTPSConnection

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from core.commits.format import Commit
from db import commits
from db.actions import authority, ordering
from server import app, lists, metrics_page
from tests.server.town import ENTRY, Machine, Town

LABELS = {"path", "status", "way", "stream", "standing", "le"}
Figures = dict[tuple[str, ...], float]


def figures(text: str) -> Figures:
    """The samples by name and the values of their labels."""
    found = [each for family in text_string_to_metric_families(text) for each in family.samples]
    assert {name for sample in found for name in sample.labels} <= LABELS
    return {(each.name, *each.labels.values()): each.value for each in found}


def read_here(town: Town) -> str:
    """What a watcher on the same machine is shown."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    line = HTTPSConnection("127.0.0.1", town.port, context=context, timeout=20)
    try:
        line.request("GET", "/metrics")
        response = line.getresponse()
        assert response.status == 200
        return response.read().decode()
    finally:
        line.close()


def test_figures_follow_what_happened(either_town: Town) -> None:
    town = either_town
    clerk = town.machine("clerk")
    with town.running():
        before = figures(read_here(town))
        clerk.register(b"%PDF-1.7 noi dung gia lap")
        town.sync(clerk)
        text = read_here(town)
    after = figures(text)
    place = ("antin_stream_place", "unit")
    assert after[place] == before[place] + 1 == town.heads()[clerk.store.stream][0]
    assert after["antin_journal_behind", "unit"] == 0
    assert after["antin_answer_seconds_count", "/v1/push", "200"] == 1
    assert ("antin_answer_seconds_count", "/v1/push", "200") not in before
    assert after["antin_bytes_total", "/v1/push", "in"] > 300
    assert after["antin_disk_free_bytes",] > 0
    for word in (ENTRY.subject, ENTRY.issuer, clerk.store.author.device, clerk.person):
        assert word not in text


@pytest.mark.parametrize(
    ("asker", "watchers", "status"),
    [
        ("127.0.0.1", (), 200),
        ("::1", (), 200),
        ("::ffff:127.0.0.1", (), 200),
        ("10.9.8.7", (), 404),
        ("10.9.8.7", ("10.9.0.0/16",), 200),
        ("10.10.8.7", ("10.9.0.0/16",), 404),
    ],
)
def test_only_watchers_read_them(
    town: Town, asker: str, watchers: tuple[str, ...], status: int
) -> None:
    with town.opened() as found:
        built = app.build(found, metrics_page.networks(watchers))
        answer = TestClient(built, client=(asker, 50_000)).get("/metrics")
    assert answer.status_code == status
    assert (b"antin_" in answer.content) == (status == 200)


def unsent(machine: Machine) -> list[Commit]:
    with machine.store.engine.begin() as connection:
        return list(commits.unsent(connection, machine.store.stream, 10))


def test_what_was_put_aside_is_listed(either_town: Town) -> None:
    town = either_town
    clerk, admin = town.machine("clerk"), town.machine("admin")
    clerk.register()
    clerk.register()
    first, second = unsent(clerk)
    with town.opened() as found:
        ordering.admit(found.store, found.registrar, [second])
        [line] = lists.queue(found, "held")
        assert line.startswith("held\tgap\tMáy clerk\t")
        assert ENTRY.subject not in line
        assert lists.queue(found) == [line]
    authority.revoke_device(admin.store, clerk.store.author.device, "máy thất lạc")
    with town.running():
        town.sync(admin)
    with town.opened() as found:
        ordering.admit(found.store, found.registrar, [first])
        lines = lists.queue(found, "review")
        assert [line.split("\t")[3] for line in lines] == [
            f"{each.header.inc}.{each.header.seq}" for each in (second, first)
        ]
        assert (lists.queue(found, "held"), lists.queue(found, "quarantine")) == ([], [])
        shown = figures(TestClient(app.build(found), client=("::1", 1)).get("/metrics").text)
    assert shown["antin_aside", "review"] == 2
    assert shown["antin_aside", "held"] == 0


def test_leases_are_listed(town: Town) -> None:
    clerk = town.machine("clerk")
    clerk.register()
    with town.running():
        town.sync(clerk)
    with town.opened() as found:
        [line] = lists.leases(found)
    _book, _year, device, first, last, top, *_days, returned = line.split("\t")
    assert (device, first, last, top, returned) == ("Máy clerk", "1", "10", "1", "")
