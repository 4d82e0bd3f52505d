"""A whole dossier as a package: a ZIP with its description as XML, one PDF of all its pages in the
order of their days for reading, and the files as they are (NĐ 30/2020/NĐ-CP PL VI phần I). No Qt.

Layout and fields: docs/formats/dossier.md. What of a document leaves is recorded before its bytes.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, cast

from core.errors import DiskFull, FileUnwritable, NotFound, WorkerCrashed, WorkerTimeout
from core.office import copies
from core.office.day import VIETNAM
from core.office.metadata import too_long
from core.text import fold
from db.actions import exports, files
from db.queries import records
from desktop.dossiers import printing
from desktop.dossiers.printing import Paper
from desktop.exchange import dossier_xml
from desktop.forms import bound_note
from desktop.page_binder import UNBOUND, Binder
from desktop.printing.foot import how
from desktop.printing.leaving import digest
from desktop.written import Part

if TYPE_CHECKING:
    from pathlib import Path

    from core.office.metadata import TooLong
    from db.acting import Store
    from db.queries.records import Attached, Described, Record

XML, PDF, FILES = "HoSo.xml", "HoSo.pdf", "Tep"
CONTENTS: Final = "Mục lục văn bản, tài liệu"
NOTE: Final = "Ghi chú về bản ghép"
NAME_LIMIT: Final = 50
_UNUSUAL: Final = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Outcome:
    """What the package lacks: files that had not arrived, files without pages in the bound copy,
    by code of whose they are the values longer than the decree has room for.
    """

    documents: int
    away: tuple[str, ...]
    unbound: tuple[str, ...]
    long: tuple[tuple[str, TooLong], ...]


class Package:
    """The package under way: ``add`` every document, then ``finish``; or ``drop`` it.

    All raise NotAllowed, NotFound, BlobDamaged, DiskFull, FileUnwritable, TooLarge.
    """

    def __init__(self, store: Store, dossier: str, path: Path) -> None:
        exports.permit(store)
        described = records.describe(store, dossier)
        if described is None:
            raise NotFound(kind="dossier")
        self.described: Described = described
        self._dossier, self._places, self._absent = dossier, dict[str, str](), list[str]()
        self._away: list[str] = []
        self._bound: list[tuple[str, str]] = []
        self._contents = printing.pages(store, dossier, Paper.CONTENTS)
        self._part = Part(path)
        self._zip = zipfile.ZipFile(cast("IO[bytes]", self._part), "w")
        self._binder = Binder()
        self._binder.add(self._contents, CONTENTS)

    def add(self, store: Store, place: int) -> None:
        """Take in the files of the document at a place from 0."""
        record = self.described.documents[place]
        here = [file for file in record.files if file.here]
        self._away += [_said(record, file) for file in record.files if not file.here]
        if here:
            exports.note(store, record.id, *(file.blob for file in here))
        for order, file in enumerate(here, 1):
            if file.blob not in self._places:
                self._keep(store, record, file, f"{FILES}/{place + 1:03}-{order:02}-{_named(file)}")

    def finish(self, store: Store) -> Outcome:
        """Write the bound copy and the description; the package stands where it was asked for."""
        described = self.described
        xml = dossier_xml.write(described, self._places)
        head = printing.head(store, store.now())
        note = bound_note.render(head, [*self._absent, *self._away], how(store))
        self._binder.add(note, NOTE)
        copy = exports.Copy(
            copies.Paper.DOSSIER, "dossier", self._dossier, len(described.documents)
        )
        # the XML names every file by its hash
        exports.take(store, copy, exports.Leaving(copies.Way.ZIP, digest(xml)))
        self._write(store, PDF, self._binder.save())
        self._write(store, XML, xml)
        self._zip.close()
        self._part.keep()
        self._binder.stop()
        every = (described.dossier, *described.documents)
        long = tuple(
            (record.code, one)
            for record in every
            for one in too_long(record.subject, record.values)
        )
        return Outcome(len(described.documents), tuple(self._away), tuple(self._absent), long)

    def drop(self) -> None:
        """Leave nothing behind."""
        self._binder.stop()
        with suppress(DiskFull, FileUnwritable):  # a ZIP left open would be written to later
            self._zip.close()
        self._part.drop()

    def _keep(self, store: Store, record: Record, file: Attached, place: str) -> None:
        content = files.content(store, file.blob)
        self._places[file.blob] = place
        self._write(store, place, content)
        title = f"{record.place}. {record.code} – {record.title} ({file.name})"
        try:
            self._bind(store, content, title)
            self._bound.append((file.blob, title))
        except (*UNBOUND, WorkerCrashed, WorkerTimeout):
            self._absent.append(_said(record, file))

    def _bind(self, store: Store, content: bytes, title: str) -> None:
        """A second try where the child went down, which may have been another's fault."""
        try:
            self._binder.add(content, title)
        except (WorkerCrashed, WorkerTimeout):
            self._bind_again(store)
            try:
                self._binder.add(content, title)
            except (WorkerCrashed, WorkerTimeout):
                self._bind_again(store)
                raise

    def _bind_again(self, store: Store) -> None:
        """All that was bound goes into a fresh child."""
        self._binder.stop()
        self._binder = Binder()
        self._binder.add(self._contents, CONTENTS)
        for blob, title in self._bound:
            self._binder.add(files.content(store, blob), title)

    def _write(self, store: Store, name: str, content: bytes) -> None:
        moment = datetime.datetime.fromtimestamp(store.now() / 1000, VIETNAM)
        info = zipfile.ZipInfo(name, moment.timetuple()[:6])
        self._zip.writestr(info, content)


def _said(record: Record, file: Attached) -> str:
    return f"{record.code} ({file.name})"


def _named(file: Attached) -> str:
    """A file's name without marks and unusual signs, at most NAME_LIMIT long (domain.md §11.4)."""
    stem, dot, ending = file.name.rpartition(".")
    name = _UNUSUAL.sub("-", fold(stem or ending)).strip("-.") or "tep"
    end = _UNUSUAL.sub("", fold(ending))[:8] if dot and stem else ""
    return f"{name[: NAME_LIMIT - 9]}.{end}" if end else name[:NAME_LIMIT]
