"""Files by content: sealed, named by keyed hash, durable before the row that names them.

Layout: ``ab/cd/<HMAC-SHA256(name key, SHA-256 of the content)>``, each a container of sealed frames
under a random key of its own, which stands wrapped in the blob's row; so a new database key touches
rows and never files (store.md §7.1). ``parts/`` holds what is being written or fetched.

Order of a write: ``stage`` (slow, outside any transaction); then inside the writing transaction
insert the row, ``publish`` if it was new or ``discard`` if the content was known; commit. The row
keeps two writers of one content apart; a file without a row is swept at the next start.
"""

from __future__ import annotations

import hmac
import os
from array import array
from bisect import bisect_left
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from core import sealing
from core.commits.ids import b64, unb64
from core.errors import BlobDamaged, BlobMissing, SealBroken, TooLarge
from core.wrapping import KEY_SIZE, NONCE_SIZE, derive, unwrap, wrap
from db import durable
from db.abreast import at_once
from db.blob_frames import KEY_ABOUT, frames, unsealed
from db.blob_parts import Partial
from db.blob_values import HASH_SIZE, MAX_SIZE, Blob, Staged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from db.blob_values import Manifest, Row

    Take = Callable[[int, sealing.Piece, bool], None]

PARTS = "parts"
STAGED, WANTED, CAME = ".staged", ".wanted", ".came"
_WANTED_KEY = b"antin-blob-wanted-1\0"
_CAME_KEY = b"antin-blob-came-1\0"


class _Content(NamedTuple):
    digest: bytes
    size: int
    chunks: bytes


class Blobs:
    """The files of one store. ``name_key`` is kept in the database; ``wrap_key`` is the vault's.
    ``spare`` puts a whole copy in the place of one that is lost or damaged, where there is one.
    """

    def __init__(
        self, folder: Path, name_key: bytes, wrap_key: bytes, random: Callable[[int], bytes]
    ) -> None:
        self.folder = folder
        self._name_key = name_key
        self._wrap_key = wrap_key
        self._random = random
        self.spare: Callable[[Row], bool] | None = None

    # -- writing -----------------------------------------------------------------------------------

    def stage(self, plain: bytes | Iterable[bytes]) -> Staged:
        """Seal a content into a part file; memory stays at a few frames.

        Raises DiskFull and TooLarge, with nothing left behind.
        """
        known, pieces = _beginning(plain)
        key = self._random(KEY_SIZE)
        header = sealing.Header(sealing.frame_log2_for(known), self._random(sealing.PREFIX_SIZE))
        part = self._part(self._random(16).hex() + STAGED)
        content = _sealed(part, header, key, pieces, lasting=True)
        return Staged(self._blob(content, header.frame_log2, key), part)

    def publish(self, *staged: Staged) -> None:
        """Give staged files their names, durably; inside the transaction that inserts their rows.
        Raises DiskFull.
        """
        changed: set[Path] = set()
        for each in staged:
            target = self.path(each.blob.id)
            changed.update((*durable.begin_folder(target.parent), target.parent))
            each.part.replace(target)
        at_once(durable.sync_folder, sorted(changed))

    def discard(self, staged: Staged) -> None:
        """Drop a staged file whose content was known already."""
        staged.part.unlink(missing_ok=True)

    def wanted(self, manifest: Manifest, *, trusting: bool = False) -> Partial:
        """The file that fetched chunks of this content fill; it survives restarts.

        ``trusting`` opens it without reading all that is there, which its end does anyway.
        """
        key = derive(self._wrap_key, _WANTED_KEY + manifest.digest)
        prefix = self._random(sealing.PREFIX_SIZE)
        return Partial(self._wanted(manifest.id), manifest, key, prefix, trusting=trusting)

    def has_begun(self, blob: str) -> bool:
        """Whether some of a content was fetched earlier."""
        return self._wanted(blob).exists()

    def fetched(self, manifest: Manifest, plain: bytes) -> Staged:
        """A content that came whole, ready to publish once its part file is made durable, which
        many of them do best together. Raises BlobDamaged if it is not what was promised, DiskFull.
        """
        header = sealing.Header(manifest.frame_log2, self._random(sealing.PREFIX_SIZE))
        key = derive(self._wrap_key, _WANTED_KEY + manifest.digest)
        part = self._part(self._random(16).hex() + STAGED)
        content = _sealed(part, header, key, plain)
        if (b64(content.digest), content.chunks) != (manifest.id, manifest.chunks):
            part.unlink(missing_ok=True)
            raise BlobDamaged(reason="hash")
        self._wanted(manifest.id).unlink(missing_ok=True)
        return Staged(self._blob(content, manifest.frame_log2, key), part)

    def arrived(self, blob: str, plain: Iterable[bytes]) -> Staged:
        """A content of unknown size that comes under its name: to be settled, then published. What
        was settled when an earlier attempt broke off is read past and not written again.

        Raises BlobDamaged if it is not what it is called, DiskFull and TooLarge.
        """
        known, pieces = _beginning(plain)
        header = sealing.Header(sealing.frame_log2_for(known), self._random(sealing.PREFIX_SIZE))
        key, name = derive(self._wrap_key, _CAME_KEY + unb64(blob)), self._name(blob).hex()
        part = self._part(name + CAME)
        if (kept := _size_of(part, key)) is not None:
            content = _pass(pieces, header.frame_size)
        else:
            part = self._part(f"{name}-{self._random(16).hex()}{STAGED}")
            content = _sealed(part, header, key, pieces)
        if b64(content.digest) != blob or kept not in {None, content.size}:
            part.unlink(missing_ok=True)
            raise BlobDamaged(reason="hash")
        return Staged(self._blob(content, header.frame_log2, key), part)

    def complete(self, partial: Partial) -> Staged:
        """A fetched content whose every chunk is here, checked as a whole, ready to publish.

        Raises BlobMissing while chunks are missing, BlobDamaged if its hash is not its name.
        """
        manifest = partial.manifest
        content = _Content(partial.finish(), manifest.size, manifest.chunks)
        return Staged(self._blob(content, manifest.frame_log2, partial.key), partial.path)

    def sweep(self, known: Iterable[str], before: int) -> int:
        """Remove files without a row that are older than ``before`` (ms UTC); how many there were.

        ``known`` are the ids of all rows, those still awaited included.
        """
        # 8 of 32 bytes: a million names take 8 MB, and two alike only let an orphan stay
        names = array("Q", sorted(_short(self._name(blob)) for blob in known))
        removed = 0
        for path in _files(self.folder):
            if _older(path, before) and not _among(names, path.name.removesuffix(WANTED)):
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    # -- reading -----------------------------------------------------------------------------------

    def read(self, row: Row) -> bytes:
        """The whole content, its SHA-256 checked; raises BlobMissing, BlobDamaged."""
        pieces = self.stream(row)
        out = BytesIO(next(pieces))  # which copies nothing unless more is written
        out.seek(0, os.SEEK_END)
        for piece in pieces:
            out.write(piece)
        return out.getvalue()

    def stream(self, row: Row) -> Iterator[bytes]:
        """The content frame by frame; that the whole is right is known when the iteration ends.

        Raises BlobMissing, BlobDamaged.
        """
        whole = sha256()
        for piece in self._frames(row, 0, None):
            whole.update(piece)
            yield piece
        if b64(whole.digest()) != row.id:
            raise BlobDamaged(reason="hash")

    def range(self, row: Row, start: int, stop: int) -> bytes:
        """The bytes from ``start`` up to ``stop``, reading only the frames that hold them.

        Raises BlobMissing, BlobDamaged.
        """
        log2 = sealing.frame_log2_for(row.size)
        start, stop = max(start, 0), min(stop, row.size)
        if start >= stop:
            return b""
        first, after = start >> log2, (stop - 1 >> log2) + 1
        held = b"".join(self._frames(row, first, after))
        offset = first << log2
        return held[start - offset : stop - offset]

    def chunk(self, row: Row, index: int) -> bytes:
        """One chunk for a transfer; raises BlobMissing, BlobDamaged."""
        return b"".join(self._frames(row, index, index + 1))

    def _frames(self, row: Row, first: int, after: int | None) -> Iterator[bytes]:
        done, path = first, self.path(row.id)
        try:
            for piece in unsealed(path, row, self._wrap_key, (first, after)):
                yield piece
                done += 1
        except (BlobMissing, BlobDamaged, OSError):
            if self.spare is None or not self.spare(row):
                raise
            yield from unsealed(path, row, self._wrap_key, (done, after))

    # -- names and keys ----------------------------------------------------------------------------

    def _blob(self, content: _Content, frame_log2: int, key: bytes) -> Blob:
        about = KEY_ABOUT + content.digest
        wrapped = wrap(self._wrap_key, self._random(NONCE_SIZE), key, about)
        return Blob(b64(content.digest), content.size, frame_log2, wrapped, content.chunks)

    def _name(self, blob: str) -> bytes:
        return hmac.digest(self._name_key, unb64(blob, HASH_SIZE), "sha256")

    def path(self, blob: str) -> Path:
        """Where the sealed file of a content lies, for copies of it as it is."""
        name = self._name(blob).hex()
        return self.folder / name[:2] / name[2:4] / name

    def _wanted(self, blob: str) -> Path:
        return self._part(self._name(blob).hex() + WANTED)

    def _part(self, name: str) -> Path:
        durable.make_folder(self.folder / PARTS)
        return self.folder / PARTS / name


def settle(arrived: Sequence[Staged]) -> list[Staged]:
    """Make contents that arrived durable, many together, so that another attempt finds them."""
    at_once(durable.sync_content, [each.part for each in arrived])
    return [_settled(each) for each in arrived]


def _settled(arrived: Staged) -> Staged:
    name, _, _ = arrived.part.name.partition("-")
    return Staged(arrived.blob, arrived.part.replace(arrived.part.with_name(name + CAME)))


def tidy(folder: Path, before: int) -> int:
    """Remove what a crash left half sealed in a store's folder before a moment (ms UTC), and what
    came by a bundle that nobody took in since; how many there were. What was half fetched stays, as
    it is gone on with.
    """
    removed = 0
    for path in chain.from_iterable((folder / PARTS).glob(f"*{end}") for end in (STAGED, CAME)):
        with suppress(FileNotFoundError):  # another program was quicker
            if _older(path, before):
                path.unlink()
                removed += 1
    return removed


def rewrapped(
    blob: str, wrapped: bytes, keks: tuple[bytes, bytes], random: Callable[[int], bytes]
) -> bytes:
    """The key of a file, wrapped under the first of two keys, wrapped under the second.

    A damaged one stays as it is: the file is lost either way, and the others are not held up.
    """
    about = KEY_ABOUT + unb64(blob, HASH_SIZE)
    try:
        key = unwrap(keks[0], wrapped, about)
    except SealBroken:
        return wrapped
    return wrap(keks[1], random(NONCE_SIZE), key, about)


def _files(folder: Path) -> Iterator[Path]:
    yield from folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")
    yield from (folder / PARTS).glob("*")


def _older(path: Path, before: int) -> bool:
    return path.stat().st_mtime_ns // 1_000_000 < before


def _beginning(plain: bytes | Iterable[bytes]) -> tuple[int, bytes | Iterable[bytes]]:
    """How many bytes there are, as far as the frame size depends on it, and all of them still."""
    if isinstance(plain, bytes):
        return len(plain), plain
    pieces = iter(plain)
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= sealing.SMALL_CONTENT:
            break
    return size, chain(held, pieces)


def _sealed(
    part: Path,
    header: sealing.Header,
    key: bytes,
    pieces: bytes | Iterable[bytes],
    *,
    lasting: bool = False,
) -> _Content:
    """Seal a content into a new file, which goes where that breaks off; raises DiskFull."""

    def seal(index: int, block: sealing.Piece, last: bool) -> None:
        file.write(sealing.seal_frame(header, key, index, block, last=last))

    with durable.begun(part, lasting=lasting) as file:
        file.write(header.raw)
        return _pass(pieces, header.frame_size, seal)


def _pass(pieces: bytes | Iterable[bytes], size: int, take: Take | None = None) -> _Content:
    """Let a content pass in frames of ``size`` bytes; what there is to say of it."""
    whole, passed = sha256(), 0
    chunks: list[bytes] = []
    for index, (block, last) in enumerate(sealing.blocks(pieces, size)):
        passed += len(block)
        if passed > MAX_SIZE:
            raise TooLarge(limit=MAX_SIZE)
        whole.update(block)
        alone = last and index == 0  # then the chunk is the whole, hashed already
        chunks.append(whole.digest() if alone else sha256(block).digest())
        if take is not None:
            take(index, block, last)
    return _Content(whole.digest(), passed, b"".join(chunks))


def _size_of(part: Path, key: bytes) -> int | None:
    """The plain bytes of a file that arrived earlier, if there is one and this key opens it."""
    try:
        with part.open("rb") as file:
            log2 = sealing.read_header(file.read(sealing.HEADER_SIZE)).frame_log2
            size = sealing.plain_size(file.seek(0, os.SEEK_END), log2)
            file.seek(0)
            next(frames(file, size, key, (0, 1)))
    except (FileNotFoundError, SealBroken):
        return None
    return size


def _short(name: bytes) -> int:
    return int.from_bytes(name[:8])


def _among(names: array[int], stem: str) -> bool:
    """Whether a file is named after a known blob; what is not a name of ours is not."""
    try:
        wanted = _short(bytes.fromhex(stem))
    except ValueError:
        return False
    at = bisect_left(names, wanted)
    return at < len(names) and names[at] == wanted
