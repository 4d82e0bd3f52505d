"""Does a certificate lead to a trusted root, and was it good when it counted?

Revocation is always required: the library's default would accept a revoked certificate
(signing.md §10.3–10.5).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from asn1crypto import core, crl, ocsp, x509
from pyhanko_certvalidator import ValidationContext, find_valid_path
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)

from core.signing.algorithm_policy import TablePolicy, used
from core.signing.algorithms import BUILT_IN, FOREVER, Allowed, Used, until
from core.signing.report import Reason, Revocation, severity, verdict_of

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from asn1crypto import algos

    from core.signing.trust import Trust


_SAID: tuple[tuple[type[PathValidationError], Reason], ...] = (
    (ExpiredError, Reason.EXPIRED),
    (NotYetValidError, Reason.NOT_YET_VALID),
    (InsufficientRevinfoError, Reason.REVOCATION_UNKNOWN),
    (DisallowedAlgorithmError, Reason.WEAK),
)


# clocks without a network, and a time zone set wrong
_CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True)
class Evidence:
    """Certificates and revocation answers to judge with; none of them is trusted for being here."""

    certificates: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.certificates + other.certificates,
            self.crls + other.crls,
            self.ocsps + other.ocsps,
        )


@dataclass(frozen=True)
class Weakest:
    """The algorithm of some signatures that is allowed for the shortest time, and its end
    (milliseconds UTC; 0 where it is not allowed at all).
    """

    end: int = FOREVER
    used: str = ""


@dataclass(frozen=True)
class Finding:
    """What the chain says; ``names`` from the leaf's issuer to the root, where one was found, and
    ``weakest`` of its signatures. ``detail`` names an algorithm that is to blame.
    """

    reason: Reason
    names: tuple[str, ...] = ()
    revoked: datetime | None = None
    weakest: Weakest = Weakest()
    detail: str = ""


@dataclass
class Judge:
    """Roots and evidence, parsed once, with the library's contexts kept per moment."""

    roots: tuple[x509.Certificate, ...]
    evidence: Evidence
    algorithms: tuple[Allowed, ...] = BUILT_IN
    timestampers: frozenset[bytes] = frozenset()
    _contexts: dict[tuple[datetime, bool], ValidationContext] = field(default_factory=dict)

    def context(self, moment: datetime, *, past: bool) -> ValidationContext:
        """A context at ``moment``; in the past, lists issued later may speak about it."""
        key = (moment, past)
        if key not in self._contexts:
            self._contexts[key] = ValidationContext(
                trust_roots=self.roots,
                other_certs=self.evidence.certificates,
                crls=[each for each in self.evidence.crls if self._counts(each, moment)],
                ocsps=[each for each in self.evidence.ocsps if self._counts(_basic(each), moment)],
                moment=moment,
                allow_fetching=False,
                revocation_mode="require",
                retroactive_revinfo=past,
                algorithm_usage_policy=TablePolicy(self.algorithms),
            )
        return self._contexts[key]

    def at(self, certificate: x509.Certificate, moment: datetime, *, past: bool) -> Finding:
        """The chain of ``certificate`` at one moment."""
        context = self.context(moment, past=past)
        paths = context.path_builder.async_build_paths_lazy(certificate)
        try:
            path = completed(find_valid_path(certificate, paths, context))
        except RevokedError as error:
            found = self._finding(Reason.REVOKED, error.original_path)
            return replace(found, revoked=error.revocation_dt)
        except PathValidationError as error:
            said = (reason for kind, reason in _SAID if isinstance(error, kind))
            return self._finding(next(said, Reason.BAD_CHAIN), error.original_path)
        except (PathBuildingError, InvalidCertificateError):
            return Finding(Reason.UNTRUSTED)
        return self._finding(Reason.GOOD, path)

    def weakest(self, path: Any) -> Weakest:
        """Of the signatures below the root in a chain."""
        pairs = pairwise(path.iter_certs(include_root=True))
        made = (used(each["signature_algorithm"], issuer.public_key) for issuer, each in pairs)
        ends = [(until(self.algorithms, each, "authority"), str(each)) for each in made]
        return Weakest(*min(ends, default=(FOREVER, "")))

    def _finding(self, reason: Reason, path: Any) -> Finding:
        weakest = self.weakest(path)
        detail = weakest.used if reason is Reason.WEAK else ""
        return Finding(reason, _names(path), None, weakest, detail)

    def _counts(self, answer: Any, moment: datetime) -> bool:
        """Whether the algorithm of a revocation answer counts; its key is that of a chain, which is
        looked at there. One that says nothing does not.
        """
        if answer is None:
            return False
        algorithm: algos.SignedDigestAlgorithm = answer["signature_algorithm"]
        return milliseconds(moment) < until(self.algorithms, used(algorithm, None), "authority")

    def assess(
        self,
        certificate: x509.Certificate,
        made: Used,
        *,
        at: datetime,
        claimed: datetime | None,
        proven: datetime | None,
    ) -> Finding:
        """The chain, and the algorithms of it and of the signature that was ``made``, at the best
        time known: the graver of what they say.
        """
        found = self._chain(certificate, at=at, claimed=claimed, proven=proven)
        own = Weakest(until(self.algorithms, made, "signature"), str(made))
        weakest = min(own, found.weakest, key=lambda each: each.end)
        reason = _ended(weakest.end, at=at, claimed=claimed, proven=proven)
        if severity(verdict_of(reason)) <= severity(verdict_of(found.reason)):
            return found
        return replace(found, reason=reason, detail=weakest.used)

    def _chain(
        self,
        certificate: x509.Certificate,
        *,
        at: datetime,
        claimed: datetime | None,
        proven: datetime | None,
    ) -> Finding:
        """The chain at the proven time, else at ``at`` with the claim as witness.

        A claim can only make things worse: it is the signer's own clock.
        """
        if proven is not None:
            return self.at(certificate, proven, past=True)
        if claimed is not None and claimed < certificate.not_valid_before:
            return Finding(Reason.NOT_YET_VALID)
        if claimed is not None and claimed > max(at, certificate.not_valid_after):
            return Finding(Reason.EXPIRED)
        found = self.at(certificate, at, past=False)
        if found.reason is Reason.GOOD and claimed is not None and claimed > at + _CLOCKS_DIFFER:
            return replace(found, reason=Reason.CLAIM_AHEAD)
        if found.reason is Reason.EXPIRED:
            found = self._expired(certificate, claimed, found)
        if found.reason is Reason.REVOKED and not _admits(claimed, found.revoked):
            return replace(found, reason=Reason.REVOKED_UNPROVEN)
        return found

    def _expired(
        self, certificate: x509.Certificate, claimed: datetime | None, found: Finding
    ) -> Finding:
        end = certificate.not_valid_after
        if claimed is not None and claimed > end:
            return found
        before = self.at(certificate, claimed or end - timedelta(seconds=1), past=True)
        if before.reason in {Reason.GOOD, Reason.REVOCATION_UNKNOWN}:
            return replace(before, reason=Reason.EXPIRED_UNPROVEN)
        return before


def _basic(response: ocsp.OCSPResponse) -> Any:
    """What an OCSP response says, None where it is only that it cannot."""
    body = response["response_bytes"]
    return None if isinstance(body, core.Void) else body["response"].parsed


def _ended(end: int, *, at: datetime, claimed: datetime | None, proven: datetime | None) -> Reason:
    """What is to be said where the weakest algorithm counts until ``end``."""
    if milliseconds(proven or at) < end:
        return Reason.GOOD
    late = claimed is not None and milliseconds(claimed) >= end
    return Reason.WEAK if proven or late or not end else Reason.WEAK_UNPROVEN


def _admits(claimed: datetime | None, revoked: datetime | None) -> bool:
    """Whether the signature says of itself that it was made after the revocation."""
    return claimed is not None and revoked is not None and claimed >= revoked


def judge_of(trust: Trust, evidence: Evidence) -> Judge:
    """A Judge over the trusted roots, the trust's own evidence and ``evidence`` from the file."""
    own = Evidence(
        tuple(map(x509.Certificate.load, (*trust.intermediates, *trust.timestampers))),
        tuple(crl.CertificateList.load(der) for der in trust.crls),
    )
    return Judge(
        roots=tuple(x509.Certificate.load(der) for der in trust.roots),
        evidence=own + evidence,
        algorithms=trust.algorithms or BUILT_IN,
        timestampers=frozenset(trust.timestampers),
    )


def completed(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine that waits for nothing: no event loop, hence no socket.

    Raises RuntimeError when it does wait, which only fetching from a network would.
    """
    try:
        work.send(None)
    except StopIteration as stop:
        return stop.value
    work.close()
    raise RuntimeError("validation tried to wait")


def revocation(
    certificate: x509.Certificate, evidence: Evidence, moment: datetime
) -> Revocation | None:
    """The newest answer about ``certificate`` among the evidence, for the report."""
    found = [*_lists(certificate, evidence.crls), *_answers(certificate, evidence.ocsps)]
    if not found:
        return None
    usable = [each for each in found if each[0] <= moment] or found
    issued, following, source, number = max(usable, key=lambda each: each[0])
    return Revocation(
        source=source,
        number=number,
        issued_ms=milliseconds(issued),
        next_ms=None if following is None else milliseconds(following),
        age_ms=milliseconds(moment) - milliseconds(issued),
    )


_Answer = tuple[datetime, datetime | None, str, str]


def _lists(certificate: x509.Certificate, crls: Iterable[crl.CertificateList]) -> Iterable[_Answer]:
    for each in crls:
        if each.issuer == certificate.issuer:
            fields = each["tbs_cert_list"]
            number = each.crl_number_value
            yield (
                fields["this_update"].native,
                fields["next_update"].native,
                "crl",
                "" if number is None else str(number.native),
            )


def _answers(
    certificate: x509.Certificate, ocsps: Iterable[ocsp.OCSPResponse]
) -> Iterable[_Answer]:
    for each in ocsps:
        for single in each.response_data["responses"]:
            if single["cert_id"]["serial_number"].native == certificate.serial_number:
                yield single["this_update"].native, single["next_update"].native, "ocsp", ""


def milliseconds(instant: datetime) -> int:
    """Whole milliseconds since 1970 UTC."""
    return round(instant.timestamp() * 1000)


def common_name(name: x509.Name) -> str:
    """The name a person reads: common name, else organisation, else everything."""
    parts = name.native
    found = parts.get("common_name") or parts.get("organization_name")
    return str(found) if found else str(name.human_friendly)


def _names(path: Any) -> tuple[str, ...]:
    """Issuers from the leaf's own to the root."""
    subjects = [common_name(each.subject) for each in path.iter_certs(include_root=True)]
    return tuple(reversed(subjects[:-1]))
