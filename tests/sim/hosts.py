"""Machines of a simulated unit: real stores and the real server on a clock and a chance of ours."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.util import LRUCache

from core.commits.check import Verdict
from core.commits.format import Commit
from db import commits, models, opening, serving
from db.acting import Store
from db.actions import recovering
from db.clock import Clock
from db.engine import close
from db.keys.protectors import KEY_FILE, by_key_file, key_file_key, write_key_file
from db.open_vault import OpenVault
from db.queries import order
from db.vault import Vault
from server import app, home, orders
from server.desk import Desk
from server.first_syncs import FirstSyncs
from server.home import Home
from server.journal import Journal
from server.orders import Orders
from server.quotas import Quotas
from server.sessions import Sessions
from server.snapshots import Snapshots

APP = "sim 1"
SPKI = "A" * 43


_SHARED: dict[str, Any] = {}


def share_statements(engine: sa.Engine) -> None:
    """Let the engines of all stores prepare a statement once: most of a small world's time."""
    if not _SHARED:
        _SHARED.update(dialect=engine.dialect, _compiled_cache=LRUCache(2000))
    engine.dialect, engine._compiled_cache = _SHARED["dialect"], _SHARED["_compiled_cache"]


def put_away(engine: sa.Engine) -> None:
    """Close an engine; what the others prepared stays."""
    engine._compiled_cache = None
    close(engine)


class Time:
    """The true time, in ms UTC; it passes a little whenever somebody looks."""

    def __init__(self, start: int) -> None:
        self.now = start

    def look(self) -> int:
        self.now += 1
        return self.now


class Host:
    """A machine with its own clock and its own chance, in a folder."""

    def __init__(self, folder: Path, name: str, time: Time, seed: str) -> None:
        self.name, self.folder, self.time, self.skew = name, folder / name, time, 0
        self._chance = random.Random(f"{seed}/{name}")
        self.clock = Clock(self.now, self.random)

    def now(self) -> int:
        """This machine's clock: it may go wrong by ``skew`` ms."""
        return self.time.look() + self.skew

    def random(self, count: int) -> bytes:
        """Bytes that follow from the seed."""
        return self._chance.randbytes(count)

    @property
    def protection(self):
        """How the vault of this machine is opened without a person."""
        if not self.key.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            write_key_file(self.key, self.random)
        return by_key_file(self.key)

    @property
    def key(self) -> Path:
        return self.folder / "machine.key"

    def unlocked(self, vault: Vault) -> OpenVault:
        return vault.unlock_with(vault.people()[0].person, KEY_FILE, key_file_key(self.key))


class Device(Host):
    """A workstation; ``store`` is open between :meth:`open` and :meth:`stop`."""

    store: Store
    vault: OpenVault
    running = False
    revoked = False
    twin_of = ""

    @property
    def database(self) -> Path:
        [found] = opening.folder_of(self.folder).glob("store-*.db")
        return found

    def open(self) -> None:
        self.vault = self.unlocked(Vault(opening.folder_of(self.folder), self.random))
        self.store = opening.open_store(self.vault, "keyfile", APP, self.clock)
        share_statements(self.store.engine)
        self.running = True

    def stop(self) -> None:
        """End the program; what was not committed is gone, as after a crash."""
        if self.running:
            self.running = False
            put_away(self.store.engine)
            self.vault.close()

    def has(self) -> set[str]:
        """The ids of all commits here, held ones too."""
        return ids(self.store)

    def held(self) -> set[str]:
        """The ids of the commits that wait here for something missing."""
        with self.store.engine.begin() as connection:
            return {each.id for each in commits.held(connection)}

    def unsent(self) -> list[Commit]:
        """What the server has not answered yet, of all streams."""
        streams = self.store.realm.provision.streams
        with self.store.engine.begin() as connection:
            return [one for each in streams for one in commits.unsent(connection, each.id, 1000)]


class Still(Desk):
    """A desk without threads: one thing after the other, in the same order every time."""

    async def line(self, work: Callable, *args: object, **kwargs: object) -> object:
        return work(*args, **kwargs)

    async def aside(self, work: Callable, *args: object, **kwargs: object) -> object:
        return work(*args, **kwargs)


class Central(Host):
    """The server: the real home, line of orders, journal and application."""

    home: Home
    running = False

    @property
    def journal(self) -> Path:
        return self.folder / "journal"

    @property
    def vault_folder(self) -> Path:
        return self.folder / "vault"

    @property
    def database(self) -> Path:
        [found] = self.vault_folder.glob("store-*.db")
        return found

    def _home(self) -> Home:
        served = serving.open_served(self.vault, None, APP, self.clock)
        share_statements(served.store.engine)
        keys = replace(home.journal_keys(self.vault, served.store), random=self.random)
        return Home(
            store=served.store,
            registrar=served.registrar,
            certificate=served.certificate,
            journal=Journal(self.journal, keys),
            spki=SPKI,
            folder=self.folder,
            session_key=self.vault.subkey("session"),
            tls_passphrase=bytes,
            box=served.box,
            mirror=None,
        )

    def open(self) -> None:
        """Serve. Raises JournalAhead where the store is an old copy."""
        self.load()
        self.orders = Orders(self.home)
        desk = Still(
            home=self.home,
            orders=self.orders,
            sessions=Sessions(self.home, self.random),
            quotas=Quotas(self.now),
            firsts=FirstSyncs(self.now),
            snapshots=Snapshots(self.home),
        )
        self.app = app.answering(desk)

    def load(self) -> None:
        self.vault = self.unlocked(Vault(self.vault_folder, self.random))
        self.home = self._home()
        self.running = True

    def stop(self) -> None:
        if self.running:
            self.running = False
            put_away(self.home.store.engine)
            self.vault.close()

    def crash(self) -> None:
        """End in the middle of something and start again; a record half written is cut anywhere."""
        journal = self.home.journal
        newest = journal._newest
        self.stop()
        if newest is not None and newest.path.exists():
            size = newest.path.stat().st_size
            os.truncate(newest.path, newest.end + self._chance.randrange(size - newest.end + 1))
        self.open()

    def replay(self, *, recover: bool = False) -> None:
        """What the administrator does after a restore (server.administration.replay_journal); to
        ``recover`` where the journal may lack something (server.backup.recover).
        """
        self.load()
        orders.replay(self.home)
        if recover:
            recovering.begin(self.store)
        serving.begin_epoch(self.vault)
        self.stop()

    @property
    def store(self) -> Store:
        return self.home.store

    def has(self) -> set[str]:
        return ids(self.store)


def ids(store: Store) -> set[str]:
    """The ids of all commits of a store, held ones too."""
    with store.engine.begin() as connection:
        kept = connection.execute(sa.select(models.Commit.id)).scalars()
        waiting = connection.execute(sa.select(models.Held.id)).scalars()
        return {*kept, *waiting}


def heads(store: Store) -> dict[str, order.Head]:
    """How far a store's streams go."""
    with store.engine.begin() as connection:
        return order.heads(connection)


def standings(store: Store) -> dict[str, Verdict]:
    """The standing of every commit."""
    with store.engine.begin() as connection:
        found = connection.execute(sa.select(models.Commit.id, models.Commit.standing))
        return {row.id: Verdict(row.standing) for row in found}


def shown(store: Store, streams: Collection[str]) -> set[tuple[str, ...]]:
    """What people see of the documents and dossiers of some streams."""
    document, dossier = models.Document, models.Dossier
    paper = (document.id, document.state, document.subject, document.number, document.conflicts)
    folder = (dossier.id, dossier.state, dossier.title, dossier.retention, dossier.documents)
    with store.engine.begin() as connection:
        found = [
            row
            for table, each in ((document, paper), (dossier, folder))
            for row in connection.execute(sa.select(*each).where(table.stream.in_(streams)))
        ]
    return {tuple(map(str, row)) for row in found}
