"""Names over time: late entries, corrections, and the slow way to say the same."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from core.office import naming
from core.office.naming import Said

ONE = datetime.timedelta(days=1)
BEGIN = datetime.date(2026, 1, 5)
MARCH, MAY, JUNE = (datetime.date(2026, month, 1) for month in (3, 5, 6))
FOUNDED = Said(BEGIN, {"rank": "Trung tá", "post": "Trợ lý"})


def rows(*told: Said) -> list[tuple[datetime.date, str, str]]:
    found = naming.spans(told)
    return [(span.since, span.names["rank"], span.names["post"]) for span in found]


def test_a_rank_entered_late_holds_from_its_decision_on() -> None:
    post = Said(MAY, {"post": "Trưởng phòng"}, MAY)
    late = Said(JUNE, {"rank": "Thượng tá"}, MARCH)
    assert rows(FOUNDED, post, late) == [
        (BEGIN, "Trung tá", "Trợ lý"),
        (MARCH, "Thượng tá", "Trợ lý"),
        (MAY, "Thượng tá", "Trưởng phòng"),
    ]
    [_, promoted, _] = naming.spans((FOUNDED, post, late))
    assert (promoted.began, promoted.written) == ({"rank"}, JUNE)


def test_a_wrong_word_is_corrected_on_its_own_day() -> None:
    wrong, right = (Said(MAY, {"rank": text}, MARCH) for text in ("Thượng táa", "Thượng tá"))
    assert rows(FOUNDED, wrong, right) == rows(FOUNDED, right)


def test_a_wrong_day_is_put_right_in_both_directions() -> None:
    for wrong, right in ((MARCH, MAY), (MAY, MARCH)):
        first = Said(JUNE, {"rank": "Thượng tá"}, wrong)
        standing = naming.spans((FOUNDED, first))
        names = {"rank": "Thượng tá", "post": "Trợ lý"}
        mended = naming.changed(standing, names, right)
        assert mended == {"rank": "Thượng tá"}
        word = Said(JUNE, mended, right)
        assert rows(FOUNDED, first, word) == rows(FOUNDED, word)


def test_saying_the_same_again_says_nothing() -> None:
    again = Said(MAY, FOUNDED.names)
    assert rows(FOUNDED, again) == rows(FOUNDED)
    assert not naming.changed(naming.spans((FOUNDED,)), FOUNDED.names, BEGIN)


def test_only_what_changes_is_said() -> None:
    found = naming.changed(naming.spans((FOUNDED,)), {"rank": "Trung tá", "post": "Phó"}, MAY)
    assert found == {"post": "Phó"}


def test_a_day_that_is_none_or_lies_ahead_is_that_of_writing() -> None:
    for text in ("", "hôm qua", "2026-13-01"):
        assert naming.said(MARCH, {"rank": "Tá", "since": text}, naming.PERSON).since is None
    assert naming.said(MARCH, {"since": "2026-05-01"}, naming.PERSON).since == MARCH
    told = naming.said(MAY, {"name": "A", "since": "2026-03-01", "x": "y"}, naming.PERSON)
    assert told == Said(MAY, {"name": "A"}, MARCH)


def test_names_that_hold_longer_than_they_are_known_are_one_span() -> None:
    earlier = Said(JUNE, {"rank": "Thượng tá"}, BEGIN - 9 * ONE)
    [span] = naming.spans((FOUNDED, earlier))
    assert (span.since, span.written) == (BEGIN - 9 * ONE, JUNE)
    assert span.names == {"rank": "Thượng tá", "post": "Trợ lý"}


def test_before_the_first_word_the_first_name_stands() -> None:
    found = naming.spans((FOUNDED,))
    assert naming.at(found, BEGIN - ONE)["rank"] == "Trung tá"
    assert naming.at((), BEGIN) == {}


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.integers(0, 9)), max_size=8
    ),
    st.integers(0, 20),
)
def test_the_last_word_that_reaches_a_day_counts(
    told: list[tuple[str, str, int]], asked: int
) -> None:
    """The oracle asks of each day which was the last word that holds from it or earlier: as long as
    no word is said twice in a row (that puts a day right), spans say the same.
    """
    words: list[Said] = [Said(BEGIN, {"a": "-", "b": "-"}, BEGIN)]
    slow = {"a": [(0, "-")], "b": [(0, "-")]}
    for name, value, back in told:
        if slow[name][-1][1] == value:
            continue
        slow[name].append((back, value))
        words.append(Said(BEGIN + 10 * ONE, {name: value}, BEGIN + back * ONE))
    found = naming.at(naming.spans(words), BEGIN + asked * ONE)
    for name, line in slow.items():
        assert found[name] == [value for since, value in line if since <= asked][-1]
