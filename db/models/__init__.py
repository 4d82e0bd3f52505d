"""Tables, one noun a file; importing this package registers them all."""

from db.models.base import Base
from db.models.commit import Chain, Commit, Held, Receipt, Touch
from db.models.document import Assignment, Blob, Document, File, Link, Mention, Signature
from db.models.dossier import Dossier, DossierItem
from db.models.local import LocalDraft, LocalExport, LocalKey, LocalRead, LocalSecret
from db.models.people import Device, Grant, Person, Unit
from db.models.register import Lease, Register
from db.models.stream import Aggregate, Stream

__all__ = [
    "Aggregate",
    "Assignment",
    "Base",
    "Blob",
    "Chain",
    "Commit",
    "Device",
    "Document",
    "Dossier",
    "DossierItem",
    "File",
    "Grant",
    "Held",
    "Lease",
    "Link",
    "LocalDraft",
    "LocalExport",
    "LocalKey",
    "LocalRead",
    "LocalSecret",
    "Mention",
    "Person",
    "Receipt",
    "Register",
    "Signature",
    "Stream",
    "Touch",
    "Unit",
]
