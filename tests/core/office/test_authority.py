"""Who signs for whom."""

from __future__ import annotations

import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.office.authority import (
    Authority,
    Prefix,
    authority_for,
    check,
    covers,
    lines,
    may_sign,
    reason,
)

D = datetime.date
DAY = D(2026, 11, 22)
HEAD = Authority(id="1", person="p", prefix=Prefix.HEAD, post="Sư đoàn trưởng", since=D(2026, 1, 1))
DEPUTY = Authority(
    id="2", person="q", prefix=Prefix.DEPUTY, post="Phó Sư đoàn trưởng", for_whom="Sư đoàn trưởng",
    since=D(2026, 1, 1),
)  # fmt: skip
DELEGATED = Authority(
    id="3", person="r", prefix=Prefix.DELEGATED, post="Trưởng phòng", for_whom="Giám đốc",
    since=D(2026, 11, 1), until=D(2026, 11, 30), basis="01/GUQ-X (giả lập)", matter="Tập huấn",
    scope=("cong-van",),
)  # fmt: skip


def made(prefix: Prefix, **changes: object) -> Authority:
    values = {"id": "x", "person": "p", "prefix": prefix, "since": DAY, "post": "", **changes}
    return Authority(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("authority", "expected"),
    [
        (HEAD, ("SƯ ĐOÀN TRƯỞNG",)),
        (DEPUTY, ("KT. SƯ ĐOÀN TRƯỞNG", "PHÓ SƯ ĐOÀN TRƯỞNG")),
        (DELEGATED, ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG")),
        (made(Prefix.ACTING, post="Giám đốc"), ("Q. GIÁM ĐỐC",)),
        (
            made(Prefix.COLLECTIVE, post="Chủ tịch", for_whom="Ủy ban nhân dân"),
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ),
        (
            made(
                Prefix.COLLECTIVE,
                post="Phó Chủ tịch",
                for_whom="Ủy ban nhân dân",
                through="Chủ tịch",
            ),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            made(Prefix.BY_ORDER, post="Chánh Văn phòng", for_whom="Bộ trưởng"),
            ("TL. BỘ TRƯỞNG", "CHÁNH VĂN PHÒNG"),
        ),
        (
            made(
                Prefix.BY_ORDER,
                post="Phó Chánh Văn phòng",
                for_whom="Bộ trưởng",
                through="Chánh Văn phòng",
            ),
            ("TL. BỘ TRƯỞNG", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ),
    ],
)
def test_lines_of_the_block(authority: Authority, expected: tuple[str, ...]) -> None:
    assert lines(authority) == expected
    assert reason(authority) == " / ".join(expected)


@given(st.integers(-2, 2), st.none() | st.integers(-2, 2))
def test_an_authority_holds_between_its_days(since: int, until: int | None) -> None:
    one = datetime.timedelta(days=1)
    held = msgspec.structs.replace(
        HEAD, since=DAY + since * one, until=None if until is None else DAY + until * one
    )
    expected = since <= 0 and (until is None or until >= 0)
    assert covers(held, "cong-van", DAY) == expected
    assert (may_sign([held], "p", "cong-van", DAY) is None) == expected


def test_outside_its_scope_or_person_it_gives_nothing() -> None:
    assert may_sign([DELEGATED], "r", "cong-van", DAY) is None
    for person, kind, day in (("r", "quyet-dinh", DAY), ("p", "cong-van", DAY)):
        refusal = may_sign([DELEGATED], person, kind, day)
        assert isinstance(refusal, errors.OutsideDelegation)
        assert refusal.facts == {"day": "22/11/2026"}
    assert may_sign([DELEGATED], "r", "cong-van", D(2026, 12, 1)) is not None


def test_the_own_right_comes_before_a_lent_one() -> None:
    lent = msgspec.structs.replace(DELEGATED, person="p", id="0", since=D(2025, 1, 1))
    assert authority_for([lent, HEAD], "p", "cong-van", DAY) is HEAD
    assert authority_for([lent], "p", "cong-van", DAY) is lent
    with pytest.raises(errors.OutsideDelegation):
        authority_for([lent, HEAD], "nobody", "cong-van", DAY)


@pytest.mark.parametrize("authority", [HEAD, DEPUTY, DELEGATED])
def test_complete_authorities_pass(authority: Authority) -> None:
    check(authority)


@pytest.mark.parametrize(
    ("authority", "field"),
    [
        (msgspec.structs.replace(HEAD, post=""), "post"),
        (msgspec.structs.replace(HEAD, for_whom="Tư lệnh"), "for_whom"),
        (msgspec.structs.replace(DEPUTY, for_whom=""), "for_whom"),
        (msgspec.structs.replace(DEPUTY, through="X"), "through"),
        (msgspec.structs.replace(DELEGATED, basis=""), "basis"),
        (msgspec.structs.replace(DELEGATED, matter=""), "matter"),
        (msgspec.structs.replace(DELEGATED, until=None), "until"),
        (msgspec.structs.replace(DELEGATED, through="Phó phòng"), "through"),
        (msgspec.structs.replace(DELEGATED, until=D(2026, 10, 1)), "until"),
        (made(Prefix.BY_ORDER, post="A", for_whom="B"), "basis"),
        (made(Prefix.COLLECTIVE, post="A"), "for_whom"),
        (made(Prefix.ACTING, post="A"), "basis"),
    ],
)
def test_an_authority_that_the_law_does_not_know_is_refused(
    authority: Authority, field: str
) -> None:
    with pytest.raises(errors.AuthorityIncomplete) as caught:
        check(authority)
    assert caught.value.facts == {"field": field, "prefix": authority.prefix}
