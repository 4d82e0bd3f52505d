"""Bad roads between real machines and a real server: what a person is told, that nothing here
changes, and that the next good round brings everything across (sync.md §6.2).
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core import recipients
from core.commits.ids import text_id, unb64
from core.errors import (
    AntinError,
    BundleNotForUs,
    BundleSenderUnknown,
    ClockOutsideCertificate,
    GrantNotInForce,
    ServerAnsweredNonsense,
    ServerBehind,
    ServerNotOurs,
)
from core.sync import bundle, message
from db import local, opening
from db.actions import bundles, incoming, syncing
from db.queries import documents, office
from db.queries.office import LAST_SYNC
from desktop.phrases import LANGUAGES, explain_in
from server import home, tls
from tests.core.sync.test_wire import HEADS
from tests.desktop.sync.test_client import OURS, _request, http
from tests.server.test_exchange import all_equal
from tests.server.town import Machine, Town

DAY = 86_400_000
LOGIN = b"<html>Dang nhap Wi-Fi</html>"
REDIRECT = "302 Found\r\nLocation: https://portal.invalid/"
Answer = Callable[[bytes], bytes]


class Portal:
    """Stands where the server should, with a TLS key or none, and answers in its own way."""

    def __init__(self, port: int, key: ssl.SSLContext | None, answer: Answer) -> None:
        self.heard = b""
        self._key, self._answer = key, answer
        self._listener = socket.create_server(("127.0.0.1", port))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                raw, _ = self._listener.accept()
                raw.settimeout(5)
                with suppress(OSError), raw:
                    if self._key is None:
                        raw.recv(65536)
                        raw.sendall(self._answer(b""))
                        continue
                    with self._key.wrap_socket(raw, server_side=True) as talk:
                        self.heard += (asked := _request(talk))
                        talk.sendall(self._answer(asked))

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)


@contextmanager
def portal(town: Town, key: ssl.SSLContext | None, answer: Answer) -> Iterator[Portal]:
    made = Portal(town.port, key, answer)
    try:
        yield made
    finally:
        made.close()


def strange_key(folder: Path) -> ssl.SSLContext:
    """The key of somebody else."""
    tls.make(folder / "tls.pem", ["127.0.0.1"], b"words", 1_795_000_000_000)
    return tls.context(folder / "tls.pem", lambda: b"words")


def explained(error: AntinError) -> None:
    """What, why and what to do are said in both languages, no gap left in them."""
    for language in LANGUAGES:
        told = explain_in(language, error)
        assert told.what
        assert told.why
        assert told.do
        assert "{" not in told.sentence()


def last_sync(machine: Machine) -> bytes | None:
    with machine.store.engine.begin() as connection:
        return local.value(connection, LAST_SYNC)


def refused(town: Town, machine: Machine, error: type[AntinError]) -> None:
    """A round fails with one clear error; nothing here moves or is taken for exchanged."""
    before = machine.heads(), office.sync(machine.store).unsent, last_sync(machine)
    with pytest.raises(error) as caught:
        town.sync(machine)
    assert type(caught.value) is error
    explained(caught.value)
    assert (machine.heads(), office.sync(machine.store).unsent, last_sync(machine)) == before


def drained(town: Town, *machines: Machine) -> None:
    """The next good round brings everything across."""
    with town.running():
        done = town.sync(*machines, *machines)
    assert [(each.problems, each.equal) for each in done] == [((), True)] * len(done)
    assert [office.sync(each.store).unsent for each in machines] == [0] * len(machines)
    all_equal(town, *machines)


def subjects(machine: Machine, *found: str) -> list[str]:
    pages = [documents.page(machine.store, each) for each in found]
    return [page.row.subject if page else "" for page in pages]


# -- somebody else on the line ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "with_key", "error"),
    [
        (REDIRECT, False, ServerAnsweredNonsense),
        ("511 Network Authentication Required", False, ServerAnsweredNonsense),
        ("200 OK", True, ServerNotOurs),
    ],
)
def test_a_login_page_stands_in_between(
    town: Town, tmp_path: Path, status: str, with_key: bool, error: type[AntinError]
) -> None:
    clerk = town.machine("clerk")
    clerk.register(b"%PDF gia lap")
    key = strange_key(tmp_path) if with_key else None
    with portal(town, key, lambda _asked: http(status, "text/html", LOGIN)) as found:
        refused(town, clerk, error)
        refused(town, clerk, error)  # tried again later, the same
    assert found.heard == b""
    drained(town, clerk)


def test_a_server_with_another_key_is_not_ours_until_it_has_its_own_again(
    town: Town, tmp_path: Path
) -> None:
    clerk = town.machine("clerk")
    clerk.register()
    path = town.server_home / home.TLS
    own = path.read_bytes()
    with town.opened() as found:
        tls.make(path, ["127.0.0.1"], found.tls_passphrase(), found.store.now())
    with town.running():
        refused(town, clerk, ServerNotOurs)
    path.write_bytes(own)
    drained(town, clerk)


def test_the_term_of_a_certificate_does_not_count_its_key_does(town: Town) -> None:
    """Or else a server would be lost with its clock, or in its twenty-first year."""
    clerk = town.machine("clerk")
    clerk.register()
    path = town.server_home / home.TLS
    with town.opened() as found:
        key = serialization.load_pem_private_key(path.read_bytes(), found.tls_passphrase())
        made = tls._certificate(key, ["127.0.0.1"], found.store.now() - 40 * 366 * DAY)  # type: ignore[arg-type]
    pem = path.read_bytes()
    private = pem[: pem.index(b"-----BEGIN CERTIFICATE")]
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    drained(town, clerk)


def test_the_server_of_another_realm(town: Town) -> None:
    """With the very key that this machine trusts: a server that was founded anew by mistake."""
    clerk = town.machine("clerk")
    clerk.register()
    with town.opened() as found:
        key = tls.context(found.folder / home.TLS, found.tls_passphrase)
    hello = message.encode(HEADS[1])
    with portal(town, key, lambda _asked: http("200 OK", OURS, hello)) as other:
        refused(town, clerk, ServerNotOurs)
    assert other.heard.count(b"POST ") == 1  # not a word after the greeting
    drained(town, clerk)


# -- clocks ----------------------------------------------------------------------------------------


def with_clock(machine: Machine, days: int) -> Machine:
    """The machine while its clock goes wrong."""
    now = machine.store.now
    return replace(machine, store=replace(machine.store, now=lambda: now() + days * DAY))


@pytest.mark.parametrize(("years", "error"), [(-9, GrantNotInForce), (9, ClockOutsideCertificate)])
def test_a_clock_years_off(town: Town, years: int, error: type[AntinError]) -> None:
    """What all others would refuse is not even written; what others did still comes."""
    clerk, commander = town.machine("clerk"), town.machine("commander")
    document = clerk.register()
    wrong = with_clock(clerk, years * 366)
    with pytest.raises(error) as caught:
        incoming.edit(wrong.store, document, subject="Giờ sai")
    explained(caught.value)
    assert office.sync(clerk.store).unsent == 1
    with town.running():
        [done] = town.sync(wrong)
        assert (done.sent, done.problems, done.equal) == (1, (), True)
        incoming.submit(clerk.store, document)
        town.sync(clerk)
        [done] = town.sync(with_clock(commander, years * 366))
    assert (done.received, done.problems, done.equal) == (2, (), True)
    incoming.edit(clerk.store, document, subject="Sau khi chỉnh giờ")
    drained(town, clerk, commander)
    assert subjects(commander, document) == ["Sau khi chỉnh giờ"]


def test_a_clock_months_ahead_and_then_right_again(town: Town) -> None:
    """Acts stay and are taken, those after it too; the server's time stands in their receipts."""
    clerk = town.machine("clerk")
    document = clerk.register()
    incoming.edit(with_clock(clerk, 90).store, document, subject="Giờ sai")
    drained(town, clerk)
    assert subjects(clerk, document) == ["Giờ sai"]
    incoming.edit(clerk.store, document, subject="Giờ đúng")
    drained(town, clerk)
    assert subjects(clerk, document) == ["Giờ đúng"]
    with clerk.store.engine.begin() as connection:
        server_time = syncing.server_time(connection)
    assert server_time is not None
    assert abs(server_time - clerk.store.now()) < DAY


# -- an old server ---------------------------------------------------------------------------------


def test_a_server_from_an_old_backup_is_not_fed_until_its_journal_is_back(town: Town) -> None:
    clerk = town.machine("clerk")
    store = next((town.server_home / "vault").glob("store-*.db"))
    old = store.read_bytes()
    confirmed = clerk.register()
    drained(town, clerk)
    new = store.read_bytes()
    journal = {path: path.read_bytes() for path in town.journal.glob("*")}
    waiting = clerk.register()
    store.write_bytes(old)
    for path in journal:
        path.unlink()
    with town.running():
        with pytest.raises(ServerBehind) as caught:
            town.sync(clerk)
        explained(caught.value)
    assert "" not in subjects(clerk, confirmed, waiting)
    store.write_bytes(new)
    for path in town.journal.glob("*"):
        path.unlink()
    for path, data in journal.items():
        path.write_bytes(data)
    drained(town, clerk)


# -- bundles ---------------------------------------------------------------------------------------


def exported(sender: Machine, *to: Machine) -> bytes:
    devices = [each.store.author.device for each in to]
    return b"".join(bundles.export(sender.store, devices).pieces)


def bundle_refused(machine: Machine, data: bytes, error: type[AntinError]) -> None:
    before = machine.heads(), list((machine.vault.folder).rglob("*"))
    with pytest.raises(error) as caught:
        bundles.import_(machine.store, [data])
    assert type(caught.value) is error
    explained(caught.value)
    assert (machine.heads(), list((machine.vault.folder).rglob("*"))) == before


def test_bundles_of_another_unit(town: Town) -> None:
    """One that was sealed to others, and one that a stranger sealed to this very machine."""
    clerk, commander = town.machine("clerk"), town.machine("commander")
    with clerk.store.engine.begin() as connection:
        box = unb64(opening.installation(connection).box, 32)
    for key, error in ((bytes(range(32)), BundleNotForUs), (box, BundleSenderUnknown)):
        lock = bundle.Lock([recipients.public_of(key)], bytes(32), bytes(7))
        named = text_id(bytes(16))
        export = bundle.Export(named, named, 1, named, (clerk.store.now(), 0), {}, {})
        strange = Ed25519PrivateKey.from_private_bytes(bytes(32)).sign
        bundle_refused(clerk, b"".join(bundle.write_bundle(export, [], lock, strange)), error)
    document = commander_has(town, commander, clerk)
    assert "" not in subjects(clerk, document)


def commander_has(town: Town, commander: Machine, clerk: Machine) -> str:
    """A document that reaches the commander by a bundle."""
    document = clerk.register()
    incoming.submit(clerk.store, document)
    assert bundles.import_(commander.store, [exported(clerk, commander)]).new == 2
    drained(town, clerk, commander)
    return document


def test_an_old_bundle_after_newer_ones_changes_nothing(town: Town) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    document = clerk.register(b"%PDF gia lap")
    incoming.submit(clerk.store, document)
    old = exported(clerk, commander)
    incoming.edit(clerk.store, document, subject="Sửa sau khi xuất gói")
    drained(town, clerk, commander)
    before = commander.heads()
    found = bundles.import_(commander.store, [old])
    assert (found.new, found.refused, found.changed) == (0, 0, frozenset())
    assert commander.heads() == before
    assert subjects(commander, document) == ["Sửa sau khi xuất gói"]
    drained(town, clerk, commander)
