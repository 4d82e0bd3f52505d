"""Room on a machine: what the server keeps on two media goes, is asked for, comes back the same."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from core.commits.ids import b64
from core.errors import (
    FileAtServer,
    NotFound,
    ServerAnsweredNonsense,
    ServerUnreachable,
    SignatureWrong,
)
from core.office.eviction import Stay
from core.sync import stored
from core.sync.stored import Kept, Stored
from db import models
from db.acting import Store
from db.actions import dossiers, evicting, files, incoming, syncing
from db.care import backup, integrity
from db.care.findings import Depth, on
from db.engine import writes
from db.queries import documents, keeping, office
from db.queries.audit import audit
from db.queries.rows import FileRow
from desktop.after_round import AfterRound
from desktop.commands import files as command
from desktop.keeper import Keeper
from desktop.sync import giving_up
from tests.db.dying import died_at
from tests.server.test_mirroring import apart, care
from tests.server.town import Machine, Town, copied

PDF = b"%PDF-1.7 da vao ho so"
BLOB = b64(sha256(PDF).digest())
DAY_MS = 86_400_000
NONSENSE = ServerAnsweredNonsense


@dataclass
class Office:
    """A clerk whose one document is filed, a commander, and a server with two media."""

    town: Town
    clerk: Machine
    commander: Machine
    document: str

    def later(self, days: int = 40) -> Store:
        """The clerk's store some time on."""
        store = self.clerk.store
        return replace(store, now=lambda: store.now() + days * DAY_MS)

    @property
    def before(self) -> int:
        """A moment by which everything here was used long ago."""
        return self.later().now()

    def mirror(self) -> None:
        with self.town.opened() as found:
            care(found)

    def ask(self) -> None:
        with self.town.running(), self.town.road(self.clerk) as road:
            giving_up.ask(self.clerk.store, road, self.before)

    def path(self) -> Path:
        return self.clerk.store.blobs.path(BLOB)


@pytest.fixture(scope="module")
def filed(founded: Town, tmp_path_factory: pytest.TempPathFactory) -> tuple[Town, str]:
    """A town in which one document with its file is filed, all of it exchanged."""
    town = copied(founded, tmp_path_factory.mktemp("filed"), None)
    with town.stack, town.running():
        clerk, commander = town.machine("clerk"), town.machine("commander")
        document = clerk.register(PDF)
        incoming.submit(clerk.store, document)
        town.sync(clerk, commander)
        incoming.take_note(commander.store, document, "Đã biết")
        town.sync(commander, clerk)
        dossier = dossiers.open_dossier(clerk.store, "01.TM", "Thông tin", "01").entity
        dossiers.put(clerk.store, dossier, document)
        town.sync(clerk, commander)
    return town, document


@pytest.fixture
def office_(filed: tuple[Town, str], tmp_path: Path) -> Iterator[Office]:
    made, document = filed
    town = copied(made, tmp_path / "town", None)
    town.mirror, town.apart = town.folder / "second", apart
    with town.stack:
        yield Office(town, town.machine("clerk"), town.machine("commander"), document)


def stays(office: Office) -> dict[Stay, int]:
    return evicting.look(office.clerk.store, office.before).stay


def test_it_goes_once_the_server_says_so_and_comes_back_the_same(office_: Office) -> None:
    store, path = office_.clerk.store, office_.path()
    replace(office_, town=replace(office_.town, mirror=None)).ask()
    assert stays(office_) == {Stay.MEDIA: 1}
    office_.mirror()
    office_.ask()
    gone = evicting.evict(store, office_.before)
    assert (gone.files, gone.size) == (1, len(PDF))
    assert ("document", office_.document) in gone.changed
    assert not path.exists()
    [row] = _files(store, office_.document)
    assert (row.here, row.at_server) == (False, True)
    with pytest.raises(FileAtServer):
        files.content(store, BLOB)
    assert office.sync(store).missing_files == 0
    with office_.town.running():
        [quiet] = office_.town.sync(office_.clerk)
        assert (quiet.downloaded, quiet.uploaded, quiet.problems) == (0, 0, ())
        assert evicting.fetch(store, office_.document).changed == {("document", office_.document)}
        [row] = _files(store, office_.document)
        assert (row.at_server, row.asked) == (False, True)
        [done] = office_.town.sync(office_.clerk)
    assert (done.downloaded, done.problems) == (1, ())
    [row] = _files(store, office_.document)
    assert (row.here, row.at_server, row.asked) == (True, False, False)
    assert files.content(store, BLOB) == PDF


def _files(store: Store, document: str) -> tuple[FileRow, ...]:
    page = documents.page(store, document)
    assert page is not None
    return page.files


def test_checks_and_counts_do_not_call_it_damage(office_: Office) -> None:
    store = office_.clerk.store
    office_.mirror()
    office_.ask()
    evicting.evict(store, office_.before)
    report = integrity.check(store, office_.clerk.vault, Depth.DEEP)
    assert report.findings == ()
    found = audit(store)
    assert (found.good, found.files, found.missing, found.away) == (True, 0, 0, 1)
    assert keeping.away(store) == (1, len(PDF), 0)


def test_a_backup_says_how_many_files_it_has_not(office_: Office, tmp_path: Path) -> None:
    store, vault, path = office_.clerk.store, office_.clerk.vault, office_.path()
    bytes_ = path.read_bytes()

    def meanwhile(_done: int, _total: int) -> bool:
        path.unlink(missing_ok=True)
        return True

    for name, progress in (("one", meanwhile), ("two", on)):
        (tmp_path / name).mkdir()
        report = backup.run(store, vault, tmp_path / name, progress)
        assert (report.complete, report.away, report.missing) == (True, 1, 0)
        path.write_bytes(bytes_)
        office_.mirror()
        office_.ask()
        evicting.evict(store, office_.before)


def test_nothing_goes_that_was_opened_or_is_worked_on(office_: Office) -> None:
    store = office_.clerk.store
    office_.mirror()
    office_.ask()
    assert evicting.look(store, store.now()).files == 1
    later = office_.later()
    month_later = later.now()
    assert evicting.look(store, month_later).files == 1
    assert files.opened(later, BLOB) == PDF
    assert evicting.look(store, month_later).files == 0
    assert evicting.look(store, month_later).stay == {}
    office_.clerk.register(PDF, code="9/TM")  # another document of the same file
    assert evicting.look(store, later.now() + 1).stay == {Stay.OPEN: 1}


def test_the_files_of_a_document_go_together(office_: Office) -> None:
    store, later = office_.clerk.store, office_.before
    office_.mirror()
    office_.ask()
    assert evicting.look(store, later).files == 1
    other = {"blob": b64(bytes(32)), "document": office_.document, "slot": "other", "op": "x"}
    file = other | {"role": "", "place": 1, "name": "", "type": "", "size": 1, "pages": 0}
    row = {"id": other["blob"], "size": 1, "complete": True, "used": later}
    with writes(store.engine).begin() as connection:
        connection.execute(sa.insert(models.File).values(file))
        empty = {"frame_log2": 0, "wrapped_key": b"", "chunks": b""}
        connection.execute(sa.insert(models.Blob).values(row | empty))
    found = evicting.look(store, later)
    assert (found.files, found.stay) == (0, {Stay.RECENT: 1})


def test_no_word_but_the_servers_own_of_now_counts(office_: Office) -> None:
    store = office_.clerk.store
    with office_.town.opened() as found:
        sign, epoch = found.registrar.sign, found.registrar.epoch
    good = Stored(
        realm=store.realm.provision.realm, epoch=epoch, at=store.now(), files=(Kept(BLOB, 2),)
    )
    other = msgspec.structs.replace(good, files=(Kept(b64(bytes(32)), 2),))
    refused = [
        (stored.state(good, office_.commander.store.author.sign), SignatureWrong),
        (stored.state(msgspec.structs.replace(good, realm=store.new_id()), sign), NONSENSE),
        (stored.state(other, sign), NONSENSE),
    ]
    for envelope, error in refused:
        with pytest.raises(error):
            evicting.take_word(store, envelope, [BLOB])
        assert stays(office_) == {Stay.MEDIA: 1}
    for changed in ({"epoch": epoch + 1}, {"files": (Kept(BLOB, 1),)}, {"files": ()}):
        said = msgspec.structs.replace(good, **changed)
        evicting.take_word(store, stored.state(said, sign), [BLOB])
        assert evicting.evict(store, office_.before).files == 0
    assert office_.path().exists()
    evicting.take_word(store, stored.state(good, sign), [BLOB])
    assert evicting.evict(store, office_.before).files == 1


def test_a_server_that_was_restored_has_said_nothing(office_: Office) -> None:
    office_.mirror()
    office_.ask()
    syncing.check_epoch(office_.clerk.store, 5)
    assert stays(office_) == {Stay.UNSENT: 1}


def test_an_older_server_is_asked_and_nothing_goes(office_: Office) -> None:
    class Older:
        def ask(self, _endpoint: object, _question: object) -> object:
            raise NotFound(kind="path")

    giving_up.ask(office_.clerk.store, Older(), office_.before)  # type: ignore[arg-type]
    assert stays(office_) == {Stay.MEDIA: 1}


CHILD = """
import sys
from pathlib import Path
from db.actions import evicting
from tests.db import dying
from tests.server.town import Town
store = Town(Path(sys.argv[1]), 0).machine("clerk").store
place, before = sys.argv[2], int(sys.argv[3])
if place == "row":
    evicting.drop = dying.at(place)
else:
    path = store.blobs.path
    store.blobs.path = lambda blob: path(blob).unlink() or dying.die(place)
evicting.evict(store, before)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("place", ["row", "bytes"])
def test_killed_in_between_it_is_known_to_be_away(
    office_: Office, place: str, pytestconfig: pytest.Config
) -> None:
    store, path = office_.clerk.store, office_.path()
    office_.mirror()
    office_.ask()
    words = [sys.executable, "-c", CHILD, str(office_.town.folder), place, str(office_.before)]
    assert died_at(words, pytestconfig.rootpath, dict(os.environ)) == place
    assert path.exists() is (place == "row")
    [row] = _files(store, office_.document)
    assert (row.here, row.at_server) == (False, True)
    evicting.drop(store)
    assert not path.exists()
    evicting.fetch_all(store)
    with office_.town.running():
        office_.town.sync(office_.clerk)
    assert files.content(store, BLOB) == PDF


def test_evidence_that_is_to_be_renewed_calls_its_files_back(office_: Office) -> None:
    store = office_.clerk.store
    office_.mirror()
    office_.ask()
    evicting.evict(store, office_.before)
    with writes(store.engine).begin() as connection:
        row: dict[str, object] = {
            "document": office_.document,
            "slot": "received",
            "op": "x",
            "blob": BLOB,
        }
        row |= {"origin": BLOB, "keeper": "", "taken": False}
        values = row | {"stage": "lta", "since": store.now() + 60 * DAY_MS}
        connection.execute(sa.insert(models.Evidence).values(values))
    evicting.recall(store)
    assert keeping.away(store).asked == 0
    evicting.recall(office_.later())
    assert keeping.away(store).asked == 1


def typed(store: Store, *words: str) -> int:
    """``antin files`` in an open store."""
    parser = argparse.ArgumentParser()
    command.arguments(parser, "en")
    options = parser.parse_args(words)
    options.language = "en"
    return command.do(store, options)


def test_by_command_it_says_what_goes_and_why_the_rest_stays(
    office_: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    store, path = office_.later(), office_.path()
    office_.clerk.register(PDF + b" khac", code="9/TM")
    office_.mirror()
    with office_.town.running():
        office_.town.sync(office_.clerk)
        assert typed(store, "evict", "--older-than", "30", "--dry-run") == 0
        assert "Would give up 1 files, 1 MB." in capsys.readouterr().out
        assert path.exists()
        assert typed(store, "evict", "--older-than", "30", "--free", "5") == 0
        assert not path.exists()
        assert typed(store, "evict", "--older-than", "30") == 1
    said = capsys.readouterr().out
    assert said.count("1 stay: their document is not filed") == 2
    assert typed(store, "fetch") == 0
    assert "1 file comes" in capsys.readouterr().out
    with pytest.raises(ServerUnreachable):
        typed(store, "evict", "--older-than", "30")


def test_at_rest_it_goes_by_the_setting_and_not_without(office_: Office, tmp_path: Path) -> None:
    store, keeper = office_.later(100), Keeper(tmp_path)
    after = AfterRound(keeper)
    office_.mirror()

    def rest() -> bool:
        with office_.town.running(), office_.town.road(office_.clerk) as road:
            after(store, road, lambda: False)
        return office_.path().exists()

    assert rest()
    keeper.set_keep_months(3)
    assert rest()  # once an hour
    after = AfterRound(keeper)
    assert not rest()
