"""Counters kept outside the database, so that an old copy of it betrays itself.

The incarnation of this installation, and the last number given per lease (sync.md §4.1, §4.6):
canonical JSON with a MAC under a key of the vault, in two copies (docs/formats/outside-files.md).
Numbers only rise.

A number is noted after the transaction that gave it: noted before, a crash in between would look
like an old database. ``reconcile`` at the next start closes the gap.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from core.commits import canonical
from core.commits.ids import b64, is_id
from core.errors import BadInput, NotCanonical, OutsideDamaged, RolledBack
from db import durable

if TYPE_CHECKING:
    from pathlib import Path

COPIES = ("outside-a.json", "outside-b.json")
MAX_BYTES = canonical.MAX_BYTES
_MAC = b"antin-outside-1\0"
_Count = Annotated[int, msgspec.Meta(ge=0, le=canonical.MAX_INTEGER)]


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    v: Literal[1] = 1
    generation: _Count = 0
    incarnation: _Count = 0
    leases: tuple[tuple[str, _Count], ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: _Body
    mac: str


class Outside:
    """The counters in one folder, best not the database's own; ``key`` is a subkey of the vault.

    Every method reads the files anew and raises OutsideDamaged if neither copy is whole; those that
    write return when both copies are durable, and raise DiskFull.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    def incarnation(self) -> int:
        """How many times this installation began anew; 0 before the first."""
        return self._read().incarnation

    def bump(self) -> int:
        """Begin a new incarnation and return it."""
        body = self._read()
        raised = msgspec.structs.replace(body, incarnation=body.incarnation + 1)
        self._write(raised)
        return raised.incarnation

    def last_number(self, lease: str) -> int | None:
        """The last number given from a lease, as far as this file knows."""
        return dict(self._read().leases).get(lease)

    def record_number(self, lease: str, number: int) -> None:
        """Note that a number was given; raises RolledBack unless it is higher than the last."""
        body = self._read()
        leases = dict(body.leases)
        last = leases.get(lease)
        if last is not None and number <= last:
            raise RolledBack(last=last, number=number)
        leases[lease] = number
        self._write(msgspec.structs.replace(body, leases=tuple(sorted(leases.items()))))

    def reconcile(self, lease: str, top: int) -> None:
        """Bring the note up to the database's last number of a lease.

        Raises RolledBack where the database stands lower: it is an old copy.
        """
        last = self.last_number(lease)
        if last is not None and last > top:
            raise RolledBack(last=last, number=top)
        if last != top:
            self.record_number(lease, top)

    def _read(self) -> _Body:
        copies = durable.read_copies(self._folder, COPIES, MAX_BYTES)
        found = [body for body in map(self._checked, copies) if body is not None]
        if copies and not found:
            raise OutsideDamaged(name=self._folder.name)
        return max(found, key=lambda body: body.generation, default=_Body())

    def _write(self, body: _Body) -> None:
        body = msgspec.structs.replace(body, generation=body.generation + 1)
        durable.make_folder(self._folder)
        data = canonical.encode(_File(body, b64(self._mac(body))))
        durable.write_copies(self._folder, COPIES, data)

    def _checked(self, data: bytes) -> _Body | None:
        try:
            file = canonical.decode_as(_File, data, MAX_BYTES)
            if not all(is_id(lease) for lease, _ in file.body.leases):
                raise NotCanonical(field="lease")
        except BadInput:
            return None
        right = hmac.compare_digest(b64(self._mac(file.body)), file.mac)
        return file.body if right else None

    def _mac(self, body: _Body) -> bytes:
        return hmac.digest(self._key, _MAC + canonical.encode(body), "sha256")
