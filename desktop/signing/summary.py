"""What a PIN sheet says of the key and of the time, in the language of now."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from core.office.terms import Urgency
from core.office.workflow import Ask
from desktop.clock import local_time
from desktop.wording import day, moment, number
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.signing.examining import Examined
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


def batch_rows(
    chosen: Sequence[Examined], unopened: int, holder: Holder, now: int
) -> tuple[tuple[str, str], ...]:
    """What a batch holds: how many, how urgent, how many unseen and unchecked; then the key and the
    time.
    """
    pages = number(sum(one.pages for one in chosen))
    count = word("signing.pin.documents_text", n=len(chosen), pages=pages)
    unseen: tuple[tuple[str, str], ...] = ()
    if unopened:
        unseen = (("signing.pin.unopened", number(unopened)),)
    for ask in (Ask.NO_CONTENT_CHECK, Ask.NO_FORMAT_CHECK):
        if n := sum(ask in one.unchecked for one in chosen):
            unseen = (*unseen, (f"signing.pin.{ask}", number(n)))
    listed: tuple[tuple[str, str], ...] = ()
    if holder.list_at is not None:
        made = day(local_time(holder.list_at).date())
        listed = (("signing.pin.list", word("signing.pin.list_of", day=made)),)
    mix = (("signing.pin.mix", urgency_mix(chosen)),)
    return (("signing.pin.documents", count), *mix, *unseen, *key_rows(holder, now), *listed)


def urgency_mix(chosen: Sequence[Examined]) -> str:
    """How many of each urgency, the most urgent first."""
    counts = Counter(one.row.urgency for one in chosen)
    return " · ".join(
        f"{counts[level]} {word(f'office.urgency.{level}').lower()}"
        for level in reversed(Urgency)
        if counts[level]
    )
