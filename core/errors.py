"""Every error we raise, in one tree; the class name is the code, the words live in resources/i18n.

AntinError
├── BadInput            a file, text or message from outside cannot be used
├── Refused             a rule of the office or of security says no
├── Locked              the store, a key or a token cannot be opened
├── Damaged             stored data is not what was written
├── Unavailable         something needed is absent now; trying later may help
└── Conflict            two acts compete; a person decides

``facts`` are the values that the sentence names (numbers, names of fields, limits), never document text or secrets.
"""

from __future__ import annotations


class AntinError(Exception):
    """Base of all our errors; ``facts`` fill the sentence that a person reads."""

    def __init__(self, **facts: str | int) -> None:
        super().__init__(type(self).__name__, facts)
        self.facts = facts

    @property
    def code(self) -> str:
        """The key of the words in resources/i18n/errors.json."""
        return type(self).__name__


class BadInput(AntinError):
    """A file, text or message from outside cannot be used."""


class Refused(AntinError):
    """A rule of the office or of security says no."""


class Locked(AntinError):
    """The store, a key or a token cannot be opened."""


class Damaged(AntinError):
    """Stored data is not what was written."""


class Unavailable(AntinError):
    """Something needed is absent now; trying later may help."""


class Conflict(AntinError):
    """Two acts compete; a person decides."""


# -- bad input -------------------------------------------------------------------------------------


class NotCanonical(BadInput):
    """Bytes are not canonical JSON (docs/formats/canonical.md)."""


class SignatureWrong(BadInput):
    """A signature over a commit, certificate, receipt or manifest does not hold."""


class PayloadMismatch(BadInput):
    """A payload is not the one whose hash its header names."""


class TooLarge(BadInput):
    """Input is larger than its limit."""


class NotAPdf(BadInput):
    """A file offered as a PDF is not one."""


class BrokenPdf(BadInput):
    """A PDF cannot be read to its end."""


class ProtectedPdf(BadInput):
    """A PDF asks for a password."""


class EmptyFile(BadInput):
    """A file has no bytes."""


# -- refused ---------------------------------------------------------------------------------------


class SecretRefused(Refused):
    """The default profile takes no document with a secrecy mark (domain.md §10.3)."""


class CertificateRefused(Refused):
    """A device certificate or provisioning file is not one that this unit's root stands behind."""


class CommitRefused(Refused):
    """A commit from elsewhere cannot be taken: forged, of another unit, or outside its device's streams."""


class NotAllowed(Refused):
    """The person's roles do not permit this act."""


# -- locked ----------------------------------------------------------------------------------------


class WrongPassphrase(Locked):
    """The passphrase does not open this person's entry."""


class WrongPin(Locked):
    """The PIN does not open the signing key."""


# -- damaged ---------------------------------------------------------------------------------------


class SealBroken(Damaged):
    """An encrypted container fails its authentication."""


# -- unavailable -----------------------------------------------------------------------------------


class DiskFull(Unavailable):
    """There is no room to write; nothing was changed."""
