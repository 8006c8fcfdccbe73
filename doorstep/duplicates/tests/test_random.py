"""Whatever hangs on two customers, and whatever is chosen: an undo of their merge leaves all as it was."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.activity.models import FormerId
from doorstep.billing.tests.builders import make_draft, make_invoice, make_payment
from doorstep.clients.cards import rebuild_figures, refresh_figures
from doorstep.clients.models import Client, ClientPhone, ClientTag, Contact, Property, PropertyParty
from doorstep.clients.search_text import refresh_search
from doorstep.core.errors import RuleBroken
from doorstep.customers.models import Account, Customer
from doorstep.customers.tests.builders import make_customer, make_source, make_tag
from doorstep.duplicates.actions import merge_customers, undo_merge
from doorstep.duplicates.merging.choices import BOTH, CHOICES, OTHER, SURVIVOR
from doorstep.duplicates.models import DuplicatePair
from doorstep.duplicates.tests.builders import everything, make_pair
from doorstep.files.models import StoredFile
from doorstep.jobs.tests.builders import make_job
from doorstep.notes.tests.builders import make_activity, make_interaction, make_note, make_task

pytestmark = pytest.mark.django_db

SIDE = st.integers(0, 1)
ROWS = st.lists(
    st.tuples(
        SIDE,
        st.sampled_from(
            (
                *("phone", "contact", "place", "twin place", "party", "tag", "job", "invoice", "draft"),
                *("payment", "note", "task", "activity", "interaction", "file", "pair", "former"),
                *("follow-up", "custom"),
            )
        ),
        st.integers(0, 3),
    ),
    max_size=14,
)
PICKS = st.dictionaries(
    st.sampled_from([one.key for one in CHOICES]), st.sampled_from([SURVIVOR, OTHER, BOTH]), max_size=5
)
KINDS = st.tuples(st.booleans(), st.booleans())


class Stage:
    """Two customers of one workspace, and a third one beside them."""

    def __init__(self, owner: Any, kinds: tuple[bool, bool]) -> None:
        self.owner, self.workspace = owner, owner.workspace
        self.sides = [self._customer(number, company) for number, company in enumerate(kinds)]
        self.third = make_customer(owner)

    def _customer(self, number: int, company: bool) -> Customer:
        named = {"company_name": f"Firm {number}"} if company else {}
        return make_customer(self.owner, last_name=f"Doe{number}", **named)

    def add(self, side: int, what: str, number: int) -> None:
        customer = self.sides[side]
        straight = {
            "job": make_job, "invoice": make_invoice, "draft": make_draft,
        }.get(what)  # fmt: skip
        if straight is not None:
            straight(self.owner, customer)
        elif what == "payment":
            make_invoice(self.owner, customer)
            make_payment(self.owner, customer, 100 + number)
        else:
            getattr(self, f"add_{what.replace(' ', '_').replace('-', '_')}")(customer.pk, number)

    def row(self, model: type[models.Model], client_id: int, **values: Any) -> Any:
        return model.objects.create(workspace=self.workspace, client_id=client_id, **values)

    def add_phone(self, pk: int, number: int) -> None:
        self.row(ClientPhone, pk, typed=str(number), e164=f"+1303555014{number}", position=number)

    def add_contact(self, pk: int, number: int) -> None:
        contact = self.row(Contact, pk, last_name=f"Roe{number}", is_primary=number == 0)
        self.row(ClientPhone, pk, contact=contact, typed="1", e164="+13035550149")

    def add_place(self, pk: int, number: int) -> None:
        place = self.row(Property, pk, line1=f"{pk} Oak {number}", country="US", access_notes="Ring")
        make_note(self.owner, pk)
        self.row(
            StoredFile, pk, kind="photo", name="a", stored="x", size=1, content_type="a/b", property=place
        )

    def add_twin_place(self, pk: int, number: int) -> None:
        extra = {"access_notes": "Dog"} if number % 2 else {"external_id": "E"}
        place = self.row(Property, pk, line1=f"{number} Ash", country="US", custom={"a": number}, **extra)
        job = make_job(self.owner, Customer.objects.get(pk=pk))
        type(job).objects.filter(pk=job.pk).update(property=place)

    def add_party(self, pk: int, number: int) -> None:
        place = Property.objects.filter(client_id=self.third.pk).first()
        PropertyParty.objects.create(workspace=self.workspace, property=place, role="owner", party_id=pk)

    def add_tag(self, pk: int, number: int) -> None:
        tag = make_tag(self.workspace, f"T{number}")
        ClientTag.objects.get_or_create(workspace=self.workspace, client_id=pk, tag=tag)

    def add_note(self, pk: int, number: int) -> None:
        make_note(self.owner, pk)

    def add_task(self, pk: int, number: int) -> None:
        make_task(self.owner, pk)

    def add_activity(self, pk: int, number: int) -> None:
        make_activity(self.owner, pk)

    def add_interaction(self, pk: int, number: int) -> None:
        make_interaction(self.owner, pk)

    def add_file(self, pk: int, number: int) -> None:
        self.row(StoredFile, pk, kind="photo", name="a", stored="x", size=1, content_type="a/b")

    def add_pair(self, pk: int, number: int) -> None:
        if not DuplicatePair.objects.filter(low_id=pk, high_id=self.third.pk).exists():
            make_pair(Client.objects.get(pk=pk), self.third)

    def add_former(self, pk: int, number: int) -> None:
        FormerId.objects.get_or_create(
            workspace=self.workspace, old_id=10**9 + number, defaults={"client_id": pk}
        )

    def add_follow_up(self, pk: int, number: int) -> None:
        at = datetime(2026, 1, 2, 3, 4, 5, 678901 + number, tzinfo=UTC)
        Customer.objects.filter(pk=pk).update(
            follow_up_flagged_at=at, follow_up_reason="Why", follow_up_on=at.date(), dormant_at=at
        )
        account = Account.objects.get_or_create(workspace=self.workspace, name=f"A{number}")[0]
        Customer.objects.filter(pk=pk).update(account=account, billing_line1="1 Bank St")

    def add_custom(self, pk: int, number: int) -> None:
        source = make_source(self.workspace, f"S{number}")
        Client.objects.filter(pk=pk).update(
            custom={"a": number, "b": [number]}, source=source, internal_notes=f"N{number}"
        )

    def settle(self) -> None:
        """Derived rows as the actions would have left them."""
        ids = [*(one.pk for one in self.sides), self.third.pk]
        refresh_search(workspace=self.workspace, client_ids=ids)
        refresh_figures(workspace=self.workspace, client_ids=ids)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=KINDS, rows=ROWS, picks=PICKS)
def test_a_merge_and_its_undo_leave_every_table_as_it_was(owner, kinds, rows, picks):
    with transaction.atomic():
        stage = Stage(owner, kinds)
        # A dormant customer gets no new jobs.
        for side, what, number in sorted(rows, key=lambda row: row[1] == "follow-up"):
            stage.add(side, what, number)
        stage.settle()
        before = everything()
        survivor, other = stage.sides
        try:
            with transaction.atomic():
                merge = merge_customers(
                    actor=owner, survivor_id=survivor.pk, other_id=other.pk, choices=picks
                )
        except RuleBroken:
            assert everything() == before
        else:
            assert rebuild_figures(workspace=owner.workspace, check=True) == 0
            assert not Client.objects.filter(pk=other.pk).exists()
            _merge, notes = undo_merge(actor=owner, merge_id=merge.pk)
            assert notes == []
            assert rebuild_figures(workspace=owner.workspace, check=True) == 0
            after = everything()
            assert {name: after[name] for name in after if after[name] != before[name]} == {}
        transaction.set_rollback(True)
