"""A founded unit with a real server: homes made once by the product's own ceremony and enrolment,
copied for each test; a server process or thread on loopback over real TLS.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import uvicorn

import resources
from core.commits.signatures import Sign
from core.commits.trust import ServerPlace
from core.office.roster import Roster, load_roster
from core.sync.founding import read_server_request
from db import opening
from db.acting import Store
from db.actions import admission, enrolment, founding, incoming
from db.actions.enrolment import Newcomer
from db.actions.files import NewFile
from db.actions.incoming import Incoming
from db.engine import close
from db.keys.protectors import KEY_FILE, by_key_file, key_file_key, write_key_file
from db.mirror import Apart, on_other_device
from db.open_vault import OpenVault
from db.queries import order
from db.vault import Vault
from desktop import clock
from desktop.session import APP, CLOCK
from desktop.sync import rounds
from desktop.sync.client import Identity, Server
from desktop.sync.rounds import Round
from server import administration, home, orders, serve
from server.administration import Asked
from server.home import Home

WORDS, ROOT_WORDS = "mật khẩu của quản trị viên", "mật khẩu của khóa gốc"
PEOPLE = {"clerk": "Nguyễn Thị Mẫu", "commander": "Lê Văn Giả Định"}
ENTRY = Incoming(
    code="217/TM-TH",
    issuer="Phòng Tham mưu",
    subject="Về việc bảo đảm thông tin liên lạc",
    type="cong-van",
    document_date="2026-01-05",
    arrived="2026-01-06",
)


def roster_text() -> str:
    """The fictional division in this year, whichever that is."""
    return resources.text("demo/unit.json").replace("2026", str(clock.today().year))


def roster() -> Roster:
    """The fictional division."""
    return load_roster(roster_text())


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def key_file(folder: Path) -> Path:
    """A key file for a machine that tests open without a passphrase."""
    path = folder / "machine.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_key_file(path, clock.random_bytes)
    return path


@dataclass
class Machine:
    """A device's open store."""

    name: str
    vault: OpenVault
    store: Store
    person: str = ""

    def close(self) -> None:
        close(self.store.engine)
        self.vault.close()

    def heads(self) -> dict[str, tuple[int, bytes]]:
        with self.store.engine.begin() as connection:
            found = order.heads(connection)
        return {head.stream: (head.gseq, head.state) for head in found.values()}

    @property
    def book(self) -> str:
        from db.queries import office

        return office.books(self.store, "incoming")[0].id

    def register(self, content: bytes | None = None, **fields: str) -> str:
        """Register a document; its id."""
        file = NewFile("217.pdf", "application/pdf", content, 1) if content else None
        return incoming.register(self.store, replace(ENTRY, **fields), file, self.book).entity


@dataclass
class Town:
    """The homes of a unit in one folder, and what runs in it."""

    folder: Path
    port: int
    database: str | None = None
    stack: ExitStack = field(default_factory=ExitStack)
    mirror: Path | None = None
    apart: Apart = on_other_device
    host: str = "127.0.0.1"
    """Where machines find the server."""

    @property
    def server_home(self) -> Path:
        return self.folder / "server"

    @property
    def journal(self) -> Path:
        return self.folder / "server" / "journal"

    @contextmanager
    def opened(self) -> Iterator[Home]:
        """The server's home, open without a process."""
        place = (self.server_home, None, self.database, self.mirror)
        with home.opened(*place, self.apart) as found:
            yield found

    @contextmanager
    def running(self) -> Iterator[Home]:
        """The server, listening in a thread of this process."""
        with self.opened() as found:
            config = serve.config(found, serve.Listening("127.0.0.1", self.port))
            kind = partial(serve.Serving, lends=False) if self.mirror else uvicorn.Server
            server = kind(config)
            listener = socket.create_server(("127.0.0.1", self.port))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
            thread.start()
            try:
                while not server.started and thread.is_alive():
                    time.sleep(0.01)
                yield found
            finally:
                server.should_exit = True
                thread.join()
                listener.close()

    def machine(self, name: str) -> Machine:
        """A machine's store, opened by its key file and closed with the test."""
        folder = self.folder / name
        vault = Vault(opening.folder_of(folder), clock.random_bytes)
        entry = vault.people()[0].person
        opened = vault.unlock_with(entry, KEY_FILE, key_file_key(key_file(folder)))
        store = opening.open_store(opened, "keyfile", APP, CLOCK)
        found = Machine(name, opened, store, store.author.person)
        self.stack.callback(found.close)
        return found

    def join(
        self,
        admin: Machine,
        name: str,
        person: str,
        *,
        everything: bool = True,
        root: Sign | None = None,
    ) -> Machine:
        """Enrol a machine for a person by files; with the unit's stream, or without. The root makes
        it an administrator's.
        """
        folder = self.folder / name
        code = admission.invite(admin.store, person, f"Máy {name}")
        who = Newcomer(f"Máy {name}", name, by_key_file(key_file(folder)))
        vault = Vault(opening.folder_of(folder), clock.random_bytes)
        provision = (self.folder / "provision.antin").read_bytes()
        opened, request = enrolment.begin(vault, provision, code, who, CLOCK)
        approved = admission.approve(admin.store, request, everything=everything, root=root)
        enrolment.finish(opened, approved.answer, CLOCK)
        opened.close()
        return self.machine(name)

    def place(self, machine: Machine) -> ServerPlace:
        place = machine.store.realm.provision.server
        assert place is not None
        return ServerPlace(f"https://{self.host}:{self.port}", place.spki)

    @contextmanager
    def road(self, machine: Machine) -> Iterator[Server]:
        """A machine's road to the server."""
        author = machine.store.author
        who = Identity(machine.store.realm.provision.realm, author.device, author.sign)
        server = Server(self.place(machine), who, APP)
        try:
            yield server
        finally:
            server.close()

    def sync(self, *machines: Machine) -> list[Round]:
        """One round of each machine in turn."""
        done = []
        for machine in machines:
            with self.road(machine) as server:
                done.append(rounds.exchange(machine.store, server))
        return done

    def lease(self, device: str, count: int = 10) -> tuple[int, int]:
        """Numbers of the incoming book for a device, as the command line gives them."""
        with self.opened() as found:
            return administration.lease(found, Asked("incoming", device, count))

    def heads(self) -> dict[str, tuple[int, bytes]]:
        """The server's heads."""
        with self.opened() as found, found.store.engine.begin() as connection:
            heads = order.heads(connection).values()
        return {head.stream: (head.gseq, head.state) for head in heads}


def found_town(folder: Path, port: int) -> Town:
    """Found the unit, enrol a clerk's and a commander's machine, sync all, lease numbers."""
    town = Town(folder, port)
    request = home.create(town.server_home, ["127.0.0.1"], "Máy chủ giả lập")
    given = founding.Founding(
        roster(),
        read_server_request(request),
        f"https://127.0.0.1:{port}",
        (),
        (),
        WORDS,
        ROOT_WORDS,
    )
    vault = Vault(opening.folder_of(folder / "admin"), clock.random_bytes)
    made = founding.found(vault, given, CLOCK)
    (folder / "provision.antin").write_bytes(made.provision)
    (folder / "root.antin").write_bytes(made.root)
    (folder / "recovery.antin").write_bytes(made.recovery)
    home.provision(town.server_home, made.provision)
    person = vault.people()[0].person
    made.vault.close()
    protection = by_key_file(key_file(folder / "admin"))
    vault.change_protection(person, WORDS, protection, clock.now_ms())
    admin = town.machine("admin")
    people = founding.first_commits(admin.store, roster())
    machines = [
        town.join(admin, name, people[word])
        for name, word in (("clerk", "mau"), ("commander", "gia-dinh"))
    ]
    with town.running():
        town.sync(admin)
        town.lease("Máy clerk")
        town.sync(*machines, admin)
    town.stack.close()
    return town


def copied(made: Town, folder: Path, database: str | None) -> Town:
    """A town of its own for one test; on PostgreSQL the server's store comes from its journal."""
    shutil.copytree(made.folder, folder, dirs_exist_ok=True)
    town = Town(folder, made.port, database)
    if database:
        with town.opened() as found:
            orders.replay(found)
    return town
