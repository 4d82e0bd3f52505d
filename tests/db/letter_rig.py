"""Outgoing documents on real stores, their signatures only named: quick to bring to any step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.office.terms import Act, Kind, Role
from db.acting import Store, acting
from db.actions import authority, books, outgoing
from db.actions.files import NewFile, current
from db.actions.marks import Signature
from db.actions.outgoing import Outgoing
from db.queries import documents
from tests.db.test_ledger import World

ENTRY = Outgoing(
    "Về việc bảo đảm thông tin liên lạc",
    "cong-van",
    "SĐ999-TM",
    ("Phòng Tham mưu", "Trung đoàn 9991"),
    "Người chi",
)


def pdf(text: str) -> NewFile:
    """A file that is told apart by its text."""
    return NewFile("cong-van.pdf", "application/pdf", f"%PDF-1.7 {text}".encode(), 1)


def issue(store: Store, document: str) -> None:
    """The step of the table alone: issued, and nothing is known of its recipients."""
    with acting(store) as act:
        act.move(document, Act.ISSUE, content=current(act, document))
        act.append()


class Letters:
    """A unit in which everybody works at the clerk's machine; ``head`` heads the drafting unit."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        admin, unit = self.world.admin.store, self.world.unit
        for name, role in (("truong", Role.HEAD_OF_SECTION), ("kiem", Role.CLERK)):
            self.world.people[name] = person = unit.new_id()
            named = {"name": f"Người {name}", "rank": "Thiếu tá", "post": name}
            authority.set_person(admin, person, **named, unit=unit.unit)
            authority.give_grant(admin, person, role, "2026-01-01")
        self.book = books.open_register(admin, "outgoing", "Sổ đi", "SĐ999", 2026).entity
        self.world.push(self.world.admin)
        arrivals, self.world.book = self.world.book, self.book
        self.world.lease(self.world.clerk)
        self.world.book = arrivals
        self.world.pull(self.world.clerk)
        self.clerk = self.world.clerk.store
        self.officer, self.head = self.person("si"), self.person("truong")
        self.commander, self.checker = self.person("chi"), self.person("kiem")
        self._marks = 0

    def person(self, name: str) -> Store:
        """A person of the unit at the clerk's machine."""
        return replace(
            self.clerk, author=replace(self.clerk.author, person=self.world.people[name])
        )

    def blob(self, document: str) -> str:
        """The hash of the one main file."""
        page = documents.page(self.clerk, document)
        assert page is not None
        [file] = [file for file in page.files if file.slot == "main"]
        return file.blob

    def state(self, document: str) -> str:
        """Where a document stands."""
        page = documents.page(self.clerk, document)
        assert page is not None
        return page.row.state

    def mark(self, kind: str) -> Signature:
        """A signature of a kind on a new version of the file."""
        self._marks += 1
        content = pdf(f"{kind} {self._marks}").content
        return Signature(f"Ky{self._marks}", kind, content, "A" * 43, 0)

    def drafted(self, kind: Kind = Kind.OUTGOING) -> str:
        """A draft of the officer."""
        self._marks += 1
        entry = replace(ENTRY, kind=kind)
        return outgoing.draft(self.officer, entry, b"{}", pdf(f"nhap {self._marks}")).entity

    def initialled(self, kind: Kind = Kind.OUTGOING) -> str:
        """Initialled by its drafter."""
        document = self.drafted(kind)
        outgoing.initial(self.officer, document, self.blob(document), self.mark("initial"))
        return document

    def checked(self, kind: Kind = Kind.OUTGOING) -> str:
        """Content and layout checked, by two people."""
        document = self.initialled(kind)
        outgoing.check(self.head, document, Act.CHECK_CONTENT, self.blob(document), "Đạt.")
        outgoing.check(self.checker, document, Act.CHECK_FORMAT, self.blob(document))
        return document

    def signed(self, kind: Kind = Kind.OUTGOING) -> str:
        """Submitted and signed by the commander."""
        document = self.checked(kind)
        outgoing.submit(self.officer, document)
        outgoing.sign(self.commander, document, self.blob(document), self.mark("main"))
        return document

    def numbered(self, kind: Kind = Kind.OUTGOING) -> str:
        """Numbered and dated."""
        document = self.signed(kind)
        marks = (self.mark("number"), self.mark("date"))
        outgoing.number(self.clerk, document, self.book, self.blob(document), lambda *_given: marks)
        return document

    def sealed(self, kind: Kind = Kind.OUTGOING) -> str:
        """Sealed: ready to be issued."""
        document = self.numbered(kind)
        outgoing.seal(self.clerk, document, self.blob(document), self.mark("seal"))
        return document

    def close(self) -> None:
        """Put the stores away."""
        self.world.close()
