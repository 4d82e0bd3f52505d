"""What the people of the unit do at their machines: entitled acts, each one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.office.terms import Act, Role
from db import models
from db.actions import authority, dossiers, incoming, numbers, outgoing
from db.actions.files import NewFile
from db.actions.incoming import Incoming
from db.actions.marks import Signature
from db.actions.outgoing import Outgoing

if TYPE_CHECKING:
    from tests.sim.hosts import Device
    from tests.sim.world import World

ENTRY = Incoming(
    code="217/TM-TH",
    issuer="Phòng Tham mưu",
    subject="Về việc bảo đảm thông tin liên lạc",
    type="cong-van",
    document_date="2026-03-05",
    arrived="2026-03-06",
)
LETTER = Outgoing("Về việc thử", "cong-van", "SĐ999-TM", ("Phòng Tham mưu",), "Lê Văn Giả Định")
PDF = "application/pdf"


def some(world: World, device: Device, table: type, **where: str) -> str:
    """The id of some row here; of one that is nowhere where there is none."""
    query = sa.select(table.id)
    for name, value in where.items():
        query = query.where(getattr(table, name) == value)
    with device.store.engine.begin() as connection:
        found = sorted(connection.execute(query).scalars())
    return world.chance.choice(found) if found else "0" * 26


def register(world: World, device: Device, book: str = "") -> None:
    """An arrival gets the next number; it is written on the paper."""
    book = book or world.made.book
    done = world.do(device, incoming.register, device.store, ENTRY, None, book)
    if done is None:
        return
    if world.paper.setdefault((book, done.number), done.entity) != done.entity and not world.cloned:
        world.breach("I6", f"number {done.number} was handed out twice")


def edit(world: World, device: Device) -> None:
    document = some(world, device, models.Document, kind="incoming")
    word = f"Sửa {world.chance.randrange(1000)}"
    world.do(device, lambda: incoming.edit(device.store, document, subject=word))


def submit(world: World, device: Device) -> None:
    document = some(world, device, models.Document, kind="incoming")
    world.do(device, incoming.submit, device.store, document)


def give_back(world: World, device: Device) -> None:
    document = some(world, device, models.Document, kind="incoming")
    world.do(device, incoming.give_back, device.store, document, "thiếu phụ lục")


def open_dossier(world: World, device: Device) -> None:
    title = f"Hồ sơ {world.chance.randrange(1000)}"
    world.do(device, dossiers.open_dossier, device.store, "01.TM", title, "10")


def begin_anew(world: World, device: Device) -> None:
    """Whatever happened before: a person can work at a machine that has recovered."""
    if (device.twin_of or device.name) not in {"clerk", "officer"}:
        return
    done = world.do(device, dossiers.open_dossier, device.store, "01.TM", "Sau sự cố", "10")
    if done is None:
        world.breach("I11", f"nobody can work at {device.name}")


def change_dossier(world: World, device: Device) -> None:
    dossier = some(world, device, models.Dossier)
    title = f"Hồ sơ {world.chance.randrange(1000)}"
    world.do(device, dossiers.change, device.store, dossier, "01.TM", title, "20")


def put(world: World, device: Device) -> None:
    dossier, document = some(world, device, models.Dossier), some(world, device, models.Document)
    world.do(device, dossiers.put, device.store, dossier, document)


def take(world: World, device: Device) -> None:
    dossier, document = some(world, device, models.Dossier), some(world, device, models.Document)
    world.do(device, dossiers.take, device.store, dossier, document)


def reserve(world: World, device: Device) -> None:
    world.do(device, numbers.reserve, device.store, world.made.book, "chờ ký")


def hand_back(world: World, device: Device) -> None:
    """The rest of a range goes back: the next may begin in it, behind what was given."""
    if world.do(device, numbers.hand_back, device.store, world.made.book):
        world.leases.clear()


def rename(world: World, device: Device) -> None:
    person = some(world, device, models.Person)
    name = f"Người {world.chance.randrange(100)}"
    world.do(device, lambda: authority.set_person(device.store, person, name=name))


def grant(world: World, device: Device) -> None:
    person = some(world, device, models.Person)
    world.do(device, authority.give_grant, device.store, person, Role.OFFICER, "2026-03-12")


def draft(world: World, device: Device) -> None:
    pdf = NewFile("cong-van.pdf", PDF, b"%PDF-1.7 " + device.random(6).hex().encode(), 1)
    world.do(device, outgoing.draft, device.store, LETTER, b"{}", pdf)


def initial(world: World, device: Device) -> None:
    """The drafter's initial: a personal signature on the version that he sees."""
    document = some(world, device, models.Document, kind="outgoing")
    with device.store.engine.begin() as connection:
        query = sa.select(models.File.blob).where(models.File.document == document)
        blob = connection.execute(query.where(models.File.slot == "main")).scalars().first()
    content = b"%PDF-1.7 " + device.random(6).hex().encode()
    mark = Signature(f"Ky{world.chance.randrange(10**6)}", "initial", content, "A" * 43, 0)
    world.do(device, outgoing.initial, device.store, document, blob or "", mark)


def discard(world: World, device: Device) -> None:
    document = some(world, device, models.Document, kind="outgoing")
    world.do(device, outgoing.take_back, device.store, document, Act.CANCEL, "nhầm")


Doing = Callable[["World", "Device"], None]
WHO: dict[str, tuple[Doing, ...]] = {
    "clerk": (register, register, register, edit, edit, submit, open_dossier, put, take, reserve),
    "commander": (edit, edit, give_back),
    "officer": (open_dossier, change_dossier, change_dossier, put, take, draft, initial),
    "admin": (rename, grant),
}


def act(world: World) -> None:
    """Somebody does something that his work gives him to do."""
    device = world.chance.choice([each for each in world.working if each.running])
    role = device.twin_of or device.name
    world.chance.choice(WHO[role])(world, device)
