"""Completes signatures after the fact, append-only: B-B → timestamp → evidence of every chain → a
timestamp over that, which is PAdES or CAdES B-LTA (signing.md §9; EN 319 142-1 §5.5, EN 319 122-1
§6).

Pure: time is an argument and ``ask`` carries the questions. A file that does not verify cleanly is
never touched; what was revoked or has expired is an incident that a person has to look at. What is
complete is left alone until its last timestamp has to be renewed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, Self

from core.errors import AntinError, EvidenceUnconfigured
from core.signing import evidence
from core.signing.appending import Pdf
from core.signing.chain import Evidence, Judge, completed, judge_of, milliseconds
from core.signing.growing import Beside
from core.signing.report import Level, Reason, Report, Verdict
from core.signing.services import (
    crl_query,
    ocsp_query,
    read_crl,
    read_ocsp,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asn1crypto import crl, ocsp, x509

    from core.signing.services import Ask
    from core.signing.trust import Trust

RENEW_BEFORE = timedelta(days=90)
"""How long before its authority's certificate ends a timestamp is renewed."""
_AGAIN = timedelta(days=1)
_DOUBTS = {
    Reason.GOOD,
    Reason.REVOCATION_UNKNOWN,
    Reason.UNKNOWN_TIMESTAMP,
}
"""What fresh answers can clear up; anything else is an incident."""


class Stage(StrEnum):
    """How far a file has come; the values go into commits and never change.

    INTERIM is LT with answers that are older than the signature: to be asked again.
    """

    B = "b"
    T = "t"
    INTERIM = "interim"
    LT = "lt"
    LTA = "lta"


@dataclass(frozen=True)
class Outcome:
    """The file, or the signature beside it, after as much as could be done. ``next_ms`` is when
    something is due again, ``incident`` why nothing may be done, ``trouble`` what stopped it for
    now.
    """

    data: bytes
    stage: Stage
    next_ms: int | None = None
    incident: Reason | None = None
    trouble: AntinError | None = None


class Signed(Protocol):
    """What signatures, timestamps and evidence lie in: it only grows. ``own`` is everything that it
    offers to judge itself with, ``kept`` the SHA-256 of the certificates in its store, ``stamps``
    whose timestamps there are and of when, the oldest first.
    """

    @property
    def data(self) -> bytes: ...
    @property
    def own(self) -> Evidence: ...
    @property
    def kept(self) -> frozenset[bytes]: ...
    @property
    def signers(self) -> tuple[x509.Certificate, ...]: ...
    @property
    def stamps(self) -> tuple[tuple[x509.Certificate, datetime], ...]: ...
    @property
    def stamped(self) -> bool: ...
    def judged(self, trust: Trust, at_ms: int) -> Report: ...
    def with_stamp(self, ask: Ask) -> Self: ...
    def with_evidence(self, found: Evidence) -> Self: ...
    def with_archive(self, ask: Ask) -> Self: ...


def upgrade(pdf: bytes, trust: Trust, ask: Ask, at_ms: int) -> Outcome:
    """Bring a signed file as far as answers go, at ``at_ms`` (milliseconds UTC).

    Raises nothing that ``ask`` raises of ours: it is the outcome's trouble, with the file as far
    as it came.
    """
    return _upgraded(Pdf(pdf), trust, ask, at_ms)


def upgrade_beside(content: bytes, signature: bytes, trust: Trust, ask: Ask, at_ms: int) -> Outcome:
    """The same with the signature beside a file of any kind, which stays as it is."""
    return _upgraded(Beside(content, signature), trust, ask, at_ms)


def _upgraded(signed: Signed, trust: Trust, ask: Ask, at_ms: int) -> Outcome:
    before = signed.judged(trust, at_ms)
    stage = _stage(before)
    if reason := incident(before):
        return Outcome(signed.data, stage, incident=reason)
    work = _Work(signed, trust, ask, at_ms)
    if stage is Stage.LTA and work.due > at_ms:
        return Outcome(signed.data, stage, work.due)
    try:
        return _completed(work, stage)
    except AntinError as error:
        return _kept(work, stage, error)


def _completed(work: _Work, stage: Stage) -> Outcome:
    if not work.signed.stamped:
        work.take(work.signed.with_stamp(work.ask))
    found, again = work.answers()
    if again is not None and work.has_store():
        return Outcome(work.signed.data, Stage.INTERIM, again)
    if found != Evidence():
        work.take(work.signed.with_evidence(found))
    if again is None:
        work.take(work.signed.with_archive(work.ask))
    after = work.signed.judged(work.trust, work.now_ms)
    if reason := incident(after):
        return Outcome(work.begun, stage, incident=reason)
    if again is not None:
        return Outcome(work.signed.data, Stage.INTERIM, again)
    if after.verdict is not Verdict.VALID or _stage(after) is not Stage.LTA:
        raise EvidenceUnconfigured(service="chain")
    return Outcome(work.signed.data, Stage.LTA, work.due)


def _kept(work: _Work, stage: Stage, error: AntinError) -> Outcome:
    """Nothing more for now: a timestamp that was got is proof already, if the file is clean."""
    after = work.signed.judged(work.trust, work.now_ms)
    if work.signed.data == work.begun or incident(after):
        return Outcome(work.begun, stage, trouble=error)
    return Outcome(
        work.signed.data, max(stage, _stage(after), key=list(Stage).index), trouble=error
    )


def incident(report: Report) -> Reason | None:
    """The first reason that no fresh answer clears up."""
    reasons = [report.reason, *(entry.reason for entry in report.signatures)]
    return next((reason for reason in reasons if reason not in _DOUBTS), None)


def _stage(report: Report) -> Stage:
    """The least that any signature of the file has reached."""
    levels = [entry.level or Level.B for entry in report.signatures if entry.role != "timestamp"]
    return Stage(min(levels, key=list(Level).index, default=Level.B).lower())


@dataclass
class _Work:
    """One file under upgrade: as far as it is, and what is known of its chains."""

    signed: Signed
    trust: Trust
    ask: Ask
    at_ms: int
    begun: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.signed.data
        self.take(self.signed)

    def take(self, signed: Signed) -> None:
        """Go on with a file that has grown."""
        self.signed = signed
        self.judge: Judge = judge_of(self.trust, signed.own)

    @property
    def now_ms(self) -> int:
        """This machine's time, or that of the last timestamp where the clock lies behind it."""
        return max([self.at_ms, *(milliseconds(time) for _, time in self.signed.stamps)])

    @property
    def due(self) -> int:
        """When the last timestamp has to be renewed (milliseconds UTC)."""
        last = [authority for authority, _ in self.signed.stamps[-1:]]
        ends = [one.not_valid_after for one in self._chain(last[0])] if last else []
        return milliseconds(min(ends) - RENEW_BEFORE) if ends else 0

    def has_store(self) -> bool:
        """Whether answers were stored before, though old ones."""
        return bool(self.signed.own.crls or self.signed.own.ocsps)

    def answers(self) -> tuple[Evidence, int | None]:
        """What the store lacks: certificates of every chain, and an answer for each but the root.

        The second is when to ask again, where an answer about a signer or a timestamp authority
        is older than what it is to vouch for; a CA's own list is issued once in months and only
        has to be in force.
        """
        certificates: dict[bytes, x509.Certificate] = {}
        again: list[datetime] = []
        gathered = _Gathered(self)
        for leaf, since in self._leaves():
            chain = self._chain(leaf)
            certificates |= {each.sha256: each for each in chain}
            for each, issuer in pairwise(chain):
                at = since if each is leaf else datetime.fromtimestamp(0, UTC)
                if (until := gathered.look(each, issuer, at)) is not None:
                    again.append(until)
        kept = self.signed.kept
        fresh = tuple(each for key, each in certificates.items() if key not in kept)
        found = Evidence(fresh, tuple(gathered.crls.values()), tuple(gathered.ocsps.values()))
        return found, milliseconds(min(again)) if again else None

    def _leaves(self) -> Iterable[tuple[x509.Certificate, datetime]]:
        """Each signer and authority once, with the latest moment that an answer must speak of: in
        whole seconds, as answers know no parts of one (RFC 5280 §4.1.2.5, RFC 6960 §4.2.2.1).
        """
        found: dict[bytes, tuple[x509.Certificate, datetime]] = {}
        stamps = [(leaf, time.replace(microsecond=0)) for leaf, time in self.signed.stamps]
        first = min(time for _, time in stamps)
        for leaf, since in (*((leaf, first) for leaf in self.signed.signers), *stamps):
            known = found.get(leaf.sha256, (leaf, since))
            found[leaf.sha256] = (known[0], max(known[1], since))
        return found.values()

    def _chain(self, leaf: x509.Certificate) -> list[x509.Certificate]:
        """From the leaf to its root; alone where none is reached, as the verdict then says."""
        moment = datetime.fromtimestamp(self.now_ms / 1000, UTC)
        builder = self.judge.context(moment, past=True).path_builder

        async def first() -> list[x509.Certificate]:
            async for path in builder.async_build_paths_lazy(leaf):
                return list(path.iter_certs(include_root=True))[::-1]
            return [leaf]

        found: list[x509.Certificate] = completed(first())
        return found


@dataclass
class _Gathered:
    """Answers that are new: asked for once, or taken from the trust list."""

    work: _Work
    crls: dict[bytes, crl.CertificateList] = field(default_factory=dict)
    ocsps: dict[bytes, ocsp.OCSPResponse] = field(default_factory=dict)

    def look(
        self, certificate: x509.Certificate, issuer: x509.Certificate, since: datetime
    ) -> datetime | None:
        """See to an answer about a certificate that is newer than ``since``; when to ask again
        where there is none yet.
        """
        if self._stored(certificate, issuer, since):
            return None
        # a validator counts an OCSP answer only for a certificate that says that there are any
        ways = (
            [self._crl] if certificate.ca or not certificate.ocsp_urls else [self._ocsp, self._crl]
        )
        for way in ways:
            try:
                said, following = way(certificate, issuer, since)
            except EvidenceUnconfigured:
                if way is ways[-1]:
                    raise
                continue
            return None if said >= since else following
        return None

    def _stored(
        self, certificate: x509.Certificate, issuer: x509.Certificate, since: datetime
    ) -> bool:
        """Whether the file has such an answer, in force or newer than what it vouches for."""
        return any(
            said >= since and (since.timestamp() > 0 or following >= self._moment)
            for said, following in evidence.answers(certificate, issuer, self.work.signed.own)
        )

    @property
    def _moment(self) -> datetime:
        return datetime.fromtimestamp(self.work.now_ms / 1000, UTC)

    def _ocsp(
        self, certificate: x509.Certificate, issuer: x509.Certificate, _since: datetime
    ) -> tuple[datetime, datetime]:
        answer = read_ocsp(self.work.ask(ocsp_query(certificate, issuer)))
        self.ocsps[certificate.sha256] = answer
        one = Evidence(ocsps=(answer,))
        return _newest(evidence.answers(certificate, issuer, one), self._moment)

    def _crl(
        self, certificate: x509.Certificate, issuer: x509.Certificate, since: datetime
    ) -> tuple[datetime, datetime]:
        found = self.crls.get(issuer.sha256) or self._listed(issuer, since)
        if found is None:
            found = read_crl(self.work.ask(crl_query(issuer)), issuer)
        self.crls[issuer.sha256] = found
        return _newest(evidence.answers(certificate, issuer, Evidence(crls=(found,))), self._moment)

    def _listed(self, issuer: x509.Certificate, since: datetime) -> crl.CertificateList | None:
        """A list that the trust list brought, if it is new enough."""
        held = judge_of(self.work.trust, Evidence()).evidence.crls
        for each in held:
            said, following = evidence.term(each)
            if each.issuer == issuer.subject and said >= since and following >= self._moment:
                return each
        return None


def _newest(
    found: Iterable[tuple[datetime, datetime]], moment: datetime
) -> tuple[datetime, datetime]:
    """When the newest answer was given and when the next one is due: never at once again."""
    said, following = max(found, default=(datetime.fromtimestamp(0, UTC), moment))
    return said, max(following, moment + _AGAIN) if following <= moment else following
