"""Counters kept outside the database, so that an old copy of it betrays itself.

The incarnation of this installation, the last number given per lease, how far its own chains went,
and on which machine (sync.md §4.1, §4.6): canonical JSON with a MAC under a key of the vault, in
two copies beside the database and one in a folder of its own (docs/formats/outside-files.md).
Numbers only rise.

A number is noted after the transaction that gave it: noted before, a crash in between would look
like an old database. ``reconcile`` at the next start closes the gap.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from core.commits import canonical
from core.commits.ids import b64, is_id
from core.errors import BadInput, DiskFull, NotCanonical, OutsideDamaged, RolledBack
from db import durable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COPIES = ("outside-a.json", "outside-b.json")
QUICK = COPIES[1:]
"""What is written for a place: not made durable, as an older note only notices less."""
ASIDE = ("outside-c.json",)
MAX_BYTES = canonical.MAX_BYTES
MOST_INCARNATIONS = 10**9 - 1
_MAC = b"antin-outside-1\0"
_MACHINE = b"antin-machine-1\0"
_Count = Annotated[int, msgspec.Meta(ge=0, le=canonical.MAX_INTEGER)]
_Pairs = tuple[tuple[str, _Count], ...]


@dataclass(frozen=True, slots=True)
class Here:
    """Where a store is opened: what names the machine (empty: not known), and a folder apart from
    the store's own for one more copy of the counters.
    """

    machine: bytes = field(default=b"", repr=False)
    aside: Path | None = None


NOWHERE = Here()


class _Body(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    v: Literal[1]
    generation: _Count
    incarnation: _Count
    leases: _Pairs
    machine: str = ""
    places: _Pairs = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: _Body
    mac: str


BEGINNING = _Body(v=1, generation=0, incarnation=0, leases=())


class Outside:
    """The counters in one folder, best not the database's own; ``key`` is a subkey of the vault.

    ``former`` is that subkey before the vault's key was changed: files under it still count and
    become files under ``key`` when they are next written.

    Every method reads the files anew and raises OutsideDamaged if no copy is whole; those that
    write return when every copy is durable, and raise DiskFull. The copy aside may be out of reach.
    """

    def __init__(
        self, folder: Path, key: bytes, here: Here = NOWHERE, former: bytes | None = None
    ) -> None:
        self._folder = folder
        self._key = key
        self._here = here
        self._keys = (key,) if former is None else (key, former)

    def incarnation(self) -> int:
        """How many times this installation began anew; 0 before the first."""
        return self._read().incarnation

    def bump(self) -> int:
        """Begin a new incarnation and return it."""
        return self._begin(self._read(), 1)

    def begin_anew(self, after: int, jump: int = 1) -> int:
        """Begin an incarnation above ``after`` and every one known, even if no copy is whole."""
        try:
            body = self._read()
        except OutsideDamaged:
            body = BEGINNING
        highest = max(body.incarnation, after)
        return self._begin(msgspec.structs.replace(body, incarnation=highest), jump)

    def elsewhere(self) -> bool:
        """Whether the files were last written on another machine, as far as machines are known."""
        noted, machine = self._read().machine, self._here.machine
        return bool(noted and machine) and noted not in map(self._named, self._keys)

    def settle(self) -> None:
        """Bring a lost or older copy up to date and note the machine."""
        body = self._read()
        if body.generation and body.machine != self._machine(body):
            self._write(body)
        elif body.generation:
            self._put(body, COPIES, lasting=True)

    def whole_copies(self) -> int:
        """How many of the copies beside the database are whole."""
        copies = durable.read_copies(self._folder, COPIES, MAX_BYTES)
        return sum(self._checked(data) is not None for data in copies)

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

    def record_place(self, stream: str, seq: int, inc: int) -> None:
        """Note how far the chain of a stream goes that incarnation ``inc`` writes; nothing where
        another has begun since. At once and without waiting for the disk; a note that cannot be
        written is left out, as the next one says more.
        """
        with suppress(OSError, DiskFull, OutsideDamaged):
            body = self._read()
            places = dict(body.places)
            if body.incarnation == inc and places.get(stream, 0) < seq:
                places[stream] = seq
                noted = msgspec.structs.replace(body, places=tuple(sorted(places.items())))
                self._write(noted, QUICK, lasting=False)

    def compare(self, places: Mapping[str, int]) -> None:
        """Raise RolledBack where the database's own chains end before the noted places."""
        for stream, seq in self._read().places:
            if places.get(stream, 0) < seq:
                raise RolledBack(last=seq, number=places.get(stream, 0))

    # -- the files ---------------------------------------------------------------------------------

    def _begin(self, body: _Body, jump: int) -> int:
        raised = min(body.incarnation + jump, MOST_INCARNATIONS)
        self._write(msgspec.structs.replace(body, incarnation=raised, places=()))
        return raised

    def _read(self) -> _Body:
        copies = durable.read_copies(self._folder, COPIES, MAX_BYTES) + self._read_aside()
        found = [body for body in map(self._checked, copies) if body is not None]
        if copies and not found:
            raise OutsideDamaged(name=self._folder.name)
        return max(found, key=lambda body: body.generation, default=BEGINNING)

    def _read_aside(self) -> list[bytes]:
        if self._here.aside is not None:
            with suppress(OSError):
                return durable.read_copies(self._here.aside, ASIDE, MAX_BYTES)
        return []

    def _write(self, body: _Body, names: tuple[str, ...] = COPIES, lasting: bool = True) -> None:
        generation, machine = body.generation + 1, self._machine(body)
        body = msgspec.structs.replace(body, generation=generation, machine=machine)
        self._put(body, names, lasting)

    def _put(self, body: _Body, names: tuple[str, ...], lasting: bool) -> None:
        data = canonical.encode(_File(body, b64(_mac(self._key, body))))
        durable.make_folder(self._folder)
        durable.write_copies(self._folder, names, data, lasting)
        if self._here.aside is not None:
            with suppress(OSError, DiskFull):  # out of reach: the store's own copies are enough
                durable.make_folder(self._here.aside)
                durable.write_copies(self._here.aside, ASIDE, data, lasting)

    def _checked(self, data: bytes) -> _Body | None:
        try:
            file = canonical.decode_as(_File, data, MAX_BYTES)
            if not all(is_id(name) for name, _ in (*file.body.leases, *file.body.places)):
                raise NotCanonical(field="lease")
        except BadInput:
            return None
        macs = [b64(_mac(key, file.body)) for key in self._keys]
        right = any(hmac.compare_digest(mac, file.mac) for mac in macs)
        return file.body if right else None

    def _machine(self, body: _Body) -> str:
        """This machine's name in the file; the one noted before where this one is not known."""
        return self._named(self._key) if self._here.machine else body.machine

    def _named(self, key: bytes) -> str:
        return b64(hmac.digest(key, _MACHINE + self._here.machine, "sha256"))


def _mac(key: bytes, body: _Body) -> bytes:
    return hmac.digest(key, _MAC + canonical.encode(body), "sha256")
