"""Families of documents: what each form of NĐ 30/2020 PL III has between its head and its foot.

A family is data (resources/catalogues/forms.json, or the administrator's own): which parts follow
one another, the words printed between them, the labelled lines to be filled in, and what the foot
looks like. Sizes, places and margins are those of the template (PL I) for all of them.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

import msgspec

from core.office.catalogue import Catalogue, DocumentType, Item, load
from core.office.draft import Document, Draft

Part = Literal["addressees", "lead", "bases", "verb", "opening", "facts", "body", "closing"]
Heading = Literal["beside", "title"]
Foot = Literal["recipients", "minutes", "confirmed"]

CONG_VAN: Final = "cong-van"
_BRACES: Final = re.compile(r"{(\w+)}")


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A line to be filled in: ``vi`` is printed before what is filled in; ``where`` says on which
    side of the body it stands.
    """

    key: str
    vi: str
    en: str
    required: bool = True
    where: Literal["before", "after"] = "before"


class Family(Item, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One form. ``form`` is its number in PL III; ``types`` the codes of the documents written on
    it.

    ``heading``: the subject stands beside the addressees (ô 5b) or under the name of the type (ô
    5a). ``lead``, ``opening`` and ``closing`` are sentences in which ``{lead}``, ``{issuer}`` and
    the keys of facts in braces are filled in; such a fact has no line of its own. ``verb`` stands
    alone, in bold capitals. ``as_above``: the first recipient is ``Như trên``. ``attaches``: the
    document may issue a text that follows it, and has to where it ``must_attach``.
    """

    form: str
    law: str
    types: tuple[str, ...]
    heading: Heading = "title"
    parts: tuple[Part, ...] = ("bases", "body")
    lead: str = ""
    verb: str = ""
    opening: str = ""
    closing: str = ""
    facts: tuple[Label, ...] = ()
    foot: Foot = "recipients"
    as_above: bool = False
    attaches: bool = False
    must_attach: bool = False


Families = Catalogue[Family]


class Forms(NamedTuple):
    """What drafts are written on: the families and the types of the unit."""

    families: Families
    types: Catalogue[DocumentType]


def load_families(text: str) -> Families:
    """Read resources/catalogues/forms.json; raises BadCatalogue."""
    return load(text, Families)


def template_of(draft: Draft) -> str:
    """The id of a draft's family."""
    return draft.template if isinstance(draft, Document) else CONG_VAN


def type_of(draft: Draft) -> str:
    """The code of a draft's type."""
    return draft.type if isinstance(draft, Document) else CONG_VAN


def family_of(draft: Draft, families: Families) -> Family | None:
    """The family of a draft; None where this unit does not know it."""
    return families.find(template_of(draft))


def fact(draft: Draft, key: str) -> str:
    """What is filled in behind a label; empty where nothing is."""
    facts = draft.facts if isinstance(draft, Document) else ()
    return next((each.text for each in facts if each.key == key), "")


def filled_in(sentence: str, draft: Draft) -> str:
    """A sentence of the family with what is filled in; facts that are missing leave ``…``."""
    values = {"issuer": " ".join(draft.issuer)}
    if isinstance(draft, Document):
        values["lead"] = " ".join(draft.lead)
        values |= {each.key: each.text for each in draft.facts}
    return _BRACES.sub(lambda found: values.get(found[1]) or "…", sentence)


def own_lines(family: Family) -> tuple[Label, ...]:
    """The labels that are printed on lines of their own: no sentence holds what is behind them."""
    said = set(_BRACES.findall(family.opening + family.closing))
    return tuple(label for label in family.facts if label.key not in said)
