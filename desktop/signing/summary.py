"""What a PIN sheet says of the key and of the time, in the language of now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.clock import local_time
from desktop.wording import day, moment
from desktop.words import word

if TYPE_CHECKING:
    from desktop.signing.holders import Holder


def key_rows(holder: Holder, now: int) -> tuple[tuple[str, str], ...]:
    """Signer, certificate, and which clock gives the time: there is no time authority offline."""
    person = holder.person
    return (
        ("signing.pin.signer", " – ".join(part for part in (person.name, person.post) if part)),
        ("signing.pin.certificate", certificate_words(holder)),
        ("signing.pin.time", word("signing.pin.own_clock", at=moment(now))),
    )


def certificate_words(holder: Holder) -> str:
    """Until when the certificate holds, as far as is known before the PIN."""
    if holder.until is None:
        return word("signing.certificate.unseen" if holder.key else "signing.certificate.none")
    return word("signing.certificate.until", day=day(local_time(holder.until).date()))
