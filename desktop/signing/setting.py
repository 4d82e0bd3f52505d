"""Sets one signature into a PDF: checks first, stamp, key, and a look at the result. No Qt.

The order of signing.md §8.1–8.2: what cannot be signed never reaches the key; what does not verify
afterwards is never kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import SigningRefused
from core.office.day import moment
from core.office.numbering import Number
from core.office.typography import long_date
from core.signing import prepare, verify
from core.signing.fields import NAMES
from core.signing.places import places
from core.signing.seal import may_sign, sign_pdf
from db.actions.marks import Signature
from desktop.forms import stamps
from desktop.signing.trust import evidence, fingerprint

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from core.signing.trust import Trust
    from desktop.forms.boxes import Box
    from desktop.forms.document import Rendered
    from desktop.keys.key import SigningKey

Draw = Callable[["Box"], bytes]


@dataclass(frozen=True)
class Hand:
    """Who signs and with what: an open key, the trust list, this machine's time (ms UTC)."""

    key: SigningKey
    trust: Trust
    at: int


@dataclass(frozen=True)
class Intent:
    """What one signature is for: its field and kind, its look, its reason and authority line."""

    field: str
    kind: str
    draw: Draw
    reason: str
    authority: str = ""


def ready(rendered: Rendered) -> bytes:
    """A rendered document made ready for its first signature, with every field in its place."""
    return prepare.add_fields(prepare.normalise(rendered.pdf), rendered.fields)


def set_signature(pdf: bytes, intent: Intent, hand: Hand) -> Signature:
    """The PDF with one more signature, verified. Raises SigningRefused, KeyFailed, BrokenPdf."""
    if found := may_sign(pdf, intent.field):
        raise SigningRefused(reason=found[0].value, field=intent.field)
    box = next(place.box for place in places(pdf) if place.name == intent.field)
    key = hand.key
    signed = sign_pdf(
        pdf,
        intent.field,
        sign=key.sign,
        certificate=key.certificate,
        chain=key.chain,
        mechanism=key.mechanism,
        key_size=key.key_size,
        reason=intent.reason,
        role=intent.authority or None,
        stamp=intent.draw(box),
        at_ms=hand.at,
    )
    if not verify.unaltered(signed):
        raise SigningRefused(reason="not-verified", field=intent.field)
    known = evidence(hand.trust, key.certificate)
    return Signature(
        field=intent.field,
        kind=intent.kind,
        content=signed,
        certificate=fingerprint(key.certificate),
        clock=hand.at,
        crl=known.crl,
        crl_until=known.crl_until,
        authority=intent.authority,
        reason=intent.reason,
        means=means_of(key),
    )


def means_of(key: SigningKey) -> str:
    """Where the key is, as commits name it (docs/formats/operations.md)."""
    return "token" if key.hardware else "soft"


def initials(field: str, name: str) -> Intent:
    """A checker's nháy."""
    return Intent(field, "initial", lambda box: stamps.initials(name, box), "Ký nháy")


def personal(name: str, authority: str) -> Intent:
    """The signature of the person in authority (NĐ 30/2020 Đ.13); for whom he signs stands in its
    reason and claimed role (formats.md §4).
    """
    reason = f"Ký ban hành – {authority}" if authority else "Ký ban hành"
    return Intent("KyChinh", "main", lambda box: stamps.signature(name, box), reason, authority)


def directive(name: str) -> Intent:
    """The signature of whoever gave a directive (domain.md §12.4, "bút phê")."""
    return Intent(
        NAMES["butphe"], "directive", lambda box: stamps.signature(name, box), "Ký bút phê"
    )


def seal(agency: str, base: str) -> Intent:
    """The agency's seal, on a document that the competent person signed (NĐ 30/2020 Đ.17)."""
    return Intent("ConDau", "seal", lambda box: stamps.seal(agency, base, box), "Ký số cơ quan")


def copy_seal(title: str, agency: str, at: int) -> Intent:
    """The agency's signature on an electronic copy: no picture, but the kind of copy, the agency
    and the time of signing by ISO 8601 (NĐ 30/2020 PL I, V).
    """
    time = moment(at).replace(microsecond=0).isoformat()
    lines = (title, agency, time)
    return Intent("ConDau", "seal", lambda box: stamps.corner(lines, box), f"{title} – {agency}")


def number_and_date(
    pdf: bytes, number: Number, day: datetime.date, hand: Hand
) -> Sequence[Signature]:
    """Number and date of issue as two visible signatures of the clerk (domain.md §5.1)."""
    text, words = number.text(), long_date(day)
    numbered = set_signature(
        pdf,
        Intent("SoVanBan", "number", lambda box: stamps.number(text, box), "Cấp số văn bản"),
        hand,
    )
    dated = set_signature(
        numbered.content,
        Intent("NgayVanBan", "date", lambda box: stamps.date(words, box), "Ghi ngày ban hành"),
        hand,
    )
    return numbered, dated
