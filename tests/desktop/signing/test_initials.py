"""Which place a checker's nháy takes, and whose is awaited."""

from __future__ import annotations

from desktop.signing.initials import Box, awaited, box_for, missing

SI, LE, NOBODY = (
    Box(f"KyNhay{n}", name, signed=False) for n, name in enumerate(("si", "lê", ""), 1)
)


def signed(box: Box) -> Box:
    return Box(box.field, box.name, signed=True)


def test_everybody_has_his_own_place() -> None:
    assert box_for((SI, LE), "lê") == "KyNhay2"
    assert box_for((SI, LE), "si") == "KyNhay1"
    assert box_for((SI, LE, NOBODY), "ai") == "KyNhay3"
    assert box_for((signed(SI), LE), "ai") == "KyNhay2"
    assert box_for((signed(SI), signed(LE)), "lê") == ""


def test_whose_is_awaited() -> None:
    assert awaited((signed(SI), LE), "lê")
    assert not awaited((signed(SI), LE), "si")
    assert not awaited((SI, LE), "ai")
    assert awaited((NOBODY,), "ai")
    assert missing((signed(SI), LE, LE, NOBODY)) == ("lê",)
    assert missing((signed(SI),)) == ()
