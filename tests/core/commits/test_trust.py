"""Certificates stand behind the root or an administrator within its scope; nothing else does."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical, trust
from core.commits.ids import b64
from core.commits.signatures import Signed, Tag, signed
from core.commits.trust import Certificate, Provision, ServerPlace, Stream
from core.errors import AntinError, CertificateRefused, NotCanonical, SignatureWrong
from tests.core.commits.samples import (
    OTHER_STREAM,
    REALM,
    START,
    STREAM,
    digest,
    ident,
    key,
    public,
)

ROOT, ADMIN, CLERK, SERVER = "root", ident("admin"), ident("clerk"), ident("server")
END = START + 10**10


def certificate(device: str, issuer: str = trust.ROOT, **changes: Any) -> Certificate:
    fields: dict[str, Any] = {
        "v": 1, "realm": REALM, "device": device, "kind": "device", "label": "Máy",
        "sign": b64(public(device)), "box": digest(device), "unit": ident("unit"),
        "streams": (STREAM,), "start": START, "end": END, "issuer": issuer, "serial": 1,
    }  # fmt: skip
    return Certificate(**{**fields, **changes})


def issued(device: str, issuer: str = trust.ROOT, by: str = "", **changes: Any) -> Signed:
    return trust.issue(certificate(device, issuer, **changes), key(by or issuer).sign)


ADMIN_CERTIFICATE = issued(ADMIN, kind="administrator", streams=(STREAM, OTHER_STREAM))
KNOWN = trust.read_certificates((ADMIN_CERTIFICATE,), REALM, public(ROOT))


def read(envelope: Signed) -> Certificate:
    return trust.read_certificate(envelope, REALM, public(ROOT), KNOWN)


def test_the_root_stands_behind_servers_administrators_and_devices() -> None:
    for kind in ("server", "administrator", "device"):
        assert read(issued(SERVER, kind=kind)) == certificate(SERVER, kind=kind)


def test_an_administrator_stands_behind_devices_within_its_scope() -> None:
    assert read(issued(CLERK, ADMIN)).issuer == ADMIN
    assert read(issued(CLERK, ADMIN, streams=())).streams == ()


@pytest.mark.parametrize(
    ("envelope", "error"),
    [
        (issued(CLERK, by="another"), SignatureWrong),
        (issued(CLERK, ADMIN, by="another"), SignatureWrong),
        (issued(CLERK, ADMIN, by=ROOT), SignatureWrong),
        (issued(CLERK, realm=ident("x")), CertificateRefused),
        (issued(CLERK, start=END), CertificateRefused),
        (issued(CLERK, ident("nobody")), CertificateRefused),
        (issued(CLERK, ADMIN, kind="administrator"), CertificateRefused),
        (issued(CLERK, ADMIN, kind="server"), CertificateRefused),
        (issued(CLERK, ADMIN, streams=(ident("x"),)), CertificateRefused),
        (issued(CLERK, ADMIN, start=START - 1), CertificateRefused),
        (issued(CLERK, ADMIN, end=END + 1), CertificateRefused),
        (issued(ADMIN, ADMIN, sign=b64(public("x"))), CertificateRefused),
        (issued(ADMIN, kind="administrator", box=digest("x"), serial=2), CertificateRefused),
        (issued(ADMIN, kind="device", serial=2), CertificateRefused),
        (issued(ADMIN, kind="administrator", end=END + 1), CertificateRefused),
        (signed(Tag.PROVISION, certificate(CLERK), key(ROOT).sign), SignatureWrong),
        (signed(Tag.DEVICE, {"v": 1}, key(ROOT).sign), NotCanonical),
        (Signed("AA", "AA"), NotCanonical),
        (Signed("", ""), NotCanonical),
    ],
)
def test_anything_else_is_refused(envelope: Signed, error: type[AntinError]) -> None:
    with pytest.raises(error):
        read(envelope)


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"kind": "root"},
        {"label": ""},
        {"sign": "x"},
        {"sign": "A" * 42 + "B"},
        {"issuer": "ROOT"},
        {"issuer": "root\n"},
        {"serial": 0},
        {"start": -1},
        {"end": 2**53},
        {"streams": [STREAM] * 257},
        {"more": 1},
    ],
)
def test_certificates_that_are_not_the_format_are_refused(changes: dict[str, Any]) -> None:
    plain: Any = canonical.decode(canonical.encode(certificate(CLERK)))
    with pytest.raises(NotCanonical):
        read(signed(Tag.DEVICE, {**plain, **changes}, key(ROOT).sign))


def test_a_later_certificate_renews_with_the_same_keys() -> None:
    first = issued(CLERK, ADMIN, end=END - 10)
    later = issued(CLERK, ADMIN, serial=2)
    known = trust.read_certificates((ADMIN_CERTIFICATE, first, first, later), REALM, public(ROOT))
    assert known[CLERK].end == END
    for wrong in ((later, first), (first, issued(CLERK, ADMIN, serial=2, sign=digest("stolen")))):
        with pytest.raises(CertificateRefused):
            trust.read_certificates((ADMIN_CERTIFICATE, *wrong), REALM, public(ROOT))


def test_issuers_come_before_those_whom_they_issue() -> None:
    with pytest.raises(CertificateRefused):
        trust.read_certificates((issued(CLERK, ADMIN), ADMIN_CERTIFICATE), REALM, public(ROOT))


def provision(**changes: Any) -> Provision:
    fields: dict[str, Any] = {
        "schema": "antin-provision-1", "serial": 1, "created": START, "expires": END,
        "realm": REALM, "unit": ident("unit"), "code": "X99.01.02",
        "name": "Sư đoàn Bộ binh 999 (giả lập)", "root": b64(public(ROOT)), "recovery": digest("r"),
        "streams": (Stream(OTHER_STREAM, "authority"), Stream(STREAM, "unit")),
        "certificates": (issued(SERVER, kind="server"), ADMIN_CERTIFICATE),
        "server": ServerPlace("https://server.example:8443", digest("tls")),
    }  # fmt: skip
    return Provision(**{**fields, **changes})


def by_root(**changes: Any) -> Signed:
    return trust.provision(provision(**changes), key(ROOT).sign)


def test_a_provisioning_file_reads_back() -> None:
    body = provision()
    envelope = trust.provision(body, key(ROOT).sign)
    assert trust.read_provision(envelope) == trust.read_provision(envelope, body.root) == body
    assert (body.stream("authority"), body.stream("unit")) == (OTHER_STREAM, STREAM)
    assert trust.read_certificates(body.certificates, REALM, public(ROOT)).keys() == {SERVER, ADMIN}


def test_another_root_does_not_replace_the_one_installed() -> None:
    theirs = trust.provision(provision(root=b64(public("other"))), key("other").sign)
    assert trust.read_provision(theirs).root == b64(public("other"))
    with pytest.raises(CertificateRefused):
        trust.read_provision(theirs, b64(public(ROOT)))


@pytest.mark.parametrize(
    ("envelope", "error"),
    [
        (trust.provision(provision(), key("other").sign), SignatureWrong),
        (signed(Tag.DEVICE, provision(), key(ROOT).sign), SignatureWrong),
        (by_root(streams=(Stream(STREAM, "unit"),) * 2), NotCanonical),
        (by_root(streams=()), NotCanonical),
        (by_root(server=ServerPlace("http://x", digest("t"))), NotCanonical),
        (by_root(schema="antin-provision-2"), NotCanonical),
        (Signed("A", "A"), NotCanonical),
    ],
)  # fmt: skip
def test_other_provisioning_files_are_refused(envelope: Signed, error: type[AntinError]) -> None:
    with pytest.raises(error):
        trust.read_provision(envelope)


def test_a_provisioning_file_holds_no_private_key() -> None:
    data = canonical.encode(provision())
    for name in (ROOT, ADMIN, SERVER):
        assert b64(key(name).private_bytes_raw()).encode() not in data
    assert msgspec.json.decode(data)["root"] == b64(public(ROOT))


def admitted(*envelopes: object) -> tuple[Certificate, ...]:
    plain = [canonical.decode(canonical.encode(each)) for each in envelopes]
    return trust.read_admissions(plain, CLERK, REALM, public(ROOT), KNOWN)


def test_admissions_of_one_device_follow_one_another_with_its_first_keys() -> None:
    first, later = issued(CLERK, ADMIN, end=END - 10), issued(CLERK, ADMIN, serial=2)
    held = (certificate(CLERK, ADMIN, end=END - 10), certificate(CLERK, ADMIN, serial=2))
    assert admitted(first, later) == held
    assert admitted(first, first, later, first) == held
    for foreign in (
        issued(CLERK, ADMIN, serial=2, sign=b64(public("stolen"))),
        issued(CLERK, ADMIN, serial=2, box=digest("stolen")),
        issued(SERVER, ADMIN, serial=2),
        issued(CLERK, ADMIN, by="another", serial=2),
        {"body": "AA"},
        {},
    ):
        assert admitted(first, foreign) == held[:1]
        assert admitted(first, foreign, later) == held


TERMS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 50), st.booleans()), min_size=1, max_size=6
).map(lambda spans: [(start, start + length, names) for start, length, names in spans])


@given(TERMS, st.integers(0, 120))
def test_a_commit_counts_by_the_newest_certificate_of_its_time(
    terms: list[tuple[int, int, bool]], at: int
) -> None:
    line = [
        certificate(
            CLERK, serial=n, start=start, end=end, streams=(STREAM,) if names else (OTHER_STREAM,)
        )
        for n, (start, end, names) in enumerate(terms, 1)
    ]
    chosen = trust.in_force(line, at, STREAM)
    fitting = [one for one in line if one.start <= at < one.end]
    naming = [one for one in fitting if STREAM in one.streams]
    assert chosen.serial == max(one.serial for one in naming or fitting or line)


@given(
    st.integers(-400, 400),
    st.integers(-400, 400),
    st.integers(-400, 400),
    st.integers(-400, 400),
    st.integers(1, 400),
)
def test_a_renewal_gives_time_and_nothing_else(
    held: int, since: int, until: int, now: int, term: int
) -> None:
    day = trust.DAY
    own = certificate(
        ADMIN,
        kind="administrator",
        streams=(STREAM,),
        start=START + since * day,
        end=START + until * day,
    )
    old = certificate(CLERK, ADMIN, streams=(OTHER_STREAM, STREAM), end=START + held * day)
    made = trust.renewal(old, own, START + now * day, term * day)
    if made is None:
        longest = min(own.end, START + (now + term) * day)
        assert longest <= max(old.end, own.start, START + (now - 1) * day)
        return
    assert made.end > old.end
    assert made.serial == old.serial + 1
    assert own.start <= made.start < made.end <= own.end
    assert made.streams == (STREAM,)
    same = ("v", "realm", "device", "kind", "label", "sign", "box", "unit")
    assert all(getattr(made, name) == getattr(old, name) for name in same)


def test_no_administrator_renews_what_only_the_root_certifies() -> None:
    own = certificate(ADMIN, kind="administrator", streams=(STREAM,))
    for kind in ("server", "administrator"):
        old = certificate(SERVER, kind=kind, end=START + 1)
        assert trust.renewal(old, own, START, END) is None
    assert trust.renewal(certificate(CLERK, end=START + 1), certificate(SERVER), START, END) is None
    assert trust.renewal(certificate(CLERK, streams=(OTHER_STREAM,)), own, START, END) is None
