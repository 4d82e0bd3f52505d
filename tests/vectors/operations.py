"""The vector of docs/formats/operations.md: each kind of operation, and the states they fold to."""

from __future__ import annotations

from typing import Any

from core.commits import canonical, fold, state_hash
from core.commits.fold import State
from core.commits.format import Op, payload_bytes
from core.commits.ids import b64
from tests.vectors.fixed import BY, CERTIFICATES, CLERK, NOW, UNIT, ident, seed

Made = tuple[str, tuple[int, ...], dict[str, Any]]
"""Kind, the places of the operations of the same story that are its bases, body."""

DAY, PERSON, OTHER = "2026-11-18", ident("person"), ident("other person")
FILE = {
    "slot": "main", "role": "main", "order": 0, "blob": b64(seed("file")), "name": "cong-van.pdf",
    "type": "application/pdf", "size": 81234, "pages": 2,
}  # fmt: skip
LEASE = {
    "lease": ident("lease"), "device": CLERK, "inc": 1, "first": 5, "end": 15,
    "start": "2026-01-01", "until": "2026-12-31",
}  # fmt: skip
OF_LEASE = {"lease": ident("lease")}


def _sign(field: str, kind: str, before: str, after: str) -> dict[str, Any]:
    signed = {**FILE, "blob": b64(seed(after)), "size": 90000}
    return {
        "field": field, "kind": kind, "before": b64(seed(before)), "after": signed,
        "certificate": b64(seed("certificate")), "clock": NOW, "by": BY,
    }  # fmt: skip


INCOMING: tuple[Made, ...] = (
    (
        "document.create",
        (),
        {
            "kind": "incoming",
            "step": "registered",
            "fields": {"subject": "Về việc diễn tập", "urgency": "normal", "copies": ["1", "2"]},
            "by": BY,
        },
    ),
    ("document.file", (), {**FILE, "slot": "received", "role": "received", "by": BY}),
    ("document.set", (0,), {"fields": {"urgency": "urgent"}, "by": BY}),
    ("document.set", (0,), {"fields": {"urgency": "express"}, "by": BY}),
    ("document.link", (), {"relation": "answers", "target": ident("answered"), "by": BY}),
    ("document.link", (), {"relation": "duplicates", "target": ident("twin"), "by": BY}),
    ("document.unlink", (4,), {"by": BY}),
    ("document.move", (0,), {"act": "submit", "to": "submitted", "by": BY}),
    ("document.move", (0,), {"act": "submit", "to": "submitted", "by": BY}),
    ("document.move", (0,), {"act": "cancel", "to": "cancelled", "reason": "trùng", "by": BY}),
    ("document.direct", (), {"text": "Giao Phòng Tham mưu chủ trì.", "by": BY}),
    (
        "document.assign",
        (),
        {
            "part": "lead",
            "assignee": OTHER,
            "due": "2026-11-25",
            "days": 5,
            "calendar": "vn-2026+0a1b2c3d",
            "to": {"name": "Lê Văn Mẫu"},
            "by": BY,
        },
    ),
    ("document.assign", (), {"part": "support", "act": "ask_coordination", "assignee": PERSON}),
    ("document.release", (12,), {"act": "transfer", "by": BY}),
    ("document.note", (), {"by": BY}),
    ("document.opine", (), {"text": "Đề nghị gia hạn.", "by": BY}),
    ("document.export", (), {"blob": FILE["blob"], "by": BY}),
    ("document.create", (), {"kind": "incoming", "step": "registered", "fields": {}}),
)
OUTGOING: tuple[Made, ...] = (
    (
        "document.create",
        (),
        {"kind": "outgoing", "step": "draft", "fields": {"subject": "Trả lời công văn"}, "by": BY},
    ),
    ("document.file", (), {**FILE, "by": BY}),
    ("document.sign", (1,), _sign("KyNhay1", "initial", "file", "initialled")),
    ("document.sign", (2,), _sign("KyChinh", "main", "initialled", "signed")),
    ("document.sign", (2,), _sign("KyChinh", "main", "initialled", "signed elsewhere")),
    ("document.set", (0,), {"fields": {"subject": "Trả lời công văn số 217"}}),
    ("document.file", (3,), {**FILE, "name": "khac.pdf"}),
    (
        "document.number",
        (),
        {"register": ident("register"), "number": 5, "date": DAY, "symbol": "SĐ999-TM"} | OF_LEASE,
    ),
    ("document.number", (), {"register": ident("register"), "number": 6, "date": DAY} | OF_LEASE),
    (
        "document.dispatch",
        (),
        {"to": "Phòng Tham mưu", "way": "post", "day": DAY, "copies": 2, "envelopes": 1, "by": BY},
    ),
    (
        "document.receive",
        (),
        {"dispatch": "@9", "day": "2026-11-20", "name": "Lê Văn Mẫu", "by": BY},
    ),
    (
        "document.lend",
        (),
        {"borrower": "Lê Văn Mẫu", "day": DAY, "allowed": "Nguyễn Văn Mẫu", "by": BY},
    ),
    ("document.restore", (), {"loan": "@11", "day": "2026-11-21", "by": BY}),
)
DOSSIER: tuple[Made, ...] = (
    (
        "dossier.open",
        (),
        {"step": "open", "fields": {"code": "01.TM", "title": "Diễn tập", "retention": "10"}},
    ),
    ("dossier.set", (0,), {"fields": {"title": "Diễn tập năm 2026"}, "by": BY}),
    ("dossier.put", (), {"document": ident("document"), "by": BY}),
    ("dossier.put", (), {"document": ident("answered"), "by": BY}),
    ("dossier.take", (3,), {"by": BY}),
    ("dossier.move", (0,), {"act": "close_dossier", "to": "closed", "by": BY}),
)
REGISTER: tuple[Made, ...] = (
    ("register.open", (), {"kind": "outgoing", "fields": {"name": "Sổ đi", "year": 2026}}),
    ("register.lease", (), LEASE),
    ("register.lease", (), {**LEASE, "lease": ident("second lease"), "first": 9, "end": 20}),
    ("register.give", (), {"number": 5, "document": ident("document")} | OF_LEASE),
    (
        "register.give",
        (),
        {
            "number": 7,
            "document": ident("answered"),
            "voids": [{"number": 6, "reason": "đóng dấu nhầm"}],
        }
        | OF_LEASE,
    ),
    ("register.give", (), {"number": 7, "suffix": "a", "document": ident("twin")} | OF_LEASE),
    ("register.reserve", (), {"number": 8, "reason": "chờ ký", "by": BY} | OF_LEASE),
    ("register.reserve", (), {"number": 9, "reason": "chờ ký", "by": BY} | OF_LEASE),
    (
        "register.void",
        (),
        {"voids": [{"number": 8, "reason": "không ban hành"}], "by": BY} | OF_LEASE,
    ),
    ("register.void", (), {"voids": [{"number": 10, "reason": "in hỏng"}], "by": BY} | OF_LEASE),
    ("register.give", (), {"number": 9, "document": ident("kept")} | OF_LEASE),
    ("register.give", (), {"number": 12, "document": ident("late")} | OF_LEASE),
    (
        "register.close",
        (),
        {
            "period": "2026-11",
            "lines": 6,
            "head": b64(seed("head")),
            "first": 5,
            "last": 10,
            "voids": 3,
            "file": {**FILE, "slot": "closing", "role": "attachment"},
            "by": BY,
        },
    ),
    ("register.return", (), {"last": 9} | OF_LEASE),
    ("register.return", (), {"last": 10} | OF_LEASE),
)
OTHERS: dict[str, tuple[Made, ...]] = {
    "plan": (
        ("plan.set", (), {"fields": {"code": "01.TM", "title": "Diễn tập", "year": 2027}}),
        ("plan.set", (0,), {"fields": {"title": "Diễn tập, hội thao"}, "by": BY}),
    ),
    "delegation": (
        (
            "delegation.give",
            (),
            {
                "fields": {
                    "kind": "deputy",
                    "giver": PERSON,
                    "person": OTHER,
                    "start": DAY,
                    "scope": ["CV", "QĐ"],
                    "basis": "Quyết định 05/QĐ-SĐ999",
                }
            },
        ),
        ("delegation.end", (), {"reason": "về phép xong", "day": "2026-12-01"}),
    ),
    "calendar": (
        ("calendar.set", (), {"fields": {"date": "2026-12-31", "kind": "off", "name": "Nghỉ bù"}}),
        ("calendar.set", (0,), {"fields": {"kind": "plain"}}),
    ),
    "catalogue": (
        (
            "catalogue.set",
            (),
            {
                "fields": {
                    "catalogue": "document-types",
                    "code": "giay-bao",
                    "vi": "Giấy báo",
                    "en": "Notice",
                    "applies": True,
                }
            },
        ),
    ),
    "unit": (("unit.set", (), {"fields": {"name": "Phòng Tham mưu", "short": "TM"}, "by": BY}),),
    "person": (("person.set", (), {"fields": {"name": "Lê Văn Mẫu", "post": "Trợ lý"}}),),
    "grant": (
        (
            "grant.give",
            (),
            {"fields": {"person": OTHER, "unit": UNIT, "role": "clerk", "since": "2026-01-01"}},
        ),
        ("grant.revoke", (), {"reason": "chuyển công tác", "day": "2026-12-01"}),
    ),
    "device": (
        (
            "device.admit",
            (),
            {
                "certificate": {"body": CERTIFICATES[2].body, "sig": CERTIFICATES[2].sig},
                "person": PERSON,
            },
        ),
        ("device.revoke", (), {"reason": "mất máy"}),
    ),
    "copy": (
        (
            "copy.take",
            (),
            {
                "of": "register",
                "form": "incoming",
                "way": "print",
                "hash": b64(seed("book")),
                "pages": 12,
                "lines": 214,
                "copies": 2,
                "since": "2026-11-01",
                "until": "2026-11-30",
                "by": BY,
            },
        ),
        (
            "copy.take",
            (),
            {"of": "unit", "form": "journal", "way": "csv", "hash": b64(seed("extract")), "by": BY},
        ),
    ),
    "comments": (
        (
            "document.comment",
            (),
            {
                "blob": b64(seed("draft")),
                "text": "Nêu rõ ngày báo cáo.",
                "place": {
                    "part": "body",
                    "block": 1,
                    "start": 30,
                    "quote": "ngày 15",
                    "before": "tham gia trước ",
                    "after": " tháng 12",
                },
                "by": BY,
            },
        ),
        (
            "document.comment",
            (),
            {"blob": b64(seed("draft")), "text": "Thiếu căn cứ.", "by": BY},
        ),
        ("document.reply", (), {"comment": "@0", "text": "Đã sửa.", "resolved": True, "by": BY}),
        ("document.reply", (), {"comment": "@0", "resolved": False, "by": BY}),
    ),
}
STORIES: dict[str, tuple[Made, ...]] = {
    "incoming": INCOMING,
    "outgoing": OUTGOING,
    "dossier": DOSSIER,
    "register": REGISTER,
    **OTHERS,
}


def _named(value: object, names: list[str]) -> object:
    """``@9`` is the name of the operation at that place of the story."""
    reference = isinstance(value, str) and value.startswith("@")
    return names[int(str(value)[1:])] if reference else value


def of_operations() -> object:
    """Each story as one payload, and the state that its operations fold to, one after another."""
    return [_folded(name, story) for name, story in STORIES.items()]


def _folded(name: str, story: tuple[Made, ...]) -> dict[str, Any]:
    names = [f"{CLERK}.1.{place + 1}.0" for place in range(len(story))]
    ops = [
        Op(
            kind=kind,
            id=ident(f"of {name}"),
            bases=tuple(names[place] for place in bases),
            body={key: _named(value, names) for key, value in body.items()},
        )
        for kind, bases, body in story
    ]
    state: State | None = None
    for place, op in enumerate(ops):
        fold.body(op)
        at = fold.At(names[place], PERSON, CLERK, 1, NOW + 1000 * place)
        state = fold.fold(state, op, at)
    entity = fold.key(ops[0])
    return {
        "entity": list(entity),
        "payload": payload_bytes(ops, seed(f"salt {name}")[:16]).hex(),
        "names": names,
        "person": PERSON,
        "device": CLERK,
        "time": NOW,
        "state": canonical.decode(canonical.encode(state)),
        "share": state_hash.of_row(entity, state or {}).hex(),
    }
