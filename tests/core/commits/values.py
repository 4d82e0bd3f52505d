"""Hypothesis strategies made from the types themselves: any body that the format allows."""

from __future__ import annotations

import unicodedata
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect as types

from core.commits import fold
from core.commits.fold import At
from core.commits.format import Op
from tests.core.commits.samples import DEVICE, PERSON, ident

letters = st.characters(codec="utf-8", exclude_characters="\0")


def words(longest: int = 20) -> st.SearchStrategy[str]:
    """Text as canonical JSON takes it, marks on its letters included."""
    pieces = st.sampled_from(["Quyết định", "số", "đến", "x", "\n", '"', "\\", "😀"]) | letters
    joined = st.lists(pieces, max_size=4).map("".join)
    return joined.map(lambda text: unicodedata.normalize("NFC", text)[:longest]).map(
        lambda text: unicodedata.normalize("NFC", text)
    )


plain = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | words(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words(), inner, max_size=3),
    max_leaves=8,
)
"""Anything that canonical JSON can hold, not deep."""


def of_type(kind: types.Type) -> st.SearchStrategy[Any]:
    """Plain values of a msgspec type, within its limits."""
    return MAKERS[type(kind)](kind)


def of_struct(kind: type) -> st.SearchStrategy[dict[str, Any]]:
    """A Struct as plain values; optional fields come and go, and unknown ones appear."""
    info = types.type_info(kind)
    assert isinstance(info, types.StructType)
    needed = {f.encode_name: of_type(f.type) for f in info.fields if f.required}
    optional = {f.encode_name: of_type(_some(f.type)) for f in info.fields if not f.required}
    known = st.fixed_dictionaries(needed, optional=optional)
    more = st.dictionaries(st.sampled_from(["later", "returned", "time"]), plain, max_size=1)
    return st.builds(lambda unknown, fields: {**unknown, **fields}, more, known)


def _some(kind: types.Type) -> types.Type:
    """An optional type without its None, which canonical JSON writes as absence."""
    if not isinstance(kind, types.UnionType):
        return kind
    kinds = tuple(each for each in kind.types if not isinstance(each, types.NoneType))
    return kinds[0] if len(kinds) == 1 else types.UnionType(kinds)


def _integer(kind: Any) -> st.SearchStrategy[int]:
    low = kind.ge if kind.ge is not None else -(2**53)
    high = kind.lt - 1 if kind.lt is not None else kind.le if kind.le is not None else 2**53
    return st.integers(low, high) | st.integers(low, min(high, low + 20))


def _string(kind: Any) -> st.SearchStrategy[str]:
    if kind.pattern is not None:
        ids = st.sampled_from([ident("one"), ident("two"), ident("three")])
        if kind.pattern.startswith("^[0-7]"):
            return ids
        return st.from_regex(kind.pattern, fullmatch=True)
    least = kind.min_length or 0
    return words().map(lambda text: text + "x" * (least - len(text)))


MAKERS: dict[type, Any] = {
    types.BoolType: lambda _kind: st.booleans(),
    types.IntType: _integer,
    types.StrType: _string,
    types.LiteralType: lambda kind: st.sampled_from(kind.values),
    types.UnionType: lambda kind: st.one_of([of_type(each) for each in kind.types]),
    types.StructType: lambda kind: of_struct(kind.cls),
    types.AnyType: lambda _kind: plain,
    types.ListType: lambda kind: st.lists(of_type(kind.item_type), max_size=3),
    types.VarTupleType: lambda kind: st.lists(
        of_type(kind.item_type),
        min_size=kind.min_length or 0,
        max_size=max(3, kind.min_length or 0),
    ),
    types.DictType: lambda kind: st.dictionaries(
        of_type(kind.key_type),
        of_type(kind.value_type),
        min_size=kind.min_length or 0,
        max_size=3,
    ),
}

BODIES = {name: of_struct(rule.body) for name, rule in fold.OPERATIONS.items()}
places = st.integers(1, 12).map(lambda seq: f"{DEVICE}.1.{seq}.0")


@st.composite
def operations(draw: st.DrawFn, entity: str | None = None) -> Op:
    """Any operation with a valid body, of known and unknown kinds and versions."""
    of_one = [name for name in sorted(BODIES) if entity in {None, name.partition(".")[0]}]
    kind = draw(st.sampled_from([*of_one, f"{entity or 'document'}.future"]))
    body = draw(BODIES.get(kind, st.dictionaries(words(), plain, max_size=2)))
    version = draw(st.sampled_from([1, 1, 1, 2]))
    return Op(
        kind=kind,
        id=ident(kind.partition(".")[0]),
        v=version,
        bases=tuple(draw(st.lists(places, max_size=3, unique=True))),
        body=body,
    )


def at(seq: int, device: str = DEVICE, inc: int = 1) -> At:
    """Who and when of the operation at a place of a device's chain."""
    return At(f"{device}.{inc}.{seq}.0", PERSON, device, inc, 1_795_000_000_000 + seq)


def typed(kind: type, value: object) -> Any:
    """A plain value as a Struct, as a reader does it."""
    return msgspec.convert(value, kind, strict=True)
