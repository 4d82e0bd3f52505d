"""The office's closed vocabularies: kinds, states, acts, roles.

Their values go into commits and never change. Words for people (Vietnamese, English) stand under
the same codes in resources/i18n/office.json.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Which way a document goes (law: NĐ 30/2020 Đ.3, Đ.14, Đ.20)."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    INTERNAL = "internal"


class State(StrEnum):
    """Where a document stands (ux.md §7, domain.md §5.3)."""

    # incoming
    REGISTERED = "registered"
    SUBMITTED = "submitted"
    IN_PROGRESS = "in_progress"
    COORDINATING = "coordinating"
    DONE = "done"
    RETURNED = "returned"
    # outgoing and internal
    DRAFT = "draft"
    INITIALLED = "initialled"
    TO_SIGN = "to_sign"
    SIGNED = "signed"
    NUMBERED = "numbered"
    SEALED = "sealed"
    ISSUED = "issued"
    RECEIVED = "received"
    RECALLED = "recalled"
    COPIED = "copied"  # a copy on paper: to be printed, signed and stamped by hand
    # both ways
    TAKEN_OVER = "taken_over"  # finished on paper: it stands in an old book
    FILED = "filed"
    CANCELLED = "cancelled"


class Urgency(StrEnum):
    """How fast a document goes (law: NĐ 30/2020 PL I; the drafter proposes, the signer decides)."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    EXPRESS = "express"


class Secrecy(StrEnum):
    """The mark of a state secret; the default profile takes ordinary only (domain.md §10.3)."""

    ORDINARY = "ordinary"
    CONFIDENTIAL = "confidential"  # MẬT
    SECRET = "secret"  # noqa: S105 - TỐI MẬT
    TOP_SECRET = "top_secret"  # noqa: S105 - TUYỆT MẬT


class Role(StrEnum):
    """What a person is in a unit (architecture.md §3)."""

    CLERK = "clerk"
    OFFICER = "officer"
    HEAD_OF_SECTION = "head_of_section"
    COMMANDER = "commander"
    ARCHIVIST = "archivist"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Act(StrEnum):
    """Everything that a person can be allowed or forbidden to do."""

    # incoming documents
    REGISTER = "register"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    DIRECT = "direct"
    TAKE_NOTE = "take_note"
    ASSIGN = "assign"
    ASK_COORDINATION = "ask_coordination"
    COORDINATE = "coordinate"
    ANSWER = "answer"
    COMPLETE = "complete"
    REOPEN = "reopen"
    TRANSFER = "transfer"
    EXTEND = "extend"
    ASK_EXTENSION = "ask_extension"
    MERGE = "merge"
    OBEY_RECALL = "obey_recall"
    # outgoing and internal documents
    DRAFT = "draft"
    INITIAL = "initial"
    CHECK_CONTENT = "check_content"
    CHECK_FORMAT = "check_format"
    REQUEST_SIGNATURE = "request_signature"
    REVISE = "revise"
    WITHDRAW = "withdraw"
    SIGN = "sign"
    NUMBER = "number"
    SEAL = "seal"
    ISSUE = "issue"
    CONFIRM_RECEIPT = "confirm_receipt"
    RECALL = "recall"
    DISCARD = "discard"
    COPY_ON_PAPER = "copy_on_paper"
    COPY_ELECTRONICALLY = "copy_electronically"
    CANCEL = "cancel"
    # documents of every kind
    TAKE_OVER = "take_over"
    EDIT = "edit"
    RETURN = "return"
    OPINE = "opine"
    FILE = "file"
    LEND = "lend"
    READ = "read"
    EXPORT = "export"
    RESOLVE_CONFLICT = "resolve_conflict"
    # dossiers
    PLAN_DOSSIERS = "plan_dossiers"
    OPEN_DOSSIER = "open_dossier"
    CLOSE_DOSSIER = "close_dossier"
    HAND_OVER_DOSSIER = "hand_over_dossier"
    ACCEPT_DOSSIER = "accept_dossier"
    REFUSE_DOSSIER = "refuse_dossier"
    # registers and numbers
    OPEN_REGISTER = "open_register"
    CLOSE_REGISTER = "close_register"
    VOID_NUMBER = "void_number"
    RESERVE_NUMBER = "reserve_number"
    REQUEST_LEASE = "request_lease"
    GIVE_LEASE = "give_lease"
    RETURN_LEASE = "return_lease"
    # exchange between machines
    EXPORT_BUNDLE = "export_bundle"
    IMPORT_BUNDLE = "import_bundle"
    # people, machines, reference data
    DELEGATE = "delegate"
    NAME_SUBSTITUTE = "name_substitute"
    GRANT = "grant"
    REVOKE_GRANT = "revoke_grant"
    CONFIRM_GRANT = "confirm_grant"
    ENROL_DEVICE = "enrol_device"
    REVOKE_DEVICE = "revoke_device"
    EDIT_UNITS = "edit_units"
    EDIT_PEOPLE = "edit_people"
    EDIT_CATALOGUES = "edit_catalogues"
    EDIT_CALENDAR = "edit_calendar"
    READ_JOURNAL = "read_journal"
