"""Who signs on this machine and with which key, as far as can be known before the PIN. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import AntinError, SigningKeyMissing
from db.queries import office
from desktop.signing import acts, certificates
from desktop.signing.trust import trust_of

if TYPE_CHECKING:
    from db.acting import Store
    from db.queries.rows import PersonRow


@dataclass(frozen=True)
class Holder:
    """The person at work with the personal key.

    ``until`` is the end of its certificate (ms UTC), None while that was never seen here;
    ``refusal`` says why it cannot sign; ``list_at`` is the age of the revocation list (ms UTC).
    """

    person: PersonRow
    key: str = ""
    until: int | None = None
    refusal: AntinError | None = None
    list_at: int | None = None


def holder(store: Store) -> Holder:
    """The person at work and what is known of the personal key."""
    person = office.me(store)
    try:
        file = acts.key_file(store, acts.PERSON)
    except SigningKeyMissing as missing:
        return Holder(person, refusal=missing)
    known = certificates.kept(store, file.id)
    if known is None:
        return Holder(person, file.id)
    trust = trust_of(store.realm.provision)
    return Holder(
        person,
        file.id,
        certificates.end(known),
        certificates.unfit(known, trust, store.now()),
        certificates.list_time(known, trust),
    )
