"""Every error we raise, in one tree; the class name is the code, the words live in resources/i18n.

AntinError
├── BadInput            a file, text or message from outside cannot be used
├── Refused             a rule of the office or of security says no
├── Locked              the store, a key or a token cannot be opened
├── Damaged             stored data is not what was written
├── Unavailable         something needed is absent now; trying later may help
└── Conflict            two acts compete; a person decides

``facts`` are the values that the sentence names (numbers, names of fields, limits), never document
text or secrets.
"""

from __future__ import annotations


class AntinError(Exception):
    """Base of all our errors; ``facts`` fill the sentence that a person reads."""

    def __init__(self, /, **facts: str | int) -> None:
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


class TooManyReaders(BadInput):
    """A bundle for more machines than one can name."""


class NotAPdf(BadInput):
    """A file offered as a PDF is not one."""


class NothingSigned(BadInput):
    """A signature beside a file was brought without the file that it signs."""


class BrokenPdf(BadInput):
    """A PDF cannot be read to its end."""


class BrokenWordFile(BadInput):
    """A file offered as DOCX is not one, or cannot be read to its end."""


class NotConverted(BadInput):
    """LibreOffice made no PDF out of a file."""


class NumberPlaceMissing(BadInput):
    """A PDF that another program laid out has no blank for the number."""


class DatePlaceMissing(BadInput):
    """A PDF that another program laid out has no line for the date."""


class SignaturePlaceMissing(BadInput):
    """A PDF that another program laid out has no room over the signer's name."""


class ProtectedPdf(BadInput):
    """A PDF asks for a password."""


class NotFound(BadInput):
    """Something named is not in this store."""


class BackupAbsent(BadInput):
    """There is no backup of this kind in the place that was named."""


class EmptyFile(BadInput):
    """A file has no bytes."""


class KeyFileBroken(BadInput):
    """A file offered as a signing key (PKCS#12) holds no key and certificate that we can use."""


class PictureUnusable(BadInput):
    """A picture of a signature is not a PNG of bearable size."""


class TrustUnreadable(BadInput):
    """A file offered as a certificate or revocation list is neither DER nor PEM of one."""


class AlgorithmsUnreadable(BadInput):
    """A file offered as the algorithms of a trust list is none, or goes below the built-in ones."""


class NotASpreadsheet(BadInput):
    """A file offered as a spreadsheet (XLSX) cannot be read as one."""


class ActiveSpreadsheet(BadInput):
    """A spreadsheet brings macros, programs or links to other files."""


class TooManyRows(BadInput):
    """A spreadsheet has more rows or columns than a book that is taken over."""


class BadCatalogue(BadInput):
    """A shipped or edited table (document types, holidays, unit …) is not usable."""


class BadDeadline(BadInput):
    """A deadline cannot be read: a date, ``+5`` (working days) or ``+2t`` (weeks) is expected."""


class BadDocumentCode(BadInput):
    """A document number and symbol cannot be read."""


class BadDraft(BadInput):
    """A draft is not one that this version can read (docs/formats/draft.md)."""


class BadEntry(BadInput):
    """An entry of a catalogue or a day of the calendar cannot be kept so; ``field``."""


class BadPeriod(BadInput):
    """A period of a report cannot be read, or ends before it begins."""


class LetterNotInFont(BadInput):
    """A text holds a letter that the font of documents cannot draw."""


class SegmentBroken(BadInput):
    """A run of commits or receipts cannot be unpacked (docs/formats/segments.md)."""


class ExtractAltered(BadInput):
    """The readable extract is not the one that the machine signed (docs/formats/extract.md)."""


class NotOurFile(BadInput):
    """A file carried by hand is not one of ours (docs/formats/container.md)."""


class OtherFile(BadInput):
    """A file of ours, but of another kind than the one asked for."""


class NewerFile(BadInput):
    """A file of ours from a newer version of the program."""


class NewerActs(BadInput):
    """Acts of a newer version of the program, kept without effect."""


class BundleCut(BadInput):
    """A bundle ends before its end; what came before is whole (docs/formats/bundle.md)."""


class BundleEdited(BadInput):
    """A bundle is not what its exporting device signed."""


class BundleNotForUs(BadInput):
    """A bundle is sealed to others."""


class BundleSenderUnknown(BadInput):
    """A bundle was signed by a device whose certificate is not here."""


class MessageBroken(BadInput):
    """A message between device and server cannot be read (docs/formats/wire.md)."""


class EnrolCodeMistyped(BadInput):
    """An enrolment code was not typed as it was given: its check letters do not fit."""


class EnrolAnswerForeign(BadInput):
    """An enrolment answer is for another machine or another request."""


class RecoveryForeign(BadInput):
    """An answer of the security officer is for another request, or the store was changed since."""


class RecoveryMismatch(BadInput):
    """The fingerprint that was heard is not the one of this request for recovery."""


class PassphraseMissing(BadInput):
    """A command needs a passphrase and has no way to ask for it."""


# -- refused ---------------------------------------------------------------------------------------


class SecretRefused(Refused):
    """The default profile takes no document with a secrecy mark (domain.md §10.3)."""


class ActiveContent(Refused):
    """A PDF to be signed holds scripts, actions, XFA or layers that could change what it shows."""


class AlreadySigned(Refused):
    """A PDF that carries a signature is never rewritten or given further fields."""


class SigningRefused(Refused):
    """The field, a lock or an earlier signature does not permit this signature."""


class CertificateRefused(Refused):
    """A device certificate or provisioning file is not one that this unit's root stands behind."""


class CertificateUnfit(Refused):
    """A signer's certificate cannot sign now: not valid yet, expired, revoked, or of an algorithm
    that does not count (any more).
    """


class NewerProgramNeeded(Refused):
    """A newer program wrote something here that this one does not understand."""


class ClockOutsideCertificate(Refused):
    """By this machine's clock its certificate does not hold: nobody would take what it writes."""


class WriteRefused(Refused):
    """An act was not written because receivers would not accept its commit."""


class NoLease(Refused):
    """This device has no lease to give numbers from this book today."""


class InConflict(Refused):
    """A document in which something is to be decided is not signed, numbered, sealed or issued."""


class GroupsMixed(Refused):
    """One act would join what stands in a restricted group with what others read."""


class GroupUnfit(Refused):
    """A restricted group needs a name that no other has."""


class TrustListOlder(Refused):
    """A trust list is not newer than the one that this machine holds."""


class ContentChanged(Refused):
    """The file is not the one that was shown, or several versions compete."""


class RecoveryAbsent(Refused):
    """No recovery key was provided for in this store, or no request for recovery waits."""


class NotOpened(Refused):
    """Documents of this ``type`` are opened before they are signed (core.office.must_open)."""


class SoftKeyRefused(Refused):
    """The unit signs with tokens only; this key is kept in a file."""


class TokenKeyUnfit(Refused):
    """A key of a token signs only, or cannot open what is sealed to it."""


class StoreNewer(Refused):
    """The store was written by a newer version of this program."""


class NotEnrolled(Refused):
    """This installation has not been enrolled in a unit yet."""


class CommitRefused(Refused):
    """A commit from elsewhere cannot be taken: forged, of another unit, or outside its device's
    streams."""


class ActsInReview(Refused):
    """Acts that their author had no right to, kept without effect (sync.md §4.10)."""


class ActsQuarantined(Refused):
    """Acts that do not follow their chain or that no honest machine writes, kept without effect."""


class NotAllowed(Refused):
    """The person's roles do not permit this act."""


class WeakPassphrase(Refused):
    """A new passphrase is too short, too long or too uniform."""


class GuessablePassphrase(WeakPassphrase):
    """A new passphrase is made of what everybody tries first; ``seen`` says of what."""


class KeyFileExposed(Refused):
    """A key file can be read by others than its owner."""


class BackupAmbiguous(Refused):
    """The place holds backups of several installations; one must be named."""


class WorkStopped(Refused):
    """A person stopped a long work before it was finished; nothing of it counts."""


class VaultExists(Refused):
    """There is a vault in this folder already; it is never replaced."""


class HolderThere(Refused):
    """This person may open the vault already."""


class LastKey(Refused):
    """Without this entry nobody could open the vault any more."""


class AuthorityIncomplete(Refused):
    """A signing authority lacks what the law asks, or says too much (law: NĐ 30/2020 Đ.13)."""


class DelegationDates(Refused):
    """A delegation's days do not fit: ``reason`` is ``order``, ``past``, or ``open`` for an absence
    without a last day.
    """


class GrantNotInForce(Refused):
    """The person's grant has not begun, has ended or was revoked on the day of the act."""


class NoNumbersLeft(Refused):
    """Every number of the lease has been given."""


class NumberOutOfLease(Refused):
    """The number lies outside the lease that this machine holds."""


class NumberAhead(Refused):
    """Numbers are made void or kept in their order; the next one is another."""


class OldNumberAhead(Refused):
    """A number of an old book does not come before those that are given here."""


class NumberTaken(Refused):
    """The number has its fate already: a document has it, or it is void."""


class SuffixRefused(Refused):
    """A late number (12a) follows only the last number given, which a document must have."""


class BroughtBack(Refused):
    """A discarded draft was brought back already."""


class DiscardedLongAgo(Refused):
    """A draft was discarded more than ``days`` ago and is not brought back any more."""


class NotYourDraft(Refused):
    """A discarded draft is brought back by whoever wrote it."""


class NumbersHeld(Refused):
    """A range of numbers cannot go back while ``count`` of them are kept for documents."""


class NumbersKept(Refused):
    """Numbers that are kept for documents to come are in the way of closing the year."""


class NumbersOut(Refused):
    """Another machine may have given numbers of the year of which nothing is known here."""


class BookClosed(Refused):
    """The book was closed for this period."""


class BookChanged(Refused):
    """The book is not any more as the closing sheet says."""


class BookNamed(Refused):
    """The year has a book of this kind and name already."""


class BookUnfit(Refused):
    """A new book lacks a name, or its year or first number is none."""


class OtherBook(Refused):
    """The book is not for documents of this type, or not of this period."""


class PeriodNotOver(Refused):
    """A book is closed for a period from its last day on."""


class PeriodsOpen(Refused):
    """An earlier month, in which numbers were given, has to be closed first."""


class NumberPassed(Refused):
    """A number may only move forward; this one lies behind the last number given."""


class NameAhead(Refused):
    """Nobody is named ahead of time: names, ranks and posts are written once they hold."""


class UnitCircle(Refused):
    """A unit would stand under itself."""


class NumberSkipNeedsReason(Refused):
    """Numbers are skipped only with a reason for each that becomes void."""


class OtherUnit(Refused):
    """The person holds the role, but not in the unit that the act touches."""


class NotYoursToGive(Refused):
    """Nobody gives more than he himself may sign, and a delegation goes no further (law: NĐ 30/2020
    Đ.13).
    """


class OutsideDelegation(Refused):
    """No signing authority covers this person, matter and day (law: NĐ 30/2020 Đ.13)."""


class OwnDelegation(Refused):
    """Nobody delegates to himself or stands in for himself."""


class SignerBlockWrong(Refused):
    """The page names another authority than the one on which the person signs; ``printed``,
    ``right``.
    """


class SameHands(Refused):
    """Two duties that must lie in different hands would lie in the same (domain.md §9)."""


class LastAdministrator(Refused):
    """The unit would be left without an administrator."""


class OwnMachine(Refused):
    """Nobody takes away the machine at which he works."""


class OwnRole(Refused):
    """Nobody gives himself a role that he has not; ``role``."""


class GrantDates(Refused):
    """A grant's days do not fit: ``reason`` is ``order``, ``past`` or ``format``."""


class AlreadyReceived(Refused):
    """The recipient is said to have the document already."""


class CopiesMissing(Refused):
    """A dispatch on paper has at least one copy."""


class DayOutside(Refused):
    """A day lies before or after those that it may be; ``first``, ``last``."""


class FileCopyBack(Refused):
    """The file copy that was lent is back already."""


class FileCopyLent(Refused):
    """The file copy is lent and not back yet; since ``day``."""


class NotIssued(Refused):
    """Only a document that was issued is sent on, corrected, replaced or lent."""


class RecipientsMissing(Refused):
    """A document is issued to somebody (law: NĐ 30/2020/NĐ-CP Đ.18)."""


class NoBookOfCopies(Refused):
    """The unit keeps no book of copies this year, or this machine may not number from it."""


class NotCopiable(Refused):
    """A document has no file here, or none that counts: it is not issued yet, or no longer."""


class PagesWrong(Refused):
    """What was typed names no pages of a document, which has ``count``."""


class CopyUnlawful(Refused):
    """The law knows no such copy of such a source (NĐ 30/2020 Đ.25)."""


class WrongStage(Refused):
    """The dossier's stage does not allow this act (core.office.dossiers)."""


class WrongState(Refused):
    """The document's state does not allow this act (core.office.workflow)."""


class TouchedSince(Refused):
    """Somebody did something with the document after the act that is to be taken back."""


class AlreadyInDossier(Refused):
    """Everything that was to go into the dossier lies in it."""


class DossierClosed(Refused):
    """A closed dossier takes no documents and gives none away (law: NĐ 30/2020 Đ.29)."""


class DossierIncomplete(Refused):
    """Something has to be put right before the dossier is closed (core.office.completeness)."""


class LastDossier(Refused):
    """A filed document stays in one dossier at least."""


class NothingToCopy(Refused):
    """The year before has no list of dossiers with entries that this year's lacks."""


class ReasonMissing(Refused):
    """The act needs a reason, which stays in the history (core.office.workflow)."""


class OpinionMissing(Refused):
    """The act needs an opinion in words (core.office.workflow)."""


class AssigneeMissing(Refused):
    """The act needs somebody to handle the document (core.office.workflow)."""


class NoLead(Refused):
    """Nobody has the lead, so there is none to pass on and no deadline to extend."""


class SameLead(Refused):
    """The person has the lead already."""


class NotAssigned(Refused):
    """Only who was given a document says that he has read what he was given."""


class AlreadyNoted(Refused):
    """The person has said before that he has read what he was given."""


class NothingAsked(Refused):
    """Nobody has asked for more time, so there is nothing to deny."""


class NotOriginal(Refused):
    """A duplicate is merged with another incoming document that is not cancelled itself."""


class DeadlinePassed(Refused):
    """A new deadline lies before today."""


class DeadlineNotLater(Refused):
    """An extension ends no later than the deadline that stands."""


class SessionRefused(Refused):
    """A proof for a session is for another nonce, server or device (docs/formats/wire.md)."""


class EnrolCodeWrong(Refused):
    """An enrolment request was not made with this code (docs/formats/enrolment.md)."""


class DeviceRevoked(Refused):
    """This installation's right to write and to sync was ended by an administrator."""


class DeviceUnknown(Refused):
    """The server does not know this installation (yet)."""


class EnrolRefused(Refused):
    """An administrator refused an enrolment request."""


class LeaseOpen(Refused):
    """Another device still holds numbers of this book."""


class ServerNotOurs(Refused):
    """The server that answered does not show the unit's key."""


class SessionEnded(Refused):
    """A session's token is missing, wrong or too old."""


class VersionUnsupported(Refused):
    """Device and server speak no common version of the protocol."""


class ProgramOlder(VersionUnsupported):
    """The server speaks later versions only: this machine's program needs updating."""


class ServerOlder(VersionUnsupported):
    """The server speaks earlier versions only: its keeper has to update it."""


class DraftWaiting(Refused):
    """A document of this type was begun on this machine and is not saved yet."""


class FileThere(Refused):
    """A file to be written is there already; it is not replaced."""


# -- locked ----------------------------------------------------------------------------------------


class WrongPassphrase(Locked):
    """The passphrase does not open this person's entry."""


class SigningKeyMissing(Locked):
    """This person keeps no signing key of that use on this machine."""


class WrongPin(Locked):
    """The PIN does not open the signing key."""


class TokenPinWrong(WrongPin):
    """The PIN does not open the token; the token counts wrong ones and locks."""


class TokenLocked(Locked):
    """The token takes no PIN any more; whoever issued it can unlock it."""


class UnlockDelayed(Locked):
    """Too many wrong passphrases; the next try is taken after a wait."""


class WrongKey(Locked):
    """A key file, token or recovery key does not open this entry."""


class StoreClosed(Locked):
    """The vault was locked; its keys are gone from memory."""


# -- damaged ---------------------------------------------------------------------------------------


class BackupDamaged(Damaged):
    """A part of a backup is not what was written, or is missing (docs/formats/backup.md)."""


class SelfTestFailed(Damaged):
    """A step of the self-test came out wrong: this installation is not whole."""


class SealBroken(Damaged):
    """An encrypted container fails its authentication."""


class VaultDamaged(Damaged):
    """Neither copy of the vault's header is whole."""


class VaultTampered(Damaged):
    """The vault's header was changed by something that does not hold its key."""


class StoreUnreadable(Damaged):
    """The database does not open with its key, or fails its own checks."""


class RekeyFailed(Damaged):
    """The copy of a store under a new key is not what the store is; the store stays as it was."""


class RebuildFailed(Damaged):
    """What was computed from the commits does not agree with them; the store stays as it was."""


class SalvageFailed(Damaged):
    """Too little of a damaged database could be read to go on with it."""


class BlobDamaged(Damaged):
    """A stored file is not the one whose hash its row names."""


class OutsideDamaged(Damaged):
    """Neither copy of the counters kept outside the database is whole."""


class JournalDamaged(Damaged):
    """The server's commit journal is not what was written."""


# -- unavailable -----------------------------------------------------------------------------------


class BackupTargetClosed(Unavailable):
    """The place of the backups cannot be written: read-only, or no right to."""


class BackupTargetFull(Unavailable):
    """There is no room at the place of the backups; the last whole generation stands."""


class BackupTargetGone(Unavailable):
    """The place of the backups is not there: the stick was pulled or the share is away."""


class DiskFull(Unavailable):
    """There is no room to write; nothing was changed."""


class EvidenceUnconfigured(Unavailable):
    """No timestamp or certificate authority of this kind is allowed in the server's settings."""


class EvidenceUnfit(Unavailable):
    """A timestamp or certificate authority answered with something that cannot be used."""


class EvidenceUnreachable(Unavailable):
    """The server could not reach a timestamp or certificate authority."""


class FileUnreadable(Unavailable):
    """A file that a person chose is not there, is a folder, or may not be read."""


class MachineNotHeard(Unavailable):
    """A machine that takes another's place has not synced yet and may carry acts of the other."""


class KeyFailed(Unavailable):
    """The signing key answered with something that its certificate does not confirm."""


class WorkerCrashed(Unavailable):
    """The limited process that reads untrusted files ended without an answer."""


class WorkerTimeout(Unavailable):
    """The limited process that reads untrusted files took longer than it may."""


class BlobMissing(Unavailable):
    """A file has not arrived on this machine yet."""


class FileAtServer(BlobMissing):
    """This machine gave a file up for room; the server has it."""


class StoreBusy(Unavailable):
    """Another program is writing to the store."""


class DiskFailing(Unavailable):
    """The disk refused to read or write."""


class EngineTooOld(Unavailable):
    """The SQLite library is older than the first one that is safe with several connections."""


class LibraryMissing(Unavailable):
    """A library of the operating system that the windows need is not installed."""


class OfficeSuiteMissing(Unavailable):
    """This machine has no LibreOffice."""


class PrivateMemoryMissing(Unavailable):
    """This machine gives a program no files that only it can read and that are on no disk."""


class ScreenMissing(Unavailable):
    """There is no screen to open a window on."""


class ServerAnsweredNonsense(Unavailable):
    """Something answered, but not as the unit's server does."""


class ServerBusy(Unavailable):
    """The server takes no more from this device for now."""


class HistoryComing(Unavailable):
    """The stream is only shown as yet: its commits are still being fetched and verified."""


class SnapshotRefused(Refused):
    """A snapshot is not what the unit's server signed, or not what the commits say."""


class ServerFailed(Unavailable):
    """The server met an error of its own."""


class TokenAbsent(Unavailable):
    """No token with this key is plugged in, or its driver is not installed."""


class TokenBroken(Unavailable):
    """A token or its driver does not do what PKCS#11 says."""


class TokenGone(Unavailable):
    """A token was taken away, or its login ended, while it was signing."""


class TokenSilent(Unavailable):
    """A token's driver did not answer in time and was ended."""


class ServerUnreachable(Unavailable):
    """No connection to the server, or it stalled."""


class PrinterFailed(Unavailable):
    """A printer is not there any more, or does not take the pages."""


class FileUnwritable(Unavailable):
    """A file cannot be written at the place that a person chose."""


# -- conflict --------------------------------------------------------------------------------------


class RolledBack(Conflict):
    """The database is behind a counter kept outside it: it is an old copy."""


class JournalAhead(Conflict):
    """The server's store is behind its commit journal: it is an old copy."""


class ServerRecovering(Unavailable):
    """The server was restored without all of its journal and collects what it had ordered."""


class NotAllHeard(Conflict):
    """Recovery does not end by itself while machines that hold numbers have not reported."""


class ServerBehind(Conflict):
    """The server lost what it had confirmed: it was restored from an old copy."""
