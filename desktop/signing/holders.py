"""Who signs on this machine and with which key, as far as can be known before the PIN. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import AntinError, SigningKeyMissing, SoftKeyRefused
from db.queries import office
from desktop.keys.token_values import token_ref
from desktop.signing import acts, certificates, means
from desktop.signing.trust import trust_for

if TYPE_CHECKING:
    from db.acting import Store
    from db.queries.rows import PersonRow
    from desktop.keys.token_values import TokenRef


@dataclass(frozen=True)
class Holder:
    """The person at work with the personal key.

    ``until`` is the end of its certificate (ms UTC), None while that was never seen here;
    ``refusal`` says why it cannot sign; ``list_at`` is the age of the revocation list (ms UTC);
    ``token`` leads to its token, None for a key in a file; ``subject`` is the certificate's holder.
    """

    person: PersonRow
    key: str = ""
    until: int | None = None
    refusal: AntinError | None = None
    list_at: int | None = None
    token: TokenRef | None = None
    subject: str = ""


def holder(store: Store, use: str = acts.PERSON) -> Holder:
    """The person at work and what is known of the key for a use."""
    person = office.me(store)
    try:
        file = acts.key_file(store, use)
    except SigningKeyMissing as missing:
        return Holder(person, refusal=missing)
    token = token_ref(file.file)
    refusal = None if token or means.soft_keys(store) else SoftKeyRefused()
    known = certificates.kept(store, file.id)
    if known is None:
        return Holder(person, file.id, refusal=refusal, token=token, subject=file.label)
    trust = trust_for(store)
    return Holder(
        person,
        file.id,
        certificates.end(known),
        refusal or certificates.unfit(known, trust, store.now()),
        certificates.list_time(known, trust),
        token,
        file.label,
    )
