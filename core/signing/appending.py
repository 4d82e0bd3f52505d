"""Revisions that an upgrade appends: document timestamps and the store of evidence (PAdES,
EN 319 142-1 §5.4–5.5). Signed bytes are never touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    pdf_name,
)
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp

from core.errors import EvidenceUnfit
from core.signing import evidence as held
from core.signing.prepare import Appender
from core.signing.reading import as_broken, open_reader
from core.signing.services import Service, info_of, read_token, timestamp_query
from core.signing.signatures import Signature, read_signatures
from core.signing.verify import judge

if TYPE_CHECKING:
    from datetime import datetime

    from asn1crypto import cms, x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader

    from core.signing.chain import Evidence
    from core.signing.report import Report
    from core.signing.services import Ask
    from core.signing.trust import Trust

_HOLE = 8_192
"""Hexadecimal digits kept for a token that nobody has seen yet; a larger one is asked for anew."""
_SPARE = 256
_TRIES = 2
"""The second time with the room that the first token would have needed."""


@dataclass(frozen=True)
class Pdf:
    """A signed PDF under upgrade; see core.signing.upgrade.Signed."""

    data: bytes

    @cached_property
    def _reader(self) -> PdfFileReader:
        return open_reader(self.data)

    @cached_property
    def _signatures(self) -> tuple[Signature, ...]:
        return tuple(read_signatures(self._reader))

    @cached_property
    def own(self) -> Evidence:
        """Everything that the file offers to judge itself with."""
        return held.of_file(self._reader, self._signatures)

    @property
    def kept(self) -> frozenset[bytes]:
        """SHA-256 of the certificates in its store."""
        return frozenset(each.sha256 for each in held.stored(self._reader).certificates)

    @property
    def signers(self) -> tuple[x509.Certificate, ...]:
        """Whose signatures there are."""
        return tuple(each.leaf for each in self._signatures if not each.timestamp)

    @property
    def stamps(self) -> tuple[tuple[x509.Certificate, datetime], ...]:
        """Whose document timestamps there are and of when, the oldest first."""
        found = (each for each in self._signatures if each.timestamp)
        return tuple((each.leaf, info_of(each.signed_data)["gen_time"].native) for each in found)

    @property
    def stamped(self) -> bool:
        """Whether a document timestamp covers every signature."""
        return self._signatures[-1].timestamp

    def judged(self, trust: Trust, at_ms: int) -> Report:
        """The verdict on the file."""
        return judge(self.data, trust, at_ms)

    def with_stamp(self, ask: Ask) -> Pdf:
        """With a document timestamp over everything. Raises as ``with_timestamp``."""
        return Pdf(with_timestamp(self.data, ask))

    def with_evidence(self, found: Evidence) -> Pdf:
        """With certificates and answers in its store."""
        return Pdf(with_evidence(self.data, found))

    def with_archive(self, ask: Ask) -> Pdf:
        """With one more document timestamp, in as much room as this authority's tokens need."""
        last = self._signatures[-1].signed_data.dump()
        return Pdf(with_timestamp(self.data, ask, room(last)))


def with_timestamp(pdf: bytes, ask: Ask, hole: int = _HOLE) -> bytes:
    """The file with a document timestamp over all that it holds.

    ``hole`` is the room for the token in hexadecimal digits. Raises EvidenceUnfit, also for an
    authority whose second token is larger still than its first, and what ``ask`` raises.
    """
    for _ in range(_TRIES):
        done, hole = _stamped(pdf, ask, hole)
        if done is not None:
            return done
    raise EvidenceUnfit(service=Service.TIMESTAMP.value)


def _stamped(pdf: bytes, ask: Ask, hole: int) -> tuple[bytes | None, int]:
    """The file with a timestamp where its token fits, and the room that the next one needs."""
    with as_broken():
        reader = open_reader(pdf)
        writer = Appender.from_reader(reader)
        name = f"DauThoiGian{reader.xrefs.total_revisions}"
        embedding = PdfCMSEmbedder().write_cms(name, writer)
        next(embedding)
        embedding.send(SigObjSetup(DocumentTimestamp(bytes_reserved=hole)))
        prepared, output = embedding.send(SigIOSetup("sha256", in_place=True))
    digest = prepared.document_digest
    token: cms.ContentInfo = read_token(ask(timestamp_query(digest)), digest)
    der = token.dump()
    if 2 * len(der) > hole:
        return None, room(der)
    prepared.fill_with_cms(output, der)
    return bytes(output.getvalue()), hole


def room(token: bytes) -> int:
    """Hexadecimal digits for the next token of an authority that gave this one."""
    return 2 * len(token) + _SPARE


def with_evidence(pdf: bytes, evidence: Evidence) -> bytes:
    """The file with certificates and answers added to its store (/DSS, ISO 32000-2 §12.8.4.3),
    deflated; nothing that the store holds is taken away.
    """
    with as_broken():
        writer = Appender.from_reader(open_reader(pdf))
        store = _store(writer)
        for key, values in (
            ("/Certs", evidence.certificates),
            ("/CRLs", evidence.crls),
            ("/OCSPs", evidence.ocsps),
        ):
            for value in values:
                stream = StreamObject(stream_data=value.dump())
                stream.compress()
                store.setdefault(pdf_name(key), ArrayObject()).append(writer.add_object(stream))
        output = BytesIO()
        writer.write(output)
    return output.getvalue()


def _store(writer: IncrementalPdfFileWriter) -> DictionaryObject:
    """The file's store of evidence, about to be changed."""
    root = writer.root
    if "/DSS" not in root:
        store = DictionaryObject({pdf_name("/Type"): pdf_name("/DSS")})
        root[pdf_name("/DSS")] = writer.add_object(store)
        writer.update_root()
        return store
    found: DictionaryObject = root["/DSS"]
    if isinstance(root.raw_get("/DSS"), IndirectObject):
        writer.update_container(found)
    else:
        writer.update_root()
    for key in ("/Certs", "/CRLs", "/OCSPs"):
        if isinstance(found.get(key), ArrayObject):  # a list of its own object becomes a direct one
            found[pdf_name(key)] = ArrayObject(found[key])
    return found
