"""A restricted group where machines meet by sticks: who is let out hands in his work by one, and
what he had leaves his machine once another one says that it came.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from core.commits.ids import b64
from core.errors import ActsInReview
from db.actions import bundles, desk, groups, incoming, reinstating
from db.actions.files import content
from db.queries import documents, setting_aside
from db.queries import groups as read_groups
from tests.server.group_rig import FILE, Group, attach, held_by, purges
from tests.server.narrowing import traces
from tests.server.town import Machine


def carry(source: Machine, target: Machine) -> bundles.Imported:
    made = bundles.export(source.store, [target.store.author.device])
    return bundles.import_(target.store, made.pieces)


def test_who_meets_sticks_only_hands_in_his_work_before_it_leaves_his_machine(group: Group) -> None:
    document = group.register()
    carry(group.clerk, group.commander)
    own = b"%PDF-1.7 viet khi chua biet"
    incoming.edit(group.commander.store, document, note="viết khi chưa biết")
    attach(group.commander, document, replace(FILE, content=own))
    desk.keep_draft(group.commander.store, f"draft:{document}", b"{}")
    groups.let_out(group.admin.store, group.id, group.commander.person)
    group.sync(group.admin, group.clerk)

    carry(group.clerk, group.commander)  # he hears of it: hidden at once, and nothing is lost
    assert documents.page(group.commander.store, document) is None
    assert held_by(group.commander, group.id)["commits"] > 0
    assert (read_groups.left(group.commander.store), purges(group.commander, group.commander)) == (
        (),
        [],
    )

    brought = carry(group.commander, group.clerk)
    assert brought.files == 1
    assert [type(each) for each in brought.notices] == [ActsInReview]
    carry(group.clerk, group.commander)  # it says that all of it came
    assert held_by(group.commander, group.id) == {"chains": 1}
    assert not group.commander.store.blobs.path(b64(sha256(own).digest())).exists()
    assert desk.draft(group.commander.store, f"draft:{document}") is None
    [told] = read_groups.left(group.commander.store)
    assert (told.id, told.name, told.acts) == (group.id, "Nhóm A", 2)
    groups.told(group.commander.store, group.id)
    assert read_groups.left(group.commander.store) == ()
    assert purges(group.commander, group.commander) == [group.id]
    carry(group.commander, group.clerk)
    assert purges(group.clerk, group.commander) == [group.id]
    group.sync(group.clerk)
    for item in setting_aside.items(group.clerk.store):
        reinstating.take(group.clerk.store, [item.id], "việc làm khi còn trong nhóm")
    page = documents.page(group.clerk.store, document)
    assert page is not None
    assert page.fields["note"] == "viết khi chưa biết"
    assert content(group.clerk.store, b64(sha256(own).digest())) == own


def test_a_stick_brings_the_end_of_a_group_to_who_wrote_nothing_in_it(group: Group) -> None:
    group.register()
    carry(group.clerk, group.commander)
    groups.let_out(group.admin.store, group.id, group.commander.person)
    group.sync(group.admin, group.clerk)
    carry(group.clerk, group.commander)
    assert held_by(group.commander, group.id) == {}
    assert traces(group.commander, group.id).files == 0
    assert purges(group.commander, group.commander) == [group.id]
