"""The report by TS 119 102-2: what it says of real files, and that nothing bad ever passes.

The structure was held against the published schema; the schema itself is not ours to keep here.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from xml.etree import ElementTree as Xml

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from core.signing.etsi_xml import validation_report
from core.signing.report import Basis, Entry, Reason, Report, verdict_of
from core.signing.verify import judge
from tests.pki.authority import NOW_MS, person
from tests.pki.craft import revise, signed_range
from tests.pki.documents import LATER_MS, five, once, plain, trust
from tests.pki.stamping import document_timestamp, signature_value

SPACES = {
    "vr": "http://uri.etsi.org/19102/v1.2.1#",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}
PASSED = "urn:etsi:019102:mainindication:total-passed"
ORDER = (
    "SignatureIdentifier ValidationTimeInfo SignersDocument SignatureAttributes "
    "SignerInformation SignatureValidationProcess SignatureValidationStatus"
).split()


@cache
def judged() -> Report:
    return judge(five(), trust(), LATER_MS)


def written(*reports: Report) -> Xml.Element:
    return Xml.fromstring(validation_report([("a.pdf", each) for each in reports]))


def signatures(root: Xml.Element) -> list[Xml.Element]:
    return root.findall("vr:SignatureValidationReport", SPACES)


def said(above: Xml.Element, *names: str) -> str:
    path = "/".join(name if ":" in name else f"vr:{name}" for name in names)
    return above.findtext(f".//{path}", "", SPACES)


def codes(above: Xml.Element) -> dict[str, str]:
    return {
        said(each, "Type").removeprefix("urn:antin:verify:"): said(each, "Value")
        for each in above.iterfind(".//vr:ReportData", SPACES)
    }


def hidden(report: Report, reason: Reason) -> Report:
    """The same signatures in a file that is at fault itself."""
    return msgspec.structs.replace(report, reason=reason, verdict=verdict_of(reason))


def test_five_signatures_pass_and_say_who_signed_what() -> None:
    root = written(judged())
    found = signatures(root)
    assert len(found) == 5
    for each, entry in zip(found, judged().signatures, strict=True):
        assert [part.tag.partition("}")[2] for part in each] == ORDER
        assert said(each, "MainIndication") == PASSED
        assert entry.certificate is not None
        assert said(each, "Signer") == entry.certificate.subject.name
        assert codes(each)["field"] == entry.field
    main = found[1]
    assert said(main, "BestSignatureTime", "POETime") == "2026-11-22T02:30:00Z"
    assert said(main, "SigningTime", "Time") == "2026-11-22T01:31:00Z"
    assert said(main, "RoleDetails", "Role") == "KT. SƯ ĐOÀN TRƯỞNG"
    assert said(main, "Algorithm").endswith("#sha256-rsa-MGF1")


def test_a_signature_is_known_by_its_value_and_by_what_it_covers() -> None:
    pdf = once()
    [each] = signatures(written(judge(pdf, trust(), LATER_MS)))
    value = base64.b64decode(said(each, "ds:SignatureValue"))
    assert value == signature_value(pdf)
    first, length, start, rest = signed_range(pdf)
    covered = pdf[first : first + length] + pdf[start : start + rest]
    digest = base64.b64decode(said(each, "SignersDocument", "DigestAlgAndValue", "ds:DigestValue"))
    assert digest == hashlib.sha256(covered).digest()


def test_every_reference_leads_to_something_with_a_mark_of_its_own() -> None:
    stamped = judge(document_timestamp(once(), NOW_MS), trust(), LATER_MS)
    root = written(judged(), stamped)
    marks = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(marks) == len(set(marks))
    references = {each.get("VOReference") for each in root.iter() if each.get("VOReference")}
    assert references
    assert references <= set(marks)


def test_a_certificate_is_named_by_its_digest() -> None:
    root = written(judge(once(), trust(), LATER_MS))
    [each] = root.findall(".//vr:ValidationObject", SPACES)
    assert said(each, "ObjectType") == "urn:etsi:019102:validationObject:certificate"
    digest = base64.b64decode(said(each, "ds:DigestValue"))
    assert digest == hashlib.sha256(person("chi-huy").der).digest()


def test_a_document_timestamp_is_an_object_with_a_report_of_its_own() -> None:
    report = judge(document_timestamp(once(), NOW_MS), trust(), LATER_MS)
    root = written(report)
    assert len(signatures(root)) == 1
    kinds = [
        said(each, "ObjectType").rpartition(":")[2]
        for each in root.iterfind(".//vr:ValidationObject", SPACES)
    ]
    assert kinds == ["certificate", "timestamp", "certificate"]
    best = said(signatures(root)[0], "BestSignatureTime", "POETime")
    assert best == "2026-11-22T01:30:00Z"


def turned(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Rotate")] = NumberObject(90)
    writer.update_container(page)


def test_an_altered_file_fails_by_its_form() -> None:
    [each] = signatures(written(judge(revise(once(), turned), trust(), LATER_MS)))
    assert said(each, "MainIndication").endswith(":total-failed")
    assert said(each, "SubIndication").endswith(":FORMAT_FAILURE")
    assert codes(each)["reason"] == "Changed"


@pytest.mark.parametrize(
    "reason", [Reason.TRAILING_BYTES, Reason.UNDECLARED_OBJECT, Reason.HIDDEN_SIGNATURE]
)
def test_a_good_signature_in_a_file_at_fault_does_not_pass(reason: Reason) -> None:
    for each in signatures(written(hidden(judged(), reason))):
        assert said(each, "MainIndication") != PASSED
        assert codes(each)["reason"] == "Good"
        assert codes(each)["file:reason"] == reason


@given(some.sampled_from([each for each in Reason if each is not Reason.GOOD]))
def test_only_what_is_good_passes(reason: Reason) -> None:
    entry = Entry(field="a", role="chinh", verdict=verdict_of(reason), reason=reason)
    report = Report(
        verdict=entry.verdict, reason=reason, at_ms=0, sha256="", size=0, signatures=(entry,)
    )
    [each] = signatures(written(report))
    assert said(each, "MainIndication") != PASSED
    assert said(each, "SubIndication")


def test_the_trust_list_that_was_judged_by_is_told() -> None:
    basis = Basis(number=7, made_ms=NOW_MS, next_ms=NOW_MS + 1000)
    for report in (judged(), judge(plain(), trust(), LATER_MS)):
        root = written(msgspec.structs.replace(report, basis=basis))
        for each in signatures(root):
            assert codes(each)["list"] == "7"
            assert codes(each)["list:made"] == "2026-11-22T01:30:00Z"


@pytest.mark.parametrize("content", [plain(), b"no PDF"])
def test_a_file_without_signatures_has_a_report_that_promises_nothing(content: bytes) -> None:
    report = judge(content, trust(), LATER_MS)
    [each] = signatures(written(report))
    assert said(each, "MainIndication").endswith(":indeterminate")
    assert codes(each) == {"file:verdict": report.verdict, "file:reason": report.reason}


@given(some.text())
def test_whatever_a_signer_calls_himself_it_stays_well_formed(name: str) -> None:
    first = judged().signatures[0]
    assert first.certificate is not None
    subject = msgspec.structs.replace(first.certificate.subject, name=name)
    certificate = msgspec.structs.replace(first.certificate, subject=subject)
    entry = msgspec.structs.replace(first, certificate=certificate, field=name, stated_reason=name)
    report = msgspec.structs.replace(judged(), signatures=(entry,))
    [each] = signatures(written(report))
    assert said(each, "MainIndication") == PASSED
    assert len(said(each, "Signer")) == len(name)
