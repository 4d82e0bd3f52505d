"""The words that the law prints on every document, as a template gives them (NĐ 30/2020 PL I)."""

from __future__ import annotations

import msgspec


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``reference`` has ``{type}`` and ``{symbol}`` in it; ``source`` says where in the law."""

    source: str
    state: str
    motto: str
    number: str
    subject: str
    addressees: str
    recipients: str
    secretary: str
    chair: str
    appendix: str
    reference: str
    confirmation: str
