"""Functions of the store that show no document to a person."""

from __future__ import annotations

NO_DOCUMENT = {
    "actions.reinstating.take",
    "actions.sealing.holes",
    "actions.sealing.seal",
    "actions.reinstating.let_lie",
    "actions.redoing.again",  # asks setting_aside.item: test_redoing
    "actions.completing.note",  # this machine's own, by an id that it has
    "actions.completing.failed",
    "actions.completing.halted",
    "actions.completing.went_on",
    "queries.completing.wait",
    "queries.brought.brought",  # counts of a bundle, nothing of what it says
    "actions.trusting.held",  # certificate authorities
    "actions.trusting.handed",
    "actions.trusting.make",
    "actions.trusting.number",
    "actions.trusting.offered",
    "actions.trusting.take",
    "actions.trusting.take_in",
    "actions.desk.keep_draft",  # the person's own, by his id
    "actions.reference.set_day",
    "actions.reference.drop_day",
    "actions.reference.set_entry",
    "actions.reference.settle_year",
    "queries.reference.reference",
    "queries.reference.catalogue",
    "queries.reference.days",
    "queries.reference.calendar",
    "queries.reference.limits",
    "queries.reference.means",
    "queries.reference.must_open",
    "actions.desk.drop_draft",
    "actions.desk.draft",
    "actions.desk.drafts",
    "actions.desk.recent",
    "actions.desk.keep_recent",
    "actions.desk.phrases",
    "actions.desk.keep_phrases",
    "actions.desk.mark_read",
    "actions.batches.begin",  # the person's own, by ids that he had
    "actions.batches.end",
    "queries.batches.cut",  # each as its page says, which asks db.visible
    "queries.batches.note",
    "queries.batches.place",
    "actions.desk.mark_seen",
    "actions.desk.seen",
    "actions.desk.printing",
    "actions.desk.keep_printing",
    "actions.dossiers.open_dossier",  # new ones
    "actions.plans.copy",  # the year's list, which everybody works by
    "actions.plans.keep",
    "actions.plans.restore",
    "actions.books.open_register",
    "actions.books.close",  # counts
    "actions.exports.permit",
    "actions.taking_over.take_over",  # new ones
    "queries.numbers.closing_sheet",
    "queries.old_books.standing",
    "queries.numbers.registers",
    "queries.numbers.figures",
    "actions.incoming.register",
    "actions.files.seal",
    "actions.filters.save",  # the person's own, by his id
    "actions.filters.rename",
    "actions.filters.drop",
    "actions.filters.shift",
    "actions.filters.restore",
    "queries.filters.saved",
    "queries.arrangements.arrangement",
    "actions.arrangements.keep",
    "queries.books.words_of",  # the words of codes
    "queries.plans.plan",  # counts only the dossiers that the person sees
    "queries.plans.years",
    "queries.turns.placed",  # rows that the caller was shown
    "queries.turns.limit",
    "queries.troubles.troubles",  # asks db.visible: test_troubles
    "queries.office.people",
    "queries.office.units",
    "queries.office.me",
    "queries.office.unit_name",
    "queries.office.letterhead",
    "queries.office.books",
    "queries.office.devices",
    "queries.carried.entitled",
    "queries.carried.exports",
    "queries.carried.named",
    "queries.carried.readers",
    "actions.resolving.take_machine",  # each as resolve does, which asks db.visible: test_conflicts
}

PEOPLE = {
    "queries.accounts",
    "queries.delegations",
    "queries.groups",
    "actions.admission",
    "actions.authority",
    "actions.delegating",
    "actions.founding",
    "actions.groups",
    "actions.naming",
}
MACHINES = {
    "actions.bundles": "sealed to certified machines",
    "actions.bundle_reader": "what a bundle brings, for actions.bundles",
    "actions.lending": "the server's acts",
    "actions.handing_on": "commits between certified machines, keys for the signal",
    "actions.ordering": "the server's acts",
    "actions.recovering": "the server's acts",
    "actions.replacing": "machines, their leases and invitations",
    "actions.renewing": "machines and their certificates",
    "actions.rooting": "machines and their certificates by the root",
    "actions.relay": "sealed requests and answers of enrolment",
    "actions.snapshots": "states between certified machines, keys for the signal",
    "actions.evicting": "files of this machine, ids for the signal",
    "actions.mirroring": "files of a server, counts",
    "queries.keeping": "files of this machine, counts",
    "actions.syncing": "commits between certified machines, counts",
    "actions.transfers": "files between certified machines, ids for the signal",
    "actions.numbers": "numbers that no document has, and their notes",
    "queries.audit": "hashes and counts of the whole store",
    "queries.certificates": "machines and their certificates",
    "queries.extracts": "hashes and heads of chains, for who may read the journal",
    "queries.snapshots": "states for certified machines, counts",
    "queries.journal": "acts for who may read them, documents named as visible says: test_journal",
}
"""Modules that show no document to a person, and why; new functions in them are looked at there."""
