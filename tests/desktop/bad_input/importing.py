"""A commander at the sync screen, and bundles that come to him by hand: honest and hostile ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from core.commits.format import Commit, Header, Op, Session, payload_bytes, write
from core.commits.ids import b64, unb64
from core.sync import bundle, segment
from core.sync.bundle import Export, Lock
from core.sync.chunks import Chunk
from core.sync.segment import Run
from db import facts
from db.actions import bundles
from desktop.sync.screen import SCREEN
from tests.db.test_ledger import World
from tests.db.unit_of_three import Machine
from tests.desktop.bad_input.hashing import store_hash
from tests.desktop.outgoing.stage import Stage

TITLE = "Thông tin liên lạc"


class Sender:
    """A machine of the unit that writes whatever it is told to, signed with its real key."""

    def __init__(self, world: World, name: str = "sender") -> None:
        self.world = world
        self.machine = world.unit.machine(name, world.people["si"])
        world.unit.admit(world.admin, self.machine)
        world.push(world.admin)
        for each in (world.commander, self.machine):
            world.pull(each)
        self._seq, self._tip = 0, ""

    def commit(self, *ops: Op, prev: str = "") -> Commit:
        """The next commit of the chain; with ``prev`` it only pretends to be."""
        unit, author = self.world.unit, self.machine.store.author
        header = Header(
            v=1,
            realm=unit.realm,
            stream=unit.stream,
            device=author.device,
            inc=author.inc,
            seq=self._seq + 1,
            hlc=(unit.watch(), 0),
            person=author.person,
            session=Session("passphrase", 0),
            app="test",
            payload="A" * 43,
            size=0,
        )
        if self._seq:
            header = msgspec.structs.replace(header, prev=prev or self._tip)
        made = write(header, payload_bytes(ops, unit.dice(16)), author.sign)
        if not prev:
            self._seq, self._tip = made.header.seq, made.id
        return made

    def take_back(self, commit: Commit) -> None:
        """Go on as if the last commit had never been written."""
        self._seq, self._tip = commit.header.seq - 1, commit.header.prev or ""

    def bundle(self, *commits: Commit, files: Iterable[Chunk] = ()) -> bytes:
        """A bundle for the commander with these commits and files."""
        unit, author = self.world.unit, self.machine.store.author
        contains = {commit.chain: commit.header.seq for commit in commits}
        made = Export(unit.new_id(), unit.realm, 0, author.device, (unit.watch(), 0), {}, contains)
        records: list[Run | Chunk] = [*segment.runs(commits), *files]
        lock = Lock([box_of(self.world, self.world.commander)], unit.dice(32), unit.dice(7))
        return b"".join(bundle.write_bundle(made, records, lock, author.sign))


def box_of(world: World, machine: Machine) -> bytes:
    with world.commander.store.engine.begin() as connection:
        store = world.commander.store
        found, _ = facts.certificate(connection, store.realm, machine.mine.device)
    assert found is not None
    return unb64(found.box, 32)


def dossier(world: World, title: str = TITLE, entity: str = "") -> Op:
    """The opening of a dossier, as the product writes it."""
    fields = {"code": "01.TM", "title": title, "retention": "10"}
    by = {"post": "Trợ lý", "rank": "Đại úy", "name": "Người si", "unit": world.unit.unit}
    body = {"fields": fields, "step": "open", "by": by}
    return Op(kind="dossier.open", id=entity or world.unit.new_id(), body=body)


def exported(source: Machine, target: Machine) -> bytes:
    """What the product itself would carry over."""
    return b"".join(bundles.export(source.store, [target.mine.device]).pieces)


class Desk:
    """The sync screen of a machine in the real window, driven by keys."""

    def __init__(self, folder: Path, machine: Machine) -> None:
        self.folder, self.machine = folder, machine
        self.stage = Stage(folder, machine.store, (SCREEN,))
        self.window = self.stage.window
        self.stage.window.go("sync")
        self.stage.settle()
        self._count = 0

    def take_in(self, *contents: bytes) -> None:
        """Put bundles on a stick and import them: Ctrl+I, the paths, Enter."""
        self.window.close_sheet()
        paths: Sequence[Path] = [self._written(content) for content in contents]
        self.stage.press("Ctrl+I")
        self.stage.type("; ".join(map(str, paths)))
        self.stage.press("Return")
        self.stage.settle()

    def hash(self, *besides: str) -> str:
        return store_hash(self.machine.store, besides)

    def close(self) -> None:
        self.stage.close()
        assert self.stage.faults == []

    def _written(self, content: bytes) -> Path:
        self._count += 1
        path = self.folder / f"goi-{self._count}.antin"
        path.write_bytes(content)
        return path


def file(content: bytes) -> tuple[str, Chunk]:
    """The name of a file of one chunk, and the chunk."""
    name = b64(sha256(content).digest())
    return name, Chunk(name, 0, content)
