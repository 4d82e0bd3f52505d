"""Who signs for whom, and the lines above the signature that say so.

Law: NĐ 30/2020/NĐ-CP Đ.13 and PL I II.7. A TUQ. is written, limited in time and content, and goes
no further; a TL. may be passed on to the own deputy (KT.). The lines go on paper, the prefix also
into the signature's /Reason and claimed role (formats.md §4).
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from core import errors
from core.office.terms import Role
from core.office.typography import short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Set


class Prefix(StrEnum):
    """On what ground somebody signs."""

    HEAD = "head"  # the head in his own post
    COLLECTIVE = "collective"  # TM. thay mặt
    ACTING = "acting"  # Q. quyền
    DEPUTY = "deputy"  # KT. ký thay
    BY_ORDER = "by_order"  # TL. thừa lệnh
    DELEGATED = "delegated"  # TUQ. thừa ủy quyền


WORDS: Final = {
    Prefix.HEAD: "",
    Prefix.COLLECTIVE: "TM.",
    Prefix.ACTING: "Q.",
    Prefix.DEPUTY: "KT.",
    Prefix.BY_ORDER: "TL.",
    Prefix.DELEGATED: "TUQ.",
}
_KT: Final = WORDS[Prefix.DEPUTY]
_DEPUTY, _ACTING = "phó ", ("quyền ", "q. ")


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """A person's right to sign; ``until`` is its last day.

    ``post`` is the signer's own. ``for_whom`` is the post (KT., TL., TUQ.) or body (TM.) stood for.
    ``through`` is the post between: the head whose deputy signs under a TM. or TL. ``scope`` are
    codes of document types, none meaning every type; ``matter`` says in words what it covers;
    ``basis`` names the document that gave it.
    """

    id: str
    person: str
    prefix: Prefix
    post: str
    since: datetime.date
    until: datetime.date | None = None
    for_whom: str = ""
    through: str = ""
    scope: tuple[str, ...] = ()
    matter: str = ""
    basis: str = ""


_NEEDED: Final[dict[Prefix, tuple[str, ...]]] = {
    Prefix.HEAD: (),
    Prefix.COLLECTIVE: ("for_whom",),
    Prefix.ACTING: ("basis",),
    Prefix.DEPUTY: ("for_whom",),
    Prefix.BY_ORDER: ("for_whom", "basis"),
    Prefix.DELEGATED: ("for_whom", "basis", "matter", "until"),
}
_FORBIDDEN: Final[dict[Prefix, tuple[str, ...]]] = {
    Prefix.HEAD: ("for_whom", "through"),
    Prefix.ACTING: ("for_whom", "through"),
    Prefix.DEPUTY: ("through",),
    Prefix.DELEGATED: ("through",),  # no re-delegation
}


def check(authority: Authority) -> None:
    """Refuse an authority that the law does not know. Raises errors.AuthorityIncomplete.

    The fact ``field`` names what is missing, or what must not be there.
    """
    for field in ("post", *_NEEDED[authority.prefix]):
        if not getattr(authority, field):
            raise errors.AuthorityIncomplete(field=field, prefix=authority.prefix)
    for field in _FORBIDDEN.get(authority.prefix, ()):
        if getattr(authority, field):
            raise errors.AuthorityIncomplete(field=field, prefix=authority.prefix)
    if authority.until is not None and authority.until < authority.since:
        raise errors.AuthorityIncomplete(field="until", prefix=authority.prefix)


def same_post(one: str, other: str) -> bool:
    """Tell whether two texts name one post: capitals and blanks make no difference."""
    return one.casefold().split() == other.casefold().split()


def is_deputy(post: str) -> bool:
    """Tell whether a post is a deputy's, who signs only for somebody: ``Phó Sư đoàn trưởng …``."""
    return post.casefold().lstrip().startswith(_DEPUTY)


def own_authority(person: str, post: str, roles: Set[Role], day: datetime.date) -> Authority | None:
    """Return the right to sign that comes with a person's own post that day.

    A commander signs as head, one whose post is called *quyền* as Q.; a deputy and everybody else
    signs only for another (law: NĐ 30/2020/NĐ-CP Đ.13).
    """
    if Role.COMMANDER not in roles or not post.strip() or is_deputy(post):
        return None
    acting = next((word for word in _ACTING if post.casefold().startswith(word)), "")
    prefix = Prefix.ACTING if acting else Prefix.HEAD
    return Authority(id="", person=person, prefix=prefix, post=post[len(acting) :], since=day)


def covers(authority: Authority, type_code: str, day: datetime.date) -> bool:
    """Tell whether the authority holds that day for documents of that type."""
    begun = authority.since <= day
    ended = authority.until is not None and authority.until < day
    return begun and not ended and (not authority.scope or type_code in authority.scope)


def authority_for(
    authorities: Iterable[Authority], person: str, type_code: str, day: datetime.date
) -> Authority:
    """Return the ground on which the person signs; the head's own comes before any other.

    Raises errors.OutsideDelegation when none holds that day for that type.
    """
    return all_for(authorities, person, type_code, day)[0]


def all_for(
    authorities: Iterable[Authority], person: str, type_code: str, day: datetime.date
) -> tuple[Authority, ...]:
    """Return every ground on which the person signs that type that day, in the same order.

    Raises errors.OutsideDelegation when there is none.
    """
    order = list(Prefix)
    holding = [a for a in authorities if a.person == person and covers(a, type_code, day)]
    if not holding:
        raise errors.OutsideDelegation(day=short_date(day))
    return tuple(sorted(holding, key=lambda a: (order.index(a.prefix), a.since, a.id)))


def with_block(authorities: Iterable[Authority], block: Iterable[str]) -> Authority:
    """Return the first ground whose lines are those printed in ô 7a.

    Raises errors.SignerBlockWrong when none is: the page would say another authority than the
    signer's.
    """
    printed = " / ".join(line.strip().upper() for line in block)
    held = tuple(authorities)
    found = next((one for one in held if same_post(reason(one), printed)), None)
    if found is None:
        raise errors.SignerBlockWrong(printed=printed, right=reason(held[0]) if held else "")
    return found


def claimed(authority: Authority) -> str:
    """Return what a signature's commit says of the authority: nothing where the head signs."""
    return "" if authority.prefix is Prefix.HEAD else reason(authority)


def may_sign(
    authorities: Iterable[Authority], person: str, type_code: str, day: datetime.date
) -> errors.Refused | None:
    """Return None when the person may sign a document of that type that day, else the error."""
    try:
        authority_for(authorities, person, type_code, day)
    except errors.OutsideDelegation as refusal:
        return refusal
    return None


def lines(authority: Authority) -> tuple[str, ...]:
    """Return the lines of ô 7a in capitals: ``KT. SƯ ĐOÀN TRƯỞNG``, ``PHÓ SƯ ĐOÀN TRƯỞNG``."""
    word = WORDS[authority.prefix]
    if authority.prefix is Prefix.HEAD:
        written = [authority.post]
    elif authority.prefix is Prefix.ACTING:
        written = [f"{word} {authority.post}"]
    elif authority.through:
        written = [f"{word} {authority.for_whom}", f"{_KT} {authority.through}", authority.post]
    else:
        written = [f"{word} {authority.for_whom}", authority.post]
    return tuple(line.upper() for line in written)


def reason(authority: Authority) -> str:
    """Return the lines as one text for the signature's /Reason and claimed role."""
    return " / ".join(lines(authority))
