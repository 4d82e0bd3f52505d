"""Tables, one noun a file; importing this package registers them all."""

from db.models.base import Base
from db.models.commit import Chain, Commit, Held, Receipt, Touch
from db.models.document import (
    Assignment,
    Blob,
    Dispatch,
    Document,
    Evidence,
    File,
    Link,
    Loan,
    Mention,
    Signature,
)
from db.models.dossier import Dossier, DossierItem, Plan
from db.models.local import LocalDraft, LocalExport, LocalKey, LocalRead, LocalSecret
from db.models.people import Delegation, Device, Grant, Person, Unit
from db.models.reference import CalendarDay, CatalogueEntry
from db.models.register import Closing, Lease, Register, SpareNumber
from db.models.stream import Aggregate, Stream

__all__ = [
    "Aggregate",
    "Assignment",
    "Base",
    "Blob",
    "CalendarDay",
    "CatalogueEntry",
    "Chain",
    "Closing",
    "Commit",
    "Delegation",
    "Device",
    "Dispatch",
    "Document",
    "Dossier",
    "DossierItem",
    "Evidence",
    "File",
    "Grant",
    "Held",
    "Lease",
    "Link",
    "Loan",
    "LocalDraft",
    "LocalExport",
    "LocalKey",
    "LocalRead",
    "LocalSecret",
    "Mention",
    "Person",
    "Plan",
    "Receipt",
    "Register",
    "Signature",
    "SpareNumber",
    "Stream",
    "Touch",
    "Unit",
]
