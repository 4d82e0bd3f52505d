"""A template: sizes, places and fixed words of one version of the law, as data with its sources.

The file is shipped (resources/templates); lengths are millimetres or points as their names say. A
draft's PDF follows from the draft's bytes and the template's id and version, so a version that was
used is never changed: a new rule is a new version, in a file that says only what is new in it.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Final, Literal

import msgspec

import resources
from core.errors import BadCatalogue
from core.office.draft_words import Words
from core.office.terms import Urgency
from desktop.forms import fonts

MM = 72 / 25.4
"""Points in a millimetre."""

Length = Annotated[float, msgspec.Meta(gt=0, le=500)]
Size = Annotated[float, msgspec.Meta(ge=6, le=24)]
FACES = {
    "regular": fonts.REGULAR,
    "bold": fonts.BOLD,
    "italic": fonts.ITALIC,
    "bold_italic": fonts.BOLD_ITALIC,
}


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a template; ``source`` says where in the law it stands."""

    source: str


class Page(_Part, frozen=True, kw_only=True):
    """Paper and margins."""

    width_mm: Length
    height_mm: Length
    top_mm: Length
    bottom_mm: Length
    left_mm: Length
    right_mm: Length


class Columns(_Part, frozen=True, kw_only=True):
    """How wide the left columns of head and foot are; the right ones take the rest."""

    head_left_mm: Length
    head_gap_mm: Length
    foot_left_mm: Length


class Style(_Part, frozen=True, kw_only=True):
    """How a component is written; ``sizes`` in points, the first that keeps it on its lines."""

    sizes: Annotated[tuple[Size, ...], msgspec.Meta(min_length=1)]
    face: Literal["regular", "bold", "italic", "bold_italic"]
    upper: bool = False

    @property
    def font(self) -> str:
        """The font's name in desktop.forms.fonts."""
        return FACES[self.face]

    def cased(self, text: str) -> str:
        """The text in capitals where the law wants them."""
        return text.upper() if self.upper else text


class Styles(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every component's style."""

    state: Style
    motto: Style
    parent: Style
    issuer: Style
    number: Style
    place_date: Style
    subject: Style
    urgency: Style
    addressees: Style
    basis: Style
    body: Style
    titled: Style
    heading: Style
    heading_title: Style
    recipients_title: Style
    recipients: Style
    authority: Style
    signer: Style
    page_number: Style
    watermark: Style
    type_name: Style
    title: Style
    lead: Style
    verb: Style
    article: Style
    cell: Style
    cell_head: Style
    circulation: Style
    marker: Style
    contact: Style
    corner: Style
    appendix: Style
    appendix_title: Style
    reference: Style
    confirmation: Style


class Rules(_Part, frozen=True, kw_only=True):
    """The lines under motto and issuer; ``issuer_part`` of the text above it."""

    thickness_pt: Length
    below_em: Length
    issuer_part: Annotated[float, msgspec.Meta(ge=1 / 3, le=1 / 2)]


class Body(_Part, frozen=True, kw_only=True):
    """Running text; ``spacing`` times single."""

    indent_mm: Length
    gap_pt: Length
    spacing: Annotated[float, msgspec.Meta(ge=1, le=1.5)]


class Gaps(_Part, frozen=True, kw_only=True):
    """White space above the named component."""

    number_pt: Length
    subject_pt: Length
    urgency_pt: Length
    addressees_pt: Length
    body_pt: Length
    foot_pt: Length
    circulation_pt: Length
    title_pt: Length
    lead_pt: Length
    verb_pt: Length
    contact_pt: Length
    confirmation_pt: Length


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A framed mark."""

    text: str
    width_mm: Length


class Marks(_Part, frozen=True, kw_only=True):
    """The marks of urgency."""

    height_mm: Length
    urgent: Mark
    very_urgent: Mark
    express: Mark

    def of(self, urgency: Urgency) -> Mark | None:
        """The mark of this urgency; an ordinary document has none."""
        marks = {
            Urgency.URGENT: self.urgent,
            Urgency.VERY_URGENT: self.very_urgent,
            Urgency.EXPRESS: self.express,
        }
        return marks.get(urgency)


class Fields(_Part, frozen=True, kw_only=True):
    """Boxes of the signatures."""

    number_mm: Length
    initial_width_mm: Length
    initial_height_mm: Length
    signature_width_mm: Length
    signature_height_mm: Length
    seal_mm: Length
    signing_space_mm: Length


class Grid(_Part, frozen=True, kw_only=True):
    """Tables: their lines, and the white space around the text of a cell."""

    thickness_pt: Length
    beside_pt: Length
    above_pt: Length


class Places(_Part, frozen=True, kw_only=True):
    """The frame of ô 11, the corner of ô 14 (its baseline from the edge of the paper), and the room
    for whom the form asks to confirm.
    """

    circulation_height_mm: Length
    circulation_beside_mm: Length
    corner_width_mm: Length
    corner_mm: Length
    confirmation_mm: Length


class Margins(_Part, frozen=True, kw_only=True):
    """Baselines of what stands in the margins, from the edge of the paper."""

    page_number_mm: Length
    watermark_mm: Length


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One version of the layout."""

    id: str
    version: int
    effective: str
    law: str
    page: Page
    columns: Columns
    styles: Styles
    words: Words
    rules: Rules
    body: Body
    gaps: Gaps
    urgency: Marks
    fields: Fields
    margins: Margins
    table: Grid
    marks: Places


VERSIONS: Final = {"nd30": ("nd30", "nd30-2")}
"""The files of a template, oldest first."""


def decode(*versions: str) -> Template:
    """A template from the JSON of its versions: each says what it adds to the one before. Raises
    BadCatalogue where something is missing or wrong.
    """
    try:
        merged: Any = {}
        for data in versions:
            merged = _over(merged, msgspec.json.decode(data))
        return msgspec.convert(merged, Template)
    except msgspec.DecodeError as error:
        raise BadCatalogue(item="template") from error


def _over(old: Any, new: Any) -> Any:
    """What is new over what was: parts are joined, anything else is replaced."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return old | {key: _over(old.get(key), value) for key, value in new.items()}


@cache
def load(name: str = "nd30") -> Template:
    """The shipped template of this name; raises FileNotFoundError where it was not shipped."""
    files = VERSIONS.get(name, (name,))
    return decode(*(resources.text(f"templates/{file}.json") for file in files))
