"""Families of documents: what each form of NĐ 30/2020 PL III has between its head and its foot.

A family is data (resources/catalogues/forms.json, or the administrator's own): which parts follow
one another, the words printed between them, the labelled lines to be filled in, and what the foot
looks like. Sizes, places and margins are those of the template (PL I) for all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec

from core.office.catalogue import Catalogue, DocumentType, Item, load
from core.office.draft import Document, Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Part = Literal["addressees", "lead", "bases", "verb", "opening", "facts", "body", "closing"]
Heading = Literal["beside", "title"]
Foot = Literal["recipients", "minutes", "confirmed"]

CONG_VAN: Final = "cong-van"
ORDER: Final[tuple[Part, ...]] = (
    "lead",
    "addressees",
    "bases",
    "opening",
    "verb",
    "facts",
    "body",
    "closing",
)
"""How the parts follow one another in every form of PL III, and so in those of the unit's own."""
OPTIONAL: Final = "?"
_BRACES: Final = re.compile(r"{(\w+)}")
_KEY: Final = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_SENTENCE, _WORDS, _STARTER = 400, 120, 20_000
_MOST_FACTS, _KEY_LIMIT = 40, 40


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
    the keys of facts in braces are filled in; such a fact has no line of its own. Each line of
    ``opening`` is a paragraph. ``verb`` stands alone, in bold capitals. ``as_above``: the first
    recipient is ``Như trên``. ``attaches``: the document may issue a text that follows it, and has
    to where it ``must_attach``. ``starter`` are the lines with which the unit begins such a
    document.
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
    starter: tuple[str, ...] = ()


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


def label_line(label: Label) -> str:
    """A label as commits carry it: ``venue | Địa điểm: | Venue``, with ``?`` before the key where
    it may stay empty and ``| after`` where it stands behind the body.
    """
    mark = "" if label.required else OPTIONAL
    said = (f"{mark}{label.key}", label.vi, label.en)
    return " | ".join((*said, label.where) if label.where != "before" else said)


def read_label(line: str) -> Label | None:
    """The label of a line; its English name may be left out. None where it is none."""
    key, *rest = [part.strip() for part in line.split("|")]
    if not 1 <= len(rest) <= 3 or rest[2:] not in ([], ["after"], ["before"]):
        return None
    return Label(
        key=key.removeprefix(OPTIONAL).strip(),
        vi=rest[0],
        en=rest[1] if len(rest) > 1 and rest[1] else rest[0],
        required=not key.startswith(OPTIONAL),
        where="after" if rest[2:] == ["after"] else "before",
    )


def with_parts(parts: Iterable[Part], filled: Mapping[Part, bool]) -> tuple[Part, ...]:
    """The parts of a form in their order, those of ``filled`` only where something is printed."""
    kept = {part for part in parts if filled.get(part, True)}
    return tuple(part for part in ORDER if part in kept or filled.get(part))


def wrong_fields(family: Family) -> tuple[str, ...]:
    """The fields of a family that nothing could be printed from: no type, a label without words or
    twice the same key, a sentence that asks for what is not filled in, a text over its length.
    """
    keys = [label.key for label in family.facts]
    known = {*keys, "issuer", "lead"}
    good_keys = all(len(key) <= _KEY_LIMIT and _KEY.fullmatch(key) for key in keys)
    wrong = {
        "types": not family.types
        or len(set(family.types)) < len(family.types)
        or not all(map(_KEY.fullmatch, family.types)),
        "facts": len(set(keys)) < len(keys)
        or len(keys) > _MOST_FACTS
        or not good_keys
        or not all(one.vi.strip() and len(one.vi) <= _WORDS for one in family.facts)
        or not all(_said(one.vi) <= known for one in family.facts),
        "lead": len(family.lead) > _WORDS or not _said(family.lead) <= known,
        "verb": len(family.verb) > _WORDS,
        "opening": len(family.opening) > _SENTENCE or not _said(family.opening) <= known,
        "closing": len(family.closing) > _SENTENCE or not _said(family.closing) <= known,
        "starter": sum(map(len, family.starter)) > _STARTER,
        "parts": family.parts != with_parts(family.parts, _filled(family)),
    }
    return tuple(field for field, bad in wrong.items() if bad)


def _said(sentence: str) -> set[str]:
    return set(_BRACES.findall(sentence))


def _filled(family: Family) -> dict[Part, bool]:
    found: dict[Part, bool] = {
        "lead": bool(family.lead),
        "verb": bool(family.verb),
        "opening": bool(family.opening),
        "facts": bool(family.facts),
    }
    return found | ({"closing": True} if family.closing else {})
