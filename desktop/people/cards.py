"""Rows of the people screen: one person of this machine, one signing key."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.clock import local_time
from desktop.widgets.buttons import IconButton
from desktop.widgets.chips import Chip
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import Column, Panel, Row
from desktop.widgets.marks import Avatar, IconLabel
from desktop.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.people.acts import Member
    from desktop.signing.key_files import KeyFace


def member_row(member: Member, remove: Callable[[], None]) -> Panel:
    """Initials, name, post, who is at work, and the way to take another away."""
    avatar = Avatar(32)
    avatar.show_person(member.name)
    name, post = ElidedLabel(role="val"), ElidedLabel(role="sub")
    name.show_text(member.name)
    post.show_text(member.post)
    if not member.post:
        post.hide()
    row = Row(avatar, Column(name, post, gap=0), gap=12)
    row.setStretch(1, 1)
    if member.here:
        row.addWidget(Chip("people.here", "ok"))
    if member.removable:
        away = IconButton("people.remove", "delete")
        away.clicked.connect(lambda _checked: remove())
        row.addWidget(away)
    return Panel("clear", row)


def key_row(key: KeyFace, now: int, drop: Callable[[], None]) -> Panel:
    """Whose key it is, by whom certified, how long it counts, and its fingerprint to compare."""
    icon = IconLabel("certificate", "accent", 24)
    subject = ElidedLabel(role="val")
    subject.show_text(key.subject)
    kind = Chip("people.key.soft", "warn") if key.token is None else Chip("people.key.hard", "ok")
    head = Row(subject, kind, Chip(f"people.use.{key.use}", "info"), gap=8)
    head.setStretch(0, 1)
    column = Column(head, gap=1)
    if key.fingerprint:
        tone = "danger" if not key.start <= now <= key.end else "text2"
        start, end = _day(key.start), _day(key.end)
        column.addWidget(Label("people.key.issuer", "sub", "text2", issuer=key.issuer))
        column.addWidget(Label("people.key.valid", "sub", tone, start=start, end=end))
        if (token := key.token) is not None:
            on = Label("people.key.token", "sub", "text2", label=token.label, serial=token.serial)
            column.addWidget(on)
            column.addWidget(Label("people.key.module", "sub", "text3", module=token.module))
        column.addWidget(Label("people.key.serial", "sub", "text3", serial=key.serial))
        column.addWidget(Label("people.key.fingerprint", "sub", "text3"))
        column.addWidget(_fingerprint(key.fingerprint))
    away = IconButton("people.key.drop", "delete")
    away.clicked.connect(lambda _checked: drop())
    row = Row(icon, column, away, gap=12)
    row.setStretch(1, 1)
    for widget in (icon, away):
        row.setAlignment(widget, Qt.AlignmentFlag.AlignTop)
    return Panel("clear", row)


def _fingerprint(text: str) -> Label:
    groups = wrap(text, 4)
    half = len(groups) // 2
    label = Label(role="sub", tone="text2")
    label.setProperty("numbers", True)
    label.show_text("\n".join((" ".join(groups[:half]), " ".join(groups[half:]))))
    return label


def _day(instant: int) -> str:
    return day(local_time(instant).date())
