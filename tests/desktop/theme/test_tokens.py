"""Every pair of colours that meets on screen can be told apart by those who see less."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from desktop.theme.tokens import CONTRAST, DARK, LIGHT, Tokens
from tests.desktop.looks import contrast

THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
SURFACES = ("surface", "app", "nav", "overlay", "surface2", "sel_row", "hover_row", "accent_soft")
INKS = ("text", "text2", "text3")
TEXTS = [(ink, ground) for ink in INKS for ground in SURFACES]
TEXTS += [
    (tone, ground)
    for tone in ("info", "warn", "danger", "ok", "violet", "neutral")
    for ground in ("surface", f"{tone}_soft")
]
TEXTS += [
    ("placeholder", "surface"),
    ("placeholder", "surface2"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_press"),
    ("on_danger_strong", "danger_strong"),
    ("on_paper", "paper"),
    ("wrong_on_paper", "paper"),
    ("warn", "nav"),
    ("ok", "nav"),
    ("danger", "nav"),
    ("danger", "sel_row"),
    ("warn", "sel_row"),
]
SHAPES = [(shape, "surface") for shape in ("control", "focus", "accent", "warn_strong")]
SHAPES += [("focus", "nav"), ("accent", "nav"), ("accent", "sel_row"), ("violet", "sel_row")]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_stands_out(name: str, ink: str, ground: str) -> None:
    tokens = THEMES[name]
    least = 7.0 if name == "contrast" and ink in INKS else 4.5
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= least


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_stand_out(name: str, shape: str, ground: str) -> None:
    tokens = THEMES[name]
    assert contrast(getattr(tokens, shape), getattr(tokens, ground)) >= 3.0


@pytest.mark.parametrize("name", THEMES)
def test_every_token_is_a_colour(name: str) -> None:
    for field in fields(Tokens):
        value = getattr(THEMES[name], field.name)
        for colour in value if isinstance(value, tuple) else (value,):
            assert re.fullmatch(r"#[0-9A-F]{6}|#[0-9A-F]{8}", colour), field.name
