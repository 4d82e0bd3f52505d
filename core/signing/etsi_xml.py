"""A report of ours as an ETSI validation report: TS 119 102-2 V1.2.1, namespace 19102/v1.2.1.

One SignatureValidationReport for each signature, document timestamps among the validation objects.
It claims nothing that was not looked at: no quality, no policy, no certificate but by its digest.
What ETSI has no word for is told in the report's own codes (``urn:antin:verify:…``), which stand in
each AdditionalValidationReportData.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as Xml

from core.signing.etsi import INDETERMINATE, nearest
from core.signing.letters import harmless
from core.signing.report import WEAK, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from core.signing.report import Algorithm, CertificateFacts, Entry, Imprint, Report, SetHere

VR: Final = "http://uri.etsi.org/19102/v1.2.1#"
DS: Final = "http://www.w3.org/2000/09/xmldsig#"
XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
OURS: Final = "urn:antin:verify:"
_SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
_SIGNING: Final = {  # RFC 4051, RFC 6931
    "pkcs1": "http://www.w3.org/2001/04/xmldsig-more#rsa-{digest}",
    "pss": "http://www.w3.org/2007/05/xmldsig-more#{digest}-rsa-MGF1",
    "": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-{digest}",
}
_DIGESTS: Final = {"sha224", "sha256", "sha384", "sha512"}
_PROCESS: Final = "urn:etsi:019102:validationprocess:LTA"
_DERIVED: Final = "urn:etsi:019102:poetype:validation"

for _prefix, _space in (("vr", VR), ("ds", DS), ("XAdES", XADES)):
    Xml.register_namespace(_prefix, _space)


def validation_report(judged: Sequence[tuple[str, Report]]) -> bytes:
    """The reports on files, each with its name, as one XML file (UTF-8)."""
    root = Xml.Element(f"{{{VR}}}ValidationReport")
    objects: list[Xml.Element] = []
    for number, (name, report) in enumerate(judged, 1):
        _file(root, objects, f"F{number}", name, report)
    if objects:
        _add(root, "SignatureValidationObjects").extend(objects)
    Xml.indent(root)
    made: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _file(
    root: Xml.Element, objects: list[Xml.Element], key: str, name: str, report: Report
) -> None:
    signatures = [entry for entry in report.signatures if entry.role != "timestamp"]
    for number, entry in enumerate(signatures, 1):
        mark = f"{key}S{number}"
        made = _add(root, "SignatureValidationReport")
        _signature(made, entry, report, mark, f"{name} {entry.field}")
        if entry.certificate is not None:
            objects.append(_certificate(entry.certificate, f"{mark}C"))
    if not signatures:
        _unsigned(_add(root, "SignatureValidationReport"), report, name)
    tokens = (entry for entry in report.signatures if entry.role == "timestamp")
    for number, entry in enumerate(tokens, 1):
        if entry.imprint is not None:
            objects += _timestamp(entry, entry.imprint, report, f"{key}T{number}")


def _signature(made: Xml.Element, entry: Entry, report: Report, mark: str, name: str) -> None:
    identifier = _add(made, "SignatureIdentifier", id=mark)
    if entry.imprint is not None:
        if entry.imprint.signed_attributes:
            _digest(identifier, entry.imprint.signed_attributes)
        value = Xml.SubElement(identifier, f"{{{DS}}}SignatureValue")
        value.text = _base64(entry.imprint.value)
    _add(identifier, "HashOnly", "false")
    _add(identifier, "DocHashOnly", "false")
    _add(identifier, "DAIdentifier", harmless(name))
    _times(made, entry, report)
    if entry.imprint is not None:
        _digest(_add(made, "SignersDocument"), entry.imprint.document)
    _attributes(made, entry)
    if entry.certificate is not None:
        signer = _add(made, "SignerInformation")
        _add(signer, "SignerCertificate", VOReference=f"{mark}C")
        _add(signer, "Signer", harmless(entry.certificate.subject.name))
    _add(_add(made, "SignatureValidationProcess"), "SignatureValidationProcessID", _PROCESS)
    _status(made, entry, report, mark)


def _times(made: Xml.Element, entry: Entry, report: Report) -> None:
    """Without a proof the best time is that of validation (EN 319 102-1 §5.5.4)."""
    times = _add(made, "ValidationTimeInfo")
    _add(times, "ValidationTime", _instant(report.at_ms))
    best = _add(times, "BestSignatureTime")
    _add(best, "POETime", _instant(report.at_ms if entry.proven_ms is None else entry.proven_ms))
    _add(best, "TypeOfProof", _DERIVED)


def _attributes(made: Xml.Element, entry: Entry) -> None:
    said: list[tuple[str, str, str]] = []
    if entry.claimed_ms is not None:
        said.append(("SigningTime", "Time", _instant(entry.claimed_ms)))
    if entry.stated_reason:
        said.append(("Reason", "ReasonElement", harmless(entry.stated_reason)))
    if not said and not entry.claimed_role:
        return
    attributes = _add(made, "SignatureAttributes")
    for name, inner, value in said:
        _add(_add(attributes, name, Signed="true"), inner, value)
    if entry.claimed_role:
        details = _add(_add(attributes, "SignerRole", Signed="true"), "RoleDetails")
        _add(details, "Role", harmless(entry.claimed_role))
        _add(details, "EndorsementType", "claimed")


def _status(made: Xml.Element, entry: Entry, report: Report, mark: str) -> None:
    reason = concluded(entry, report)
    data = _concluded(made, *nearest(reason))
    if reason is Reason.REVOKED and entry.revoked_ms is not None:
        revoked = _add(data, "RevocationStatusInformation")
        _add(revoked, "ValidationObjectId", VOReference=f"{mark}C")
        _add(revoked, "RevocationTime", _instant(entry.revoked_ms))
    if (algorithm := _algorithm(entry.algorithm)) is not None:
        crypto = _add(data, "CryptoInformation")
        _add(crypto, "ValidationObjectId", VOReference=mark)
        _add(crypto, "Algorithm", algorithm)
        _add(crypto, "SecureAlgorithm", "false" if entry.reason in WEAK else "true")
    _own(data, _codes(entry, report))


def concluded(entry: Entry, report: Report) -> Reason:
    """What is said of a signature where its file alone is at fault: a good one in an altered file,
    or in one where another was removed, must not pass.
    """
    if entry.reason is not Reason.GOOD:
        return entry.reason
    own = report.reason in {each.reason for each in report.signatures}
    spoilt = report.verdict is Verdict.ALTERED or not own
    return report.reason if spoilt else entry.reason


def _codes(entry: Entry, report: Report) -> Iterator[tuple[str, str]]:
    yield "verdict", entry.verdict
    yield "reason", entry.reason
    yield "file:verdict", report.verdict
    yield "file:reason", report.reason
    yield from _basis(report)
    yield "field", harmless(entry.field)
    yield "role", entry.role
    yield from (("level", each) for each in (entry.level,) if each is not None)
    if entry.revisions:
        yield "revision", f"{entry.revision}/{entry.revisions}"
    yield from (("change", change) for change in entry.changes)
    if entry.certificate is not None:
        yield from (("chain", harmless(each)) for each in entry.certificate.chain)
    if entry.revocation is not None:
        found = entry.revocation
        yield "revocation", " ".join(filter(None, (found.source, harmless(found.number))))
        yield "revocation:issued", _instant(found.issued_ms)
    if entry.set_here is not None:
        yield from _set_here(entry.set_here)


def _set_here(known: SetHere) -> Iterator[tuple[str, str]]:
    """Where its key was, and between which times of the server it was set."""
    yield from (("set:means", each) for each in (known.means,) if each)
    times = (("set:since", known.since_ms), ("set:until", known.until_ms))
    yield from ((name, _instant(at)) for name, at in times if at is not None)


def _basis(report: Report) -> Iterator[tuple[str, str]]:
    """The trust list that was judged by, and what was found at intake."""
    if report.basis is not None:
        yield "list", str(report.basis.number)
        yield "list:made", _instant(report.basis.made_ms)
        yield "list:next", _instant(report.basis.next_ms)
    if report.intake is not None:
        yield "intake:verdict", report.intake.verdict
        yield "intake:reason", report.intake.reason
        yield "intake:at", _instant(report.intake.at)
        yield from (("intake:list", str(each)) for each in (report.intake.trust,) if each)


def _unsigned(made: Xml.Element, report: Report, name: str) -> None:
    """A file without a signature that could be read: the schema demands a report, which says so."""
    identifier = _add(made, "SignatureIdentifier")
    _add(identifier, "HashOnly", "false")
    _add(identifier, "DocHashOnly", "false")
    _add(identifier, "DAIdentifier", harmless(name))
    if report.sha256:
        _digest(_add(made, "SignersDocument"), report.sha256)
    data = _concluded(made, INDETERMINATE, "GENERIC")
    judged = (("file:verdict", report.verdict), ("file:reason", report.reason))
    _own(data, (*judged, *_basis(report)))


def _concluded(made: Xml.Element, main: str, sub: str) -> Xml.Element:
    """The status with its words; where its data go."""
    status = _add(made, "SignatureValidationStatus")
    _add(status, "MainIndication", f"urn:etsi:019102:mainindication:{main.lower()}")
    if sub:
        _add(status, "SubIndication", f"urn:etsi:019102:subindication:{sub}")
    return _add(status, "AssociatedValidationReportData")


def _own(data: Xml.Element, said: Iterable[tuple[str, str]]) -> None:
    more = _add(data, "AdditionalValidationReportData")
    for name, value in said:
        one = _add(more, "ReportData")
        _add(one, "Type", OURS + name)
        _add(one, "Value", value)


def _certificate(facts: CertificateFacts, mark: str) -> Xml.Element:
    return _object(mark, "certificate", facts.sha256)


def _timestamp(entry: Entry, imprint: Imprint, report: Report, mark: str) -> list[Xml.Element]:
    """A document timestamp with the report on itself, and its authority's certificate."""
    made = _object(mark, "timestamp", imprint.container)
    inner = _add(made, "ValidationReport")
    _signature(inner, entry, report, f"{mark}S", entry.field)
    if entry.certificate is None:
        return [made]
    return [made, _certificate(entry.certificate, f"{mark}SC")]


def _object(mark: str, kind: str, sha256: str) -> Xml.Element:
    made = Xml.Element(f"{{{VR}}}ValidationObject", id=mark)
    _add(made, "ObjectType", f"urn:etsi:019102:validationObject:{kind}")
    _digest(_add(made, "ValidationObjectRepresentation"), sha256)
    return made


def _algorithm(used: Algorithm | None) -> str | None:
    """The signature's algorithm as XML names it; None for one without a name there."""
    if used is None or used.digest not in _DIGESTS or used.key not in {"RSA", "EC"}:
        return None
    return _SIGNING[used.padding].format(digest=used.digest)


def _digest(above: Xml.Element, sha256: str) -> None:
    made = _add(above, "DigestAlgAndValue")
    Xml.SubElement(made, f"{{{DS}}}DigestMethod", Algorithm=_SHA256)
    Xml.SubElement(made, f"{{{DS}}}DigestValue").text = _base64(sha256)


def _add(above: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    made = Xml.SubElement(above, f"{{{VR}}}{name}", attributes)
    made.text = text
    return made


def _base64(digits: str) -> str:
    return base64.b64encode(bytes.fromhex(digits)).decode()


def _instant(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"
