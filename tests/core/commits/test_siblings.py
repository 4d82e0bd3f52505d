"""Where concurrent values come from, tried on histories that people could have written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.commits import merge
from core.commits.siblings import Written, common

Story = tuple[merge.Entries, dict[str, Written]]


def _write(
    story: Story, op: str, value: str, seen: tuple[str, ...]
) -> tuple[merge.Entries, dict[str, Written]]:
    entries, writes = story
    return merge.replace(entries, seen, op, value), {**writes, op: Written(seen, value)}


def test_two_who_changed_the_same_value_set_out_from_it() -> None:
    writes = {"a": Written((), "cũ"), "b": Written(("a",), "một"), "c": Written(("a",), "hai")}
    assert common(writes, ("b", "c")) == ["cũ"]


def test_who_wrote_several_times_still_set_out_from_what_both_had() -> None:
    writes = {
        "a": Written((), "đầu"),
        "b": Written(("a",), "cũ"),
        "c": Written(("b",), "một"),
        "d": Written(("c",), "một nữa"),
        "e": Written(("b",), "hai"),
    }
    assert common(writes, ("d", "e")) == ["cũ"]


def test_what_was_written_with_nothing_before_it_has_nothing_in_common() -> None:
    assert common({"a": Written((), "một"), "b": Written((), "hai")}, ("a", "b")) == []
    assert common({}, ("a", "b")) == []
    assert common({}, ()) == []


def test_an_operation_that_names_itself_ends() -> None:
    writes = {"a": Written(("b",), "x"), "b": Written(("a",), "y")}
    assert set(common(writes, ("a", "b"))) <= {"x", "y"}


@given(st.lists(st.integers(1, 3), min_size=2, max_size=4))
def test_however_often_each_wrote_apart_they_set_out_from_the_one_before(times: list[int]) -> None:
    story: Story = _write(([], {}), "0", "gốc", ())
    entries, writes = story
    last = []
    for person, count in enumerate(times):
        own, before = merge.replace([], (), "0", "gốc"), ("0",)
        for turn in range(count):
            op = f"{person + 1}.{turn}"
            own, writes = _write((own, writes), op, f"{person}/{turn}", before)
            entries = merge.replace(entries, before, op, f"{person}/{turn}")
            before = merge.operations(own)
        last.append(before[0])
    assert sorted(merge.operations(entries)) == sorted(last)
    assert common(writes, merge.operations(entries)) == ["gốc"]
