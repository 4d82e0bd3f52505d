"""Names and places of signature fields."""

from __future__ import annotations

import pytest

from core.signing.fields import FieldSpec, kind_of, nhay

BOX = (10.0, 10.0, 50.0, 30.0)


def test_names_tell_the_kind() -> None:
    names = {"KyNhay1": "nhay", "KyNhay12": "nhay", "KyChinh": "chinh", "SoVanBan": "so"}
    names |= {"NgayVanBan": "ngay", "ConDau": "dau"}
    assert {name: kind_of(name) for name in names} == names
    assert [kind_of(name) for name in ("Signature1", "KyNhay", "KyNhayX", "", "ConDau2")] == [
        None
    ] * 5


def test_checkers_count_from_one() -> None:
    assert [nhay(1), nhay(2)] == ["KyNhay1", "KyNhay2"]
    with pytest.raises(ValueError, match="from 1"):
        nhay(0)


@pytest.mark.parametrize(
    ("name", "kind", "page", "box"),
    [
        ("KyChinh", "dau", 0, BOX),
        ("Khac", "chinh", 0, BOX),
        ("KyChinh", "chinh", -1, BOX),
        ("KyChinh", "chinh", 0, (50.0, 10.0, 10.0, 30.0)),
        ("KyChinh", "chinh", 0, (10.0, 10.0, 10.0, 30.0)),
    ],
)
def test_a_field_that_cannot_be_is_refused(
    name: str, kind: str, page: int, box: tuple[float, float, float, float]
) -> None:
    with pytest.raises(ValueError, match=name):
        FieldSpec(name, kind, page, box)  # type: ignore[arg-type]
