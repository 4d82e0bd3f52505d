"""What a PIN sheet says of authority, key and time, and the queue of what stands against signing,
in the language of now.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from core.office.authority import reason
from core.office.terms import Urgency
from core.office.workflow import Ask
from desktop.clock import local_time
from desktop.signing.preflight import Flaw
from desktop.wording import day, moment, number
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.authority import Authority
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


def token_words(holder: Holder) -> str:
    """What holds the key: a token with its label and serial number, or a file ("khóa mềm")."""
    token = holder.token
    if token is None:
        return word("signing.key.soft" if holder.key else "signing.certificate.none")
    return word("signing.key.token", label=token.label, serial=token.serial, name=holder.subject)


def batch_rows(
    chosen: Sequence[Examined], unopened: int, holder: Holder, now: int
) -> tuple[tuple[str, str], ...]:
    """What a batch holds: how many, how urgent, how many unseen and unchecked; then on which
    authority, with which key, at which time.
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
    held = authority_rows(chosen)
    return (("signing.pin.documents", count), *mix, *unseen, *held, *key_rows(holder, now), *listed)


def authority_rows(chosen: Sequence[Examined]) -> tuple[tuple[str, str], ...]:
    """The lines that will stand above the signature, each authority once with its last day and,
    where there are several, how many documents are signed on it.
    """
    held = Counter(one.ground for one in chosen if one.ground is not None)
    return tuple(
        ("signing.pin.authority", _authority(ground, count if len(held) > 1 else 0))
        for ground, count in held.items()
    )


def _authority(ground: Authority, count: int) -> str:
    if not ground.id:
        ends = word("signing.pin.own_post")
    elif ground.until is None:
        ends = word("signing.pin.no_end")
    else:
        ends = word("signing.pin.until", day=day(ground.until))
    many = word("signing.pin.of_these", n=count) if count else ""
    return "\n".join((reason(ground), " · ".join(part for part in (ends, many) if part)))


def flaw_words(found: Examined, flaw: Flaw) -> str:
    """What stands against signing it; of a delegation, why it does not reach the document."""
    if flaw is Flaw.OUTSIDE_DELEGATION and found.short is not None:
        facts = {"day": day(found.short.day)} if found.short.day else {}
        return word(f"signing.short.{found.short.standing}", **facts)
    return word(f"signing.flaw.{flaw}", name=found.signer)


def urgency_mix(chosen: Sequence[Examined]) -> str:
    """How many of each urgency, the most urgent first."""
    counts = Counter(one.row.urgency for one in chosen)
    return " · ".join(
        f"{counts[level]} {word(f'office.urgency.{level}').lower()}"
        for level in reversed(Urgency)
        if counts[level]
    )
