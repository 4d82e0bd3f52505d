"""The health page: version, epoch, places, journal, disk; no word of a document."""

from __future__ import annotations

import json
import shutil
from collections.abc import Awaitable, Callable
from html import escape
from importlib.metadata import version
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

import resources
from core.errors import AntinError
from db.actions import mirroring
from db.actions.mirroring import Standing
from db.queries import order
from server.desk import ROOM, Desk
from server.metrics_page import Networks, among

Facts = dict[str, str | int | bool]
PLACE: Final = "place_"
SECURE: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def page(desk: Desk, watchers: Networks) -> Callable[[Request], Awaitable[Response]]:
    """The page for people, or its facts as JSON for whoever asks for that; how far the streams go
    is for those who may read the figures.
    """

    async def show(request: Request) -> Response:
        facts = await desk.line(examine, desk)
        if not among(request, watchers):
            facts = {name: fact for name, fact in facts.items() if not name.startswith(PLACE)}
        status = 200 if facts["well"] else 503
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse(facts, status, headers=SECURE)
        return HTMLResponse(as_html(facts), status, headers=SECURE)

    return show


def examine(desk: Desk) -> Facts:
    """The facts, looked at now."""
    free = shutil.disk_usage(desk.home.folder).free
    journal = True
    try:
        desk.orders.publish()
    except (AntinError, OSError):
        journal = False
    with desk.home.store.engine.begin() as connection:
        heads = order.heads(connection)
    standing = mirroring.settle(desk.home.store, desk.home.mirror)
    mirror: Facts = {
        "mirror": standing is Standing.APART,
        "one_medium": mirroring.waiting(desk.home.store, standing),
    }
    streams = desk.home.store.realm.provision.streams
    places = {f"{PLACE}{each.kind}": heads[each.id].gseq for each in streams}
    return {
        "well": journal and free >= ROOM,
        "version": version("antin"),
        "server": desk.home.certificate.device,
        "epoch": desk.home.registrar.epoch,
        "time": desk.home.store.now(),
        **places,
        "journal": journal,
        **(mirror if desk.home.mirror else {}),
        "disk_free": free,
    }


def as_html(facts: Facts) -> str:
    """A page without scripts: a table of facts, in Vietnamese with the English word below."""
    words: dict[str, dict[str, str]] = json.loads(resources.text("i18n/server.json"))
    rows = "".join(_row(words[f"server.health.{name}"], value) for name, value in facts.items())
    title = escape(words["server.health.title"]["vi"])
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{title}</title>'
        "<style>body{font:16px sans-serif;margin:2em}td{padding:.3em 1em;vertical-align:top}"
        f"small{{opacity:.7}}</style><h1>{title}</h1><table>{rows}</table></html>"
    )


def _row(words: dict[str, str], value: str | int | bool) -> str:
    shown = {True: "✓", False: "✗"}[value] if isinstance(value, bool) else str(value)
    name = f"{escape(words['vi'])}<br><small>{escape(words['en'])}</small>"
    return f"<tr><td>{name}</td><td>{escape(shown)}</td></tr>"
