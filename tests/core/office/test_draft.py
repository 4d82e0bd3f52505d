"""The draft format: what goes in comes out, everything else is refused."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.commits import canonical
from core.errors import BadDraft, BadInput, NotCanonical, TooLarge
from core.office.draft import MAX_BYTES, CongVan, Draft, Paragraph, clean, decode, encode, is_hidden
from tests.core.office.letters import DOCUMENTS, LETTER, LETTERS

FOLDER = Path(__file__).parents[2] / "vectors"
VECTORS = json.loads((FOLDER / "draft.json").read_text(encoding="utf-8"))
DOCUMENT_VECTORS = json.loads((FOLDER / "draft-documents.json").read_text(encoding="utf-8"))
GOOD, BAD = ([*VECTORS[name], *DOCUMENT_VECTORS[name]] for name in ("good", "bad"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(LETTERS | DOCUMENTS)
def test_a_draft_reads_back(draft: Draft) -> None:
    data = encode(draft)
    assert decode(data) == draft
    assert canonical.encode(canonical.decode(data, MAX_BYTES)) == data


@pytest.mark.parametrize("vector", GOOD, ids=lambda vector: vector["name"])
def test_vectors_are_read_and_written(vector: dict[str, str]) -> None:
    data = vector["bytes"].encode()
    assert encode(decode(data)) == data


@pytest.mark.parametrize("vector", BAD, ids=lambda vector: vector["name"])
def test_vectors_that_are_refused(vector: dict[str, str]) -> None:
    with pytest.raises(BadInput) as caught:
        decode(vector["bytes"].encode("utf-8", "surrogatepass"))
    assert type(caught.value).__name__ == vector["error"]


def test_the_full_letter_is_a_vector() -> None:
    assert VECTORS["good"][0]["bytes"] == encode(LETTER).decode()


@given(st.data())
def test_a_changed_byte_never_reads_as_the_same_draft(data: st.DataObject) -> None:
    good = encode(LETTER)
    at = data.draw(st.integers(0, len(good) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda value: value != good[at]))
    changed = good[:at] + bytes([value]) + good[at + 1 :]
    with suppress(BadInput):
        assert decode(changed) != LETTER


@given(st.binary(max_size=300))
def test_noise_is_refused_with_one_of_our_errors(noise: bytes) -> None:
    with pytest.raises(BadInput):
        decode(noise)


def test_limits() -> None:
    with pytest.raises(BadDraft) as caught:
        encode(CongVan(place="x" * 121))
    assert caught.value.facts == {"field": "$.draft.place"}
    with pytest.raises(BadDraft):
        encode(CongVan(recipients=("A",) * 301))
    with pytest.raises(TooLarge):
        encode(CongVan(body=(Paragraph("x" * 20_000),) * 60))


def test_decomposed_text_is_refused_on_both_ways() -> None:
    with pytest.raises(BadDraft):
        encode(CongVan(place=normalize("NFD", "Mô Phỏng")))
    data = encode(LETTER).decode()
    with pytest.raises(NotCanonical):
        decode(normalize("NFD", data).encode())


@given(st.text(max_size=60))
def test_clean_text_is_always_accepted(typed: str) -> None:
    text = clean(typed)
    assert clean(text) == text
    assert decode(encode(CongVan(body=(Paragraph(text),)))).body == (Paragraph(text),)


def test_what_clean_keeps_and_drops() -> None:
    assert clean("  Kính\tgửi:\r\n Bộ\u200b Tham  mưu\u202e ") == "Kính gửi: Bộ Tham mưu"
    assert clean(normalize("NFD", "Nghị định")) == "Nghị định"
    assert clean("10\u00a0km") == "10\u00a0km"
    assert is_hidden("\u202e")
    assert not is_hidden("ế")
