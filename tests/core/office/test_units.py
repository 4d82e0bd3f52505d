"""The tree of units."""

from __future__ import annotations

import pytest

from core import errors
from core.office.units import DEPTH_LIMIT, Unit, above, below

TREE = {
    unit.id: unit
    for unit in (
        Unit("a", "Quân khu Mô phỏng"),
        Unit("b", "Sư đoàn Bộ binh 999 (giả lập)", parent="a"),
        Unit("e10", "Trung đoàn 10 (giả lập)", parent="b"),
        Unit("e9", "Trung đoàn 9 (giả lập)", parent="b"),
        Unit("d", "Đại đội 18 (giả lập)", parent="b"),
    )
}


def test_what_lies_above_nearest_first() -> None:
    assert above(TREE, "e9") == ("b", "a")
    assert above(TREE, "a") == ()
    assert above(TREE, "unknown") == ()


def test_a_parent_outside_the_tree_ends_the_way() -> None:
    assert above({"x": Unit("x", "X", parent="elsewhere")}, "x") == ("elsewhere",)


def test_what_lies_below_in_vietnamese_order() -> None:
    assert [unit.id for unit in below(TREE, "b")] == ["d", "e9", "e10"]
    assert below(TREE, "d") == ()


def test_a_circle_is_refused() -> None:
    ring = {"x": Unit("x", "X", parent="y"), "y": Unit("y", "Y", parent="x")}
    with pytest.raises(errors.BadCatalogue):
        above(ring, "x")


def test_the_limit_of_depth_is_a_real_one() -> None:
    chain = {str(i): Unit(str(i), str(i), parent=str(i + 1)) for i in range(DEPTH_LIMIT)}
    assert len(above(chain, "0")) == DEPTH_LIMIT
    chain["-1"] = Unit("-1", "-1", parent="0")
    with pytest.raises(errors.BadCatalogue):
        above(chain, "-1")
