"""The colours of the three themes; the only file of the desktop that holds a hex colour (ux.md
§3.2).

Every text colour stands at 4.5:1 or more on its ground, controls and focus at 3:1 or more (WCAG 2.2
AA); tests/desktop/theme/test_tokens.py measures them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tokens:
    """One theme. Names say what a colour is for, never what it looks like."""

    app: str
    surface: str
    surface2: str
    sunken: str
    nav: str
    overlay: str
    line: str
    line2: str
    control: str
    text: str
    text2: str
    text3: str
    placeholder: str
    disabled: str
    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    accent_soft: str
    sel_row: str
    hover_row: str
    focus: str
    info: str
    info_soft: str
    warn: str
    warn_soft: str
    warn_strong: str
    danger: str
    danger_soft: str
    danger_strong: str
    on_danger_strong: str
    ok: str
    ok_soft: str
    violet: str
    violet_soft: str
    neutral: str
    neutral_soft: str
    paper: str
    on_paper: str
    wrong_on_paper: str
    desk: str
    scrim: str
    shadow: str
    chart: tuple[str, str, str, str, str, str]


LIGHT = Tokens(
    app="#F3F5F4",
    surface="#FFFFFF",
    surface2="#F1F4F2",
    sunken="#E9EDEB",
    nav="#E9EEEB",
    overlay="#FFFFFF",
    line="#E0E6E3",
    line2="#CBD4CF",
    control="#83908B",
    text="#16201C",
    text2="#43504A",
    text3="#5C6963",
    placeholder="#66726D",
    disabled="#9AA5A0",
    accent="#14664C",
    accent_hover="#0F573F",
    accent_press="#0A4733",
    on_accent="#FFFFFF",
    accent_soft="#DCEEE5",
    sel_row="#E2F1EA",
    hover_row="#F4F8F6",
    focus="#1666C5",
    info="#0A5291",
    info_soft="#E2EEF9",
    warn="#7A4A00",
    warn_soft="#FFF0CB",
    warn_strong="#B86E00",
    danger="#A8161C",
    danger_soft="#FCE6E4",
    danger_strong="#C8272D",
    on_danger_strong="#FFFFFF",
    ok="#1B6B37",
    ok_soft="#DFF3E4",
    violet="#5A3EA3",
    violet_soft="#EEE9FB",
    neutral="#46534D",
    neutral_soft="#E8ECEA",
    paper="#FFFFFF",
    on_paper="#0A4733",
    wrong_on_paper="#A8161C",
    desk="#DDE3E0",
    scrim="#5A16201C",
    shadow="#2816201C",
    chart=("#14664C", "#7FBFA5", "#D98A00", "#C8272D", "#5A7FB8", "#9AA5A0"),
)

DARK = Tokens(
    app="#111615",
    surface="#181E1C",
    surface2="#202725",
    sunken="#0D1110",
    nav="#0E1312",
    overlay="#232B28",
    line="#29312E",
    line2="#3A4440",
    control="#74827C",
    text="#E7EDEA",
    text2="#B9C4BF",
    text3="#95A39D",
    placeholder="#8B9993",
    disabled="#5D6964",
    accent="#5CC8A1",
    accent_hover="#72D5B1",
    accent_press="#49B48E",
    on_accent="#05261A",
    accent_soft="#15392D",
    sel_row="#17362B",
    hover_row="#1D2422",
    focus="#82BAFF",
    info="#8CC0F7",
    info_soft="#13304C",
    warn="#F3C465",
    warn_soft="#3A2D0C",
    warn_strong="#E0A030",
    danger="#FF9F96",
    danger_soft="#491917",
    danger_strong="#F0625B",
    on_danger_strong="#111615",
    ok="#7FD89D",
    ok_soft="#143720",
    violet="#C4B1FB",
    violet_soft="#2D2352",
    neutral="#B9C4BF",
    neutral_soft="#2A3330",
    paper="#FBFBFA",
    on_paper="#0A4733",
    wrong_on_paper="#A8161C",
    desk="#0B0F0E",
    scrim="#99000000",
    shadow="#80000000",
    chart=("#5CC8A1", "#2F7C62", "#E0A030", "#F0625B", "#7FA6E0", "#5D6964"),
)

CONTRAST = Tokens(
    app="#000000",
    surface="#000000",
    surface2="#141414",
    sunken="#1F1F1F",
    nav="#000000",
    overlay="#000000",
    line="#8C8C8C",
    line2="#B3B3B3",
    control="#FFFFFF",
    text="#FFFFFF",
    text2="#FFFFFF",
    text3="#E6E6E6",
    placeholder="#D0D0D0",
    disabled="#8C8C8C",
    accent="#5CFFC0",
    accent_hover="#9AFFD9",
    accent_press="#3DE0A2",
    on_accent="#000000",
    accent_soft="#003D29",
    sel_row="#003D29",
    hover_row="#1F1F1F",
    focus="#FFE100",
    info="#9FD0FF",
    info_soft="#00213F",
    warn="#FFD75E",
    warn_soft="#332600",
    warn_strong="#FFC233",
    danger="#FFB3AD",
    danger_soft="#400A08",
    danger_strong="#FF8A82",
    on_danger_strong="#000000",
    ok="#8CF5AE",
    ok_soft="#00290F",
    violet="#D8CAFF",
    violet_soft="#1F1147",
    neutral="#FFFFFF",
    neutral_soft="#262626",
    paper="#FFFFFF",
    on_paper="#0A4733",
    wrong_on_paper="#A8161C",
    desk="#000000",
    scrim="#CC000000",
    shadow="#FF000000",
    chart=("#5CFFC0", "#2FA67F", "#FFC233", "#FF8A82", "#9FD0FF", "#B3B3B3"),
)
