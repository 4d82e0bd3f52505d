"""What an upgrade adds to a signature beside a file: a timestamp over it, certificates and answers
for its chains, and archive timestamps (CAdES B-T, B-LT, B-LTA; EN 319 122-1 §5.3–5.5, §6).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyhanko.sign.general import extract_certificate_info

from core.signing.archive import INDEX, as_other, covered, index_of, offered, tokens
from core.signing.beside import judge_beside
from core.signing.container import ARCHIVE, SIGNATURE, attribute, binary, read_container, spliced
from core.signing.services import info_of, read_token, timestamp_query
from core.signing.signatures import certificates_of

if TYPE_CHECKING:
    from datetime import datetime

    from asn1crypto import cms, x509

    from core.signing.chain import Evidence
    from core.signing.report import Report
    from core.signing.services import Ask
    from core.signing.trust import Trust


@dataclass(frozen=True)
class Beside:
    """A signature beside a file under upgrade; see core.signing.upgrade.Signed."""

    content: bytes
    data: bytes

    @cached_property
    def _signed(self) -> cms.SignedData:
        return read_container(self.data)

    @cached_property
    def own(self) -> Evidence:
        """Everything that the container offers to judge itself with."""
        return offered(self._signed)

    @property
    def kept(self) -> frozenset[bytes]:
        """SHA-256 of the certificates that it keeps for later."""
        return frozenset(each.sha256 for each in certificates_of(self._signed))

    @property
    def signers(self) -> tuple[x509.Certificate, ...]:
        """The certificate that its one signer names."""
        return (_signer_of(self._signed),)

    @property
    def stamps(self) -> tuple[tuple[x509.Certificate, datetime], ...]:
        """Whose timestamps there are and of when, the oldest first."""
        [signer] = self._signed["signer_infos"]
        found = [token for kind in (SIGNATURE, ARCHIVE) for _, token in tokens(signer, kind)]
        told = ((_signer_of(token), info_of(token)["gen_time"].native) for token in found)
        return tuple(sorted(told, key=lambda one: one[1]))

    @property
    def stamped(self) -> bool:
        """Whether there is a timestamp over the signature."""
        return bool(self.stamps)

    def judged(self, trust: Trust, at_ms: int) -> Report:
        """The verdict on the file by this signature."""
        return judge_beside(self.content, self.data, trust, at_ms)

    def with_stamp(self, ask: Ask) -> Beside:
        """With a timestamp over the signature (§5.3). Raises EvidenceUnfit, and as ``ask``."""
        [signer] = self._signed["signer_infos"]
        return self._with(SIGNATURE, _token(signer["signature"].native, ask))

    def with_evidence(self, found: Evidence) -> Beside:
        """With certificates and answers among those of the container (§5.4)."""
        certificates = [each.dump() for each in found.certificates]
        lists = [*found.crls, *map(as_other, found.ocsps)]
        made = spliced(
            binary(self.data), certificates=certificates, lists=[each.dump() for each in lists]
        )
        return Beside(self.content, made)

    def with_archive(self, ask: Ask) -> Beside:
        """With an archive timestamp over all that there is by now (§5.5)."""
        index = index_of(self._signed)
        digest = hashlib.sha256(self.content).digest()
        token = _token(covered(self._signed, lambda _name: digest, index), ask)
        return self._with(ARCHIVE, spliced(token, unsigned=[attribute(INDEX, index.dump())]))

    def _with(self, kind: str, token: bytes) -> Beside:
        made = spliced(binary(self.data), unsigned=[attribute(kind, token)])
        return Beside(self.content, made)


def _signer_of(data: cms.SignedData) -> x509.Certificate:
    return extract_certificate_info(data).signer_cert


def _token(data: bytes, ask: Ask) -> bytes:
    digest = hashlib.sha256(data).digest()
    token: bytes = read_token(ask(timestamp_query(digest)), digest).dump()
    return token
