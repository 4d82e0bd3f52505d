"""antin-draft/1: what a drafter writes, as a tree of blocks (docs/formats/draft.md).

A draft holds content only: numbering, punctuation, capitals, fonts and places on the page follow
from the rules of NĐ 30/2020 PL I when it is drawn. A half-written draft is valid; what it still
lacks is named by core.office.draft_check. Fields that this version does not know are refused,
because saving the draft again would lose them.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeVar
from unicodedata import category, normalize

import msgspec

from core.commits import canonical
from core.errors import BadDraft, NotCanonical
from core.office.terms import Urgency

MAX_BYTES = 1024 * 1024
MAX_COLUMNS, MAX_ROWS, MAX_BLOCKS = 16, 2000, 2000

Line = Annotated[str, msgspec.Meta(max_length=120)]
Subject = Annotated[str, msgspec.Meta(max_length=400)]
Text = Annotated[str, msgspec.Meta(max_length=20_000)]
Symbol = Annotated[str, msgspec.Meta(max_length=100)]
Level = Literal["part", "chapter", "section", "subsection"]
Code = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[a-z0-9-]*\Z")]
Blob = Annotated[str, msgspec.Meta(pattern=r"^([A-Za-z0-9_-]{43})?\Z")]
Percent = Annotated[int, msgspec.Meta(ge=1, le=100)]
Duty = Literal["content", "format", "secretary"]

T = TypeVar("T")
Few = Annotated[tuple[T, ...], msgspec.Meta(max_length=4)]
Many = Annotated[tuple[T, ...], msgspec.Meta(max_length=300)]
Row = Annotated[tuple[Text, ...], msgspec.Meta(max_length=MAX_COLUMNS)]


class _Node(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all parts of a draft share."""


class Paragraph(_Node, frozen=True, tag_field="kind", tag="paragraph"):
    """Running text."""

    text: Text = ""


class Basis(_Node, frozen=True, tag_field="kind", tag="basis"):
    """A căn cứ: a law or document that this one rests on."""

    text: Text = ""


class Heading(_Node, frozen=True, tag_field="kind", tag="heading"):
    """Phần, chương, mục or tiểu mục; its number is counted."""

    level: Level
    text: Line = ""


class Clause(_Node, frozen=True, tag_field="kind", tag="clause"):
    """A khoản, numbered 1. 2. 3. within its heading; ``titled``: its text is a heading."""

    text: Text = ""
    titled: bool = False


class Point(_Node, frozen=True, tag_field="kind", tag="point"):
    """A điểm, lettered a) b) c) within its khoản."""

    text: Text = ""


class Article(_Node, frozen=True, tag_field="kind", tag="article"):
    """A Điều, numbered through the whole text; ``titled``: its text is a heading."""

    text: Text = ""
    titled: bool = False


class Item(_Node, frozen=True, tag_field="kind", tag="item"):
    """A line of a list that is neither numbered nor lettered: ``- …``."""

    text: Text = ""


class Table(_Node, frozen=True, tag_field="kind", tag="table"):
    """Rows of cells; the first ``head`` of them stand again on each page, ``widths`` are percents
    of the text's width, one a column (none: equally wide).
    """

    rows: Annotated[tuple[Row, ...], msgspec.Meta(max_length=MAX_ROWS)] = ()
    head: Annotated[int, msgspec.Meta(ge=0, le=4)] = 1
    widths: Annotated[tuple[Percent, ...], msgspec.Meta(max_length=MAX_COLUMNS)] = ()


Block = Paragraph | Basis | Heading | Article | Clause | Point | Item | Table
Blocks = Annotated[tuple[Block, ...], msgspec.Meta(max_length=MAX_BLOCKS)]


class Signer(_Node, frozen=True, kw_only=True):
    """Who signs: the lines that core.office.authority gives, and the person."""

    authority: Few[Line] = ()
    rank: Line = ""
    name: Line = ""


class Checker(_Node, frozen=True, kw_only=True):
    """Who initials (ký nháy): for content after ``./.``, for format beside Nơi nhận; or who wrote
    the minutes and signs them before the chair does.
    """

    duty: Duty
    name: Line = ""


class Brought(_Node, frozen=True, kw_only=True):
    """A file that another program made and that goes along as it is: the hash of its bytes, and
    what it was called.
    """

    blob: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{43}\Z")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    type: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,80}\Z")]
    size: Annotated[int, msgspec.Meta(ge=1)]
    pages: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0


class Appendix(_Node, frozen=True, kw_only=True):
    """A phụ lục; its Roman number is counted. ``separate``: a file of its own, which the agency's
    signature names in its corner; ``file`` is that file where it was not written here.
    """

    title: Subject = ""
    body: Blocks = ()
    separate: bool = False
    file: Brought | None = None


class Fact(_Node, frozen=True, kw_only=True):
    """What stands behind one of the labels that the family's form prints."""

    key: Code
    text: Text = ""


class Attached(_Node, frozen=True, kw_only=True):
    """The statute or regulation that a decision issues (law: PL III, mẫu 1.3)."""

    type: Code = ""
    subject: Subject = ""
    body: Blocks = ()


class _Official(_Node, frozen=True, kw_only=True):
    """What every official document has.

    ``parent`` and ``issuer`` are names as running text writes them, one element for each line that
    the drafter wants broken there; ``symbol`` is what follows the number and its slash
    (``SĐ999-TM``); ``file_copy`` is what follows ``Lưu:``; ``circulation`` the mark of ô 11,
    ``marker`` the drafter's initials and the number of copies (ô 12), ``contact`` ô 13. ``given``
    is the PDF that another program laid out and that is signed as it is: then there is no body.
    """

    parent: Few[Line] = ()
    issuer: Few[Line] = ()
    symbol: Symbol = ""
    place: Line = ""
    subject: Subject = ""
    urgency: Urgency = Urgency.NORMAL
    circulation: Line = ""
    addressees: Many[Subject] = ()
    body: Blocks = ()
    recipients: Many[Subject] = ()
    file_copy: Few[Line] = ()
    marker: Line = ""
    contact: Few[Line] = ()
    signer: Signer = Signer()
    checkers: Annotated[tuple[Checker, ...], msgspec.Meta(max_length=8)] = ()
    appendices: Annotated[tuple[Appendix, ...], msgspec.Meta(max_length=50)] = ()
    given: Blob = ""


class CongVan(_Official, frozen=True, kw_only=True, tag_field="family", tag="cong-van"):
    """An official letter (law: NĐ 30/2020 PL III, mẫu 1.5)."""


class Document(_Official, frozen=True, kw_only=True, tag_field="family", tag="van-ban"):
    """Any other document: ``template`` names its family in the catalogue of forms, ``type`` its
    type in the catalogue of types. ``lead`` is who decides or wires, as the family's form says.
    """

    template: Code = ""
    type: Code = ""
    lead: Few[Line] = ()
    facts: Annotated[tuple[Fact, ...], msgspec.Meta(max_length=40)] = ()
    attached: Attached | None = None


Draft = CongVan | Document


class _File(_Node, frozen=True, tag_field="format", tag="antin-draft/1"):
    """The envelope that says which format it holds."""

    draft: Draft


def encode(draft: Draft) -> bytes:
    """The bytes of a draft; raises BadDraft where a limit is passed or text is not clean."""
    try:
        data = canonical.encode(_File(draft))
    except NotCanonical as error:
        raise BadDraft(field=str(error.facts["field"])) from error
    decode(data)
    return data


def decode(data: bytes) -> Draft:
    """A draft from its bytes. Raises TooLarge, NotCanonical, and BadDraft for what is not a draft
    of this version: an unknown format, family, block or field, a limit passed, or hidden letters.
    """
    value = canonical.decode(data, MAX_BYTES)
    _refuse_hidden(value)
    try:
        file = msgspec.convert(value, _File, strict=True)
    except msgspec.ValidationError as error:
        raise BadDraft(field=_place(str(error))) from error
    if canonical.encode(file) != data:
        raise NotCanonical(field="default")
    return file.draft


def clean(text: str) -> str:
    """Text as a draft takes it: NFC, one line, no control or hidden letters, no double spaces.

    What is typed or pasted goes through this; line ends and tabs become spaces.
    """
    spaced = "".join(" " if letter.isspace() and letter != "\u00a0" else letter for letter in text)
    visible = "".join(letter for letter in spaced if not is_hidden(letter))
    return re.sub(" {2,}", " ", normalize("NFC", visible)).strip(" ")


def is_hidden(letter: str) -> bool:
    """True for control, format, private, lone surrogate and unassigned code points, and line ends.

    They have no place in an official text: a reader would not see what was signed.
    """
    return category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _refuse_hidden(value: object) -> None:
    if isinstance(value, str):
        if not value.isprintable() and any(map(is_hidden, value)):
            raise BadDraft(field="letters")
    elif isinstance(value, dict):
        for item in value.values():
            _refuse_hidden(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_hidden(item)


def _place(message: str) -> str:
    """The path that msgspec names in its message: ``$.draft.body[3].text``."""
    found = re.search(r"`(\$[^`]*)`$", message)
    return found.group(1) if found else "$"
