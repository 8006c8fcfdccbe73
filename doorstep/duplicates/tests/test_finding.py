"""Which pairs are found: surely, probably, and households; by the whole scan over spoilt records."""

from itertools import combinations

import pytest

from doorstep.clients.matching import name_postcode_key
from doorstep.clients.models import Client, ClientPhone, Property
from doorstep.core.text import fold
from doorstep.customers.tests.builders import make_customer
from doorstep.duplicates.actions import dismiss_pair, merge_confident, merge_customers, reopen_pair, scan
from doorstep.duplicates.finding import kind
from doorstep.duplicates.finding.scoring import in_words, score
from doorstep.duplicates.finding.traits import Traits
from doorstep.duplicates.models import DuplicatePair
from doorstep.duplicates.tasks import scan_all, scan_one
from doorstep.duplicates.tests.builders import everything, make_pair
from doorstep.runs.actions import undo_run
from doorstep.runs.engine import Ending, work
from doorstep.runs.models import Run
from doorstep.shell.sample.twins import Card, Twins
from doorstep.transfer.intake.removing import delete_clients
from doorstep.transfer.intake.since import clients_used_since

JANE = {
    "first": "jane",
    "last": "doe",
    "company": "",
    "email": "jane@example.com",
    "phones": ["+13035550142"],
    "street": "12 elm street",
    "postcode": "80202",
    "town": "denver",
}
NOBODY = {"email": "", "phones": [], "street": "", "postcode": "", "town": ""}


def judged(**changes):
    """How sure it is that Jane and a Jane with other `changes` are one; "" when not at all."""
    found = score(Traits(1, **JANE), Traits(2, **{**JANE, **changes}))
    return found.strength if found else ""


def test_the_same_words_are_surely_the_same():
    assert judged() == "confident"


@pytest.mark.parametrize(
    "changes",
    [
        {"last": "dow"},
        {"first": "jnae"},
        {"first": "j"},
        {"first": "doe", "last": "jane"},
        {"phones": ["+13035550199"], "email": ""},
        {"street": "9 oak avenue", "postcode": "80301"},
        {"email": "", "street": "", "postcode": ""},
    ],
)
def test_one_slip_leaves_it_sure(changes):
    assert judged(**changes) == "confident"


def test_a_household_is_no_duplicate():
    assert judged(first="john", email="john@example.com") == "household"
    assert judged(first="ann", email="", street="9 oak avenue", postcode="80301") == "household"


def test_a_namesake_somewhere_else_is_nobody():
    assert judged(**NOBODY | {"street": "9 oak avenue", "postcode": "80301", "town": "boulder"}) == ""


def test_a_namesake_with_the_same_postcode_is_probable():
    assert judged(**NOBODY | {"street": "9 oak avenue", "postcode": "80202", "town": "denver"}) == "likely"


def test_a_couple_with_two_surnames_is_a_household():
    assert judged(first="peter", last="young", email="") == "household"


def test_a_business_at_its_owners_phone_and_address_is_probable():
    assert judged(first="", last="", company="elm street bakery", email="") == "likely"


def test_somebody_elses_number_is_nobody():
    other = {"first": "peter", "last": "young", "email": "p@example.com", "street": "9 oak avenue"}
    assert judged(**other, postcode="80301") == ""


def test_the_reasons_are_words():
    found = score(Traits(1, **JANE), Traits(2, **{**JANE, "last": "dowe", "email": "", "street": ""}))
    assert in_words(found.reasons) == "same phone, similar name"


def load(workspace, cards: list[Card]) -> dict[int, int]:
    """The cards as clients, written straight into the tables; client -> person."""
    clients = Client.objects.bulk_create(
        Client(
            workspace=workspace,
            first_name=card.first_name,
            last_name=card.last_name,
            name=f"{card.first_name} {card.last_name}",
            email=card.email,
            email_key=fold(card.email),
            name_postcode_key=name_postcode_key(f"{card.first_name} {card.last_name}", "US", card.postcode),
        )
        for card in cards
    )
    ClientPhone.objects.bulk_create(
        ClientPhone(workspace=workspace, client=client, typed=card.phone, e164=f"+1{card.phone}")
        for client, card in zip(clients, cards, strict=True)
    )
    Property.objects.bulk_create(
        Property(
            workspace=workspace,
            client=client,
            line1=card.line1,
            town=card.town,
            postcode=card.postcode,
            postcode_key=card.postcode,
            is_primary=True,
        )
        for client, card in zip(clients, cards, strict=True)
        if card.line1
    )
    return {client.pk: card.person for client, card in zip(clients, cards, strict=True)}


def truth(people: dict[int, int]) -> set[tuple[int, int]]:
    """The pairs of clients that are one person."""
    by_person: dict[int, list[int]] = {}
    for pk, person in people.items():
        by_person.setdefault(person, []).append(pk)
    return {pair for pks in by_person.values() for pair in combinations(sorted(pks), 2)}


def found_as(strength: str) -> set[tuple[int, int]]:
    return set(DuplicatePair.objects.filter(strength=strength).values_list("low_id", "high_id"))


@pytest.mark.parametrize("seed", [1, 2])
def test_sure_pairs_are_right_in_98_of_100_and_find_85_of_100(owner, seed):
    people = load(owner.workspace, list(Twins(seed).cards(6000)))
    scan(actor=owner, at_once=True)
    real, sure = truth(people), found_as("confident")
    assert len(real) > 200
    precision, recall = len(sure & real) / len(sure), len(sure & real) / len(real)
    assert (precision >= 0.98, recall >= 0.85) == (True, True), f"{precision:.3f} {recall:.3f}"


def test_a_dismissed_pair_stays_so_and_one_no_longer_alike_goes(owner):
    one, other, third = (
        make_customer(owner, last_name="Doe", phones=("303 555 0142",)) for _turn in range(3)
    )
    scan(actor=owner, at_once=True)
    pair = DuplicatePair.objects.get(low_id=one.pk, high_id=other.pk)
    dismiss_pair(actor=owner, pair_id=pair.pk)
    ClientPhone.objects.filter(client_id=third.pk).delete()
    Property.objects.filter(client_id=third.pk).delete()
    Client.objects.filter(pk=third.pk).update(name_postcode_key="")
    scan(actor=owner, at_once=True)
    assert list(DuplicatePair.objects.values_list("pk", "state")) == [(pair.pk, "dismissed")]
    assert reopen_pair(actor=owner, pair_id=pair.pk).state == "open"


def test_a_number_that_many_share_tells_nobody_apart(owner):
    for number in range(14):
        make_customer(owner, first_name="", last_name=f"Desk{number}", phones=("303 555 0142",), line1="")
    scan(actor=owner, at_once=True)
    assert not DuplicatePair.objects.exists()


def test_archived_customers_are_not_compared(owner):
    one, _other = (make_customer(owner, last_name="Doe", phones=("303 555 0142",)) for _turn in range(2))
    Client.objects.filter(pk=one.pk).update(archived_at="2026-01-01T00:00:00Z")
    scan(actor=owner, at_once=True)
    assert not DuplicatePair.objects.exists()


def test_another_companys_customers_are_not_compared(owner, stranger):
    for actor in (owner, stranger):
        make_customer(actor, last_name="Doe", phones=("303 555 0142",))
    scan(actor=owner, at_once=True)
    assert not DuplicatePair.objects.exists()


def test_every_night_each_workspace_is_looked_through(owner, stranger):
    make_customer(owner)
    scan_all.call()
    scan_one.call(workspace_id=owner.workspace_id)
    scan_one.call(workspace_id=owner.workspace_id)
    assert list(Run.objects.values_list("kind", "workspace_id")) == [("duplicates.scan", owner.workspace_id)]


def test_a_night_after_which_nothing_is_new_has_no_scan(owner):
    make_customer(owner)
    scan(actor=owner, at_once=True)
    scan_one.call(workspace_id=owner.workspace_id)
    assert Run.objects.count() == 1
    make_customer(owner)
    scan_one.call(workspace_id=owner.workspace_id)
    assert Run.objects.count() == 2


def test_a_scan_that_breaks_off_after_each_slice_finds_the_same(owner, monkeypatch):
    monkeypatch.setattr(kind, "SLICE", 7)
    people = load(owner.workspace, list(Twins(3).cards(400)))
    scan(actor=owner, at_once=True)
    at_one_go = found_as("confident")
    DuplicatePair.objects.all().delete()
    run = scan(actor=owner, at_once=False)
    turns = 0
    while work(run.pk, should_pause=lambda: True) is not Ending.OVER:
        turns += 1
    assert turns > 4
    assert found_as("confident") == at_one_go
    assert at_one_go & truth(people)


def test_an_undone_import_takes_its_pairs_along(owner):
    one, other = (make_customer(owner, last_name="Doe") for _turn in range(2))
    make_pair(one, other)
    run = Run.objects.create(workspace=owner.workspace, kind="import.customers", title="Import")
    assert clients_used_since(owner.workspace, [one.pk], run).get(one.pk, []) == []
    delete_clients(owner.workspace, [one.pk])
    assert list(Client.objects.values_list("pk", flat=True)) == [other.pk]
    assert not DuplicatePair.objects.exists()


def test_all_sure_pairs_are_merged_at_once_and_the_run_is_undone(owner):
    twins = [make_customer(owner, last_name="Doe", phones=("303 555 0142",)) for _turn in range(3)]
    probable = [make_customer(owner, last_name="Roe", line1="") for _turn in range(2)]
    for one, other in ((twins[0], twins[1]), (twins[0], twins[2]), (twins[1], twins[2])):
        make_pair(one, other)
    make_pair(*probable, strength="likely")
    before = everything()
    run = merge_confident(actor=owner, at_once=True)
    assert (run.state, run.counts) == ("done", {"changed": 2, "unchanged": 1})
    assert set(Client.objects.values_list("pk", flat=True)) == {twins[0].pk, *(one.pk for one in probable)}
    undo = undo_run(actor=owner, run_id=run.pk, at_once=True)
    assert undo.counts == {"undone": 2}
    after = everything()
    assert {name for name in before if before[name] != after[name]} <= {
        "runs.Run",
        "runs.RunRow",
        "runs.RunChunk",
    }


def test_the_pair_of_a_merge_comes_back_with_its_undo(owner):
    one, other = (make_customer(owner, last_name="Doe") for _turn in range(2))
    make_pair(one, other)
    merge_customers(actor=owner, survivor_id=one.pk, other_id=other.pk)
    assert not DuplicatePair.objects.exists()
