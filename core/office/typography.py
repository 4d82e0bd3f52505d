"""How numbers, dates, lists and endings are written on documents (law: NĐ 30/2020/NĐ-CP PL I)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

# the Vietnamese alphabet as points use it: đ is in; ă, â, ê, ô, ơ, ư and f, j, w, z are not
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def pad_number(number: int) -> str:
    """Return a document's number with the leading zero that values below 10 carry: 1 → ``01``."""
    return f"{number:02d}"


def long_date(day: datetime.date) -> str:
    """Return ``ngày 05 tháng 01 năm 2026``: days below 10 and only months 1 and 2 get a zero."""
    month = f"{day.month:02d}" if day.month in (1, 2) else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: datetime.date) -> str:
    """Return dd/MM/yyyy, as sentences and lists write a day (ux.md §17)."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def place_date(place: str, day: datetime.date) -> str:
    """Return ``Thành phố Mô Phỏng, ngày 22 tháng 11 năm 2026``."""
    return f"{place}, {long_date(day)}"


def point_letter(number: int) -> str:
    """Return the letter of the n-th point from 1: a b c d đ e g h i k …

    The law stops at the alphabet; beyond it letters are doubled (aa, bb …) so that none repeats.
    """
    if number < 1:
        raise ValueError("points count from 1")
    rounds, index = divmod(number - 1, len(POINT_LETTERS))
    return POINT_LETTERS[index] * (rounds + 1)


def roman(number: int) -> str:
    """Return the Roman number of a phần or chương, 1 to 3999."""
    if not 1 <= number <= 3999:
        raise ValueError("Roman numbers go from 1 to 3999")
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def counted(word: str, at: int, count: int) -> str:
    """Return ``Phụ lục II`` for the second of several (``at`` from 0); one alone has no number."""
    return f"{word} {roman(at + 1)}" if count > 1 else word


def bare(text: str) -> str:
    """Return the text without spaces around it and without the signs that end a line of a list."""
    return text.strip().rstrip(";,. ")


def dashed(items: Sequence[str]) -> tuple[str, ...]:
    """Return a list of addressees or recipients: ``- A;`` … and ``- B.`` at its end."""
    return tuple(f"- {line}" for line in ended(items))


def ended(items: Sequence[str]) -> tuple[str, ...]:
    """Return lines that end with ``;`` and the last with ``.`` (căn cứ, recipients)."""
    last = len(items) - 1
    return tuple(f"{bare(item)}{'.' if at == last else ';'}" for at, item in enumerate(items))


def file_copy(parts: Sequence[str]) -> str:
    """Return what the last line of Nơi nhận says: ``Lưu: VT, TM``."""
    return "Lưu: " + ", ".join(bare(part) for part in parts)


def closed(text: str) -> str:
    """Return the last text of a document with its ending ``./.``."""
    return f"{bare(text.strip().removesuffix('./.'))}./."
