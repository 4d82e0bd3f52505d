"""The bodies of what is said about a place in a version of a draft, and of the answers to it."""

from __future__ import annotations

from typing import Annotated

import msgspec

from core.commits.bodies import By
from core.commits.format import Hash, OpText, Whole

Said = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
Around = Annotated[str, msgspec.Meta(max_length=64)]
Part = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_-]{0,39}\Z")]


class Place(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Letters of a draft by what they are and what stands around them, as the text quote selector
    of the W3C Web Annotation Data Model: so they are found in a later version too. ``part``,
    ``block`` and ``start`` say where they stood.
    """

    part: Part
    block: Whole
    start: Whole
    quote: Said
    before: Around = ""
    after: Around = ""


class Comment(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody says something about a version, named by the hash of its draft; without a place
    about the whole of it.
    """

    blob: Hash
    text: Said
    place: Place | None = None
    by: By


class Reply(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An answer to a comment; ``resolved`` says that it is settled, or open again."""

    comment: OpText
    text: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    resolved: bool | None = None
    by: By
