"""What is cut: acts at a desk, a sync, a bundle, an opening, copies; and what each one promises.

A scenario does only what is not done yet, as a person does who looks after a power cut.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from db import commits, models
from db.actions import incoming, numbers, outgoing
from db.actions.files import NewFile
from db.actions.marks import Signature
from db.care import backup, second_copy
from db.keys import vault_copies
from db.keys.protectors import key_file_key
from desktop.sync import files
from tests.server.crash import scene as looks
from tests.sim import hosts
from tests.sim.people import ENTRY, LETTER, PDF

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from db.acting import Store
    from tests.server.crash.scene import Scene

SMALL, LARGE = b"%PDF-1.7 nho " * 300, b"%PDF-1.7 to " * 50_000
"""Files of one chunk, and of three."""
LETTERS = {"101/TM-TH": SMALL, "102/TM-TH": LARGE}
SIGNED = b"%PDF-1.7 da ky nhay"
MONTH = 31 * 86_400_000
STICK, PLACE = "stick/bundle.antin", "stick/backup"


class Scenario(NamedTuple):
    """The machines that are open, what was done before, and what is cut."""

    machines: tuple[str, ...]
    before: Callable[[Scene], object]
    work: Callable[[Scene], object]


# -- acts at a desk --------------------------------------------------------------------------------


def register(scene: Scene) -> None:
    """Two arrivals with their files, each under the next number of the lease."""
    store = scene.store("clerk")
    there = _codes(store)
    for code, data in LETTERS.items():
        if code not in there:
            entry = incoming.Incoming(**{**vars(ENTRY), "code": code})
            pdf = NewFile("den.pdf", PDF, data, 1)
            done = incoming.register(store, entry, pdf, scene.book)
            scene.say("registered", code, done.number)


def book(scene: Scene) -> None:
    """A number is kept for a document, made void as none comes, and the lease goes back."""
    store = scene.store("clerk")
    if not _spares(store):
        scene.say("reserved", numbers.reserve(store, scene.book, "chờ ký").number)
    kept = _spares(store, "reserved")
    if kept:
        numbers.void(store, scene.book, kept, "không ban hành")
        scene.say("void", kept[0])
    if not _returned(store):
        numbers.hand_back(store, scene.book)
        scene.say("returned")


def sign(scene: Scene) -> None:
    """A draft, and the drafter's initial under it."""
    store = scene.store("officer")
    found = _documents(store, "outgoing")
    if not found:
        pdf = NewFile("cong-van.pdf", PDF, SMALL, 1)
        found = [outgoing.draft(store, LETTER, b"{}", pdf).entity]
        scene.say("drafted")
    with store.engine.begin() as connection:
        if connection.execute(sa.select(models.Signature.field)).first():
            return
        main = models.File.document == found[0], models.File.slot == "main"
        blob = connection.execute(sa.select(models.File.blob).where(*main)).scalar_one()
    mark = Signature("KyNhay1", "initial", SIGNED, "A" * 43, 0)
    outgoing.initial(store, found[0], blob, mark)
    scene.say("signed")


def at_desks(scene: Scene) -> None:
    """A day's work without a server."""
    register(scene)
    book(scene)
    sign(scene)


# -- between machines ------------------------------------------------------------------------------


def sync(scene: Scene) -> None:
    """The clerk sends acts and files, the commander takes them and answers; for the server's
    journal another month begins.
    """
    scene.time.now += MONTH
    for name in ("clerk", "commander"):
        done = scene.sync(name)
        problems = [each.code for each in done.problems]
        scene.say("round", name, done.equal and not problems, looks.states(scene.store(name)))
    commander = scene.store("commander")
    if not _edited(commander):
        document = _documents(commander, "incoming")[0]
        incoming.edit(commander, document, subject="Đã sửa")
        scene.say("edited")
    for name in ("commander", "clerk"):
        scene.sync(name)


def carry(scene: Scene) -> None:
    """The clerk's acts and files go to the commander on a stick."""
    clerk, commander = scene.store("clerk"), scene.store("commander")
    stick = scene.folder / STICK
    files.write_bundle(clerk, [commander.author.device], stick)
    scene.say("saved", sha256(stick.read_bytes()).hexdigest())
    files.read_bundle(commander, stick)
    scene.say("imported", _own(clerk))


# -- vault, opening, copies ------------------------------------------------------------------------


def protect(scene: Scene) -> None:
    """The clerk's private half is protected anew, by the same key file."""
    device = scene.devices["clerk"]
    vault = hosts.Vault(hosts.opening.folder_of(device.folder), device.random)
    person = vault.people()[0].person
    vault.change_protection_with(
        person, hosts.KEY_FILE, key_file_key(device.key), device.protection
    )
    scene.say("protected", _generation(scene))


def reopen(scene: Scene) -> None:
    """A vault is changed; everything is closed and opened again."""
    protect(scene)
    for machine in (*scene.devices.values(), scene.central):
        if machine.running:
            machine.stop()
            machine.open()
            scene.say("opened", machine.name)


def copy(scene: Scene) -> None:
    """A backup, and the second copy of what stands here only."""
    device, place = scene.devices["clerk"], scene.folder / PLACE
    backup.run(device.store, device.vault, place)
    scene.say("backed up", len(backup.generations(place)))
    if not _spares(device.store):
        scene.say("reserved", numbers.reserve(device.store, scene.book, "chờ ký").number)
    second_copy.write(device.store, device.vault, place)
    scene.say("copied", _own(device.store))


def _founded(_scene: Scene) -> None:
    """The unit as it was founded."""


def _unsent(scene: Scene) -> None:
    """The clerk has acts that the server lacks, a stick and a disk for copies."""
    register(scene)
    (scene.folder / STICK).parent.mkdir()
    (scene.folder / PLACE).mkdir()


SCENARIOS: Mapping[str, Scenario] = {
    "acts": Scenario(("clerk", "officer"), _founded, at_desks),
    "sync": Scenario(("clerk", "commander", "server"), _unsent, sync),
    "bundle": Scenario(("clerk", "commander"), _unsent, carry),
    "opening": Scenario(("clerk", "commander", "server"), _unsent, reopen),
    "copies": Scenario(("clerk",), _unsent, copy),
}


# -- what was said still holds ---------------------------------------------------------------------


def registered(scene: Scene, code: str, number: int) -> bool:
    """The arrival has its number, and its file reads as it was given."""
    [documents, *_] = looks.picture(scene.store("clerk"))
    digest = sha256(LETTERS[code]).hexdigest()
    return any(
        row[0] == code and row[3] == number and ["received", digest] in found
        for row, found in documents
    )


def receipts(scene: Scene, given: list[list[Any]]) -> bool:
    """The server gave these places to these commits, and has not forgotten it."""
    table = models.Receipt
    with scene.store("server").engine.begin() as connection:
        rows = connection.execute(sa.select(table.stream, table.gseq, table.commit))
        there = {tuple(row) for row in rows}
    return {tuple(each) for each in given} <= there


def whole(scene: Scene, blobs: list[str]) -> bool:
    """The server has these files and can read them."""
    store = scene.store("server")
    with store.engine.begin() as connection:
        return all(looks.content(store, connection, blob) for blob in blobs)


def round_(scene: Scene, name: str, good: bool, then: dict[str, list[Any]]) -> bool:
    """The machine is as far in the server's order as it was, and so is the server."""
    for store in (scene.store(name), scene.store("server")):
        now = looks.states(store)
        if any(now[stream][0] < gseq for stream, (gseq, _) in then.items()):
            return False
    return good


def saved(scene: Scene, digest: str) -> bool:
    """The file that was said to be written is there, whole."""
    stick = scene.folder / STICK
    return stick.exists() and sha256(stick.read_bytes()).hexdigest() == digest


def imported(scene: Scene, ids: list[str]) -> bool:
    """The commander has what came on the stick."""
    return set(ids) <= scene.devices["commander"].has()


def copied(scene: Scene, ids: list[str]) -> bool:
    """The second copy can be read, and the acts are here too."""
    device = scene.devices["clerk"]
    place = second_copy.Place(scene.folder / PLACE, device.vault.vault)
    taken = second_copy.take(device.store, place)
    return not taken.failed and set(ids) <= device.has() and bool(list(place.folder.glob("s-*")))


def backed_up(scene: Scene, count: int) -> bool:
    """The generations of the backup are whole."""
    found = backup.generations(scene.folder / PLACE)
    return len(found) >= count and all(each.whole for each in found[-count:])


PROMISES: Mapping[str, Callable[..., bool]] = {
    "registered": registered,
    "reserved": lambda scene, number: _spares(scene.store("clerk")) == [number],
    "void": lambda scene, number: _spares(scene.store("clerk"), "void") == [number],
    "returned": lambda scene: _returned(scene.store("clerk")),
    "drafted": lambda scene: bool(_documents(scene.store("officer"), "outgoing")),
    "signed": lambda scene: SIGNED_FILE in str(looks.picture(scene.store("officer"))),
    "receipts": receipts,
    "whole": whole,
    "round": round_,
    "edited": lambda scene: _edited(scene.store("commander")),
    "saved": saved,
    "imported": imported,
    "protected": lambda scene, then: _generation(scene) >= then,
    "opened": lambda scene, name: name in scene.running(),
    "backed up": backed_up,
    "copied": copied,
}
SIGNED_FILE = sha256(SIGNED).hexdigest()


# -- looking ---------------------------------------------------------------------------------------


def _codes(store: Store) -> set[str]:
    with store.engine.begin() as connection:
        return set(connection.execute(sa.select(models.Document.code)).scalars())


def _documents(store: Store, kind: str) -> list[str]:
    table = models.Document
    query = sa.select(table.id).where(table.kind == kind).order_by(table.code)
    with store.engine.begin() as connection:
        return list(connection.execute(query).scalars())


def _edited(store: Store) -> bool:
    with store.engine.begin() as connection:
        return "Đã sửa" in connection.execute(sa.select(models.Document.subject)).scalars().all()


def _spares(store: Store, *fates: str) -> list[int]:
    table = models.SpareNumber
    query = sa.select(table.number).where(table.fate.in_(fates or ("reserved", "void")))
    with store.engine.begin() as connection:
        return list(connection.execute(query).scalars())


def _returned(store: Store) -> bool:
    with store.engine.begin() as connection:
        return all(connection.execute(sa.select(models.Lease.returned)).scalars())


def _generation(scene: Scene) -> int:
    """How often the clerk's vault was changed, by the newest copy of its header."""
    folder = hosts.opening.folder_of(scene.devices["clerk"].folder)
    return vault_copies.read(folder).header.generation


def _own(store: Store) -> list[str]:
    """The ids of the acts of this machine that no receipt answered."""
    with store.engine.begin() as connection:
        return [each.id for each in commits.unsent(connection, store.stream, 1000)]
