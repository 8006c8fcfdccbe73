"""Two companies with one of everything, and a signed-in browser for each role of the first."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from doorstep.billing.tests.builders import make_draft, make_invoice, make_payment
from doorstep.clients.models import Contact, Property, PropertyParty
from doorstep.customers.models import Account, Customer
from doorstep.customers.tests.builders import make_customer, make_source, make_tag
from doorstep.duplicates.models import Merge
from doorstep.duplicates.tests.builders import make_pair
from doorstep.files.models import StoredFile
from doorstep.identity.actor import Actor
from doorstep.identity.models import Invitation, Membership, Role, Team, Workspace
from doorstep.identity.tests.builders import actor_of, make_member, make_team, make_workspace
from doorstep.jobs.tests.builders import make_job
from doorstep.notes.tests.builders import make_activity, make_interaction, make_note, make_task
from doorstep.notifications.actions import notify
from doorstep.runs.models import Run, RunRow
from doorstep.shell.models import SavedView
from doorstep.vocabulary.models import CustomField, CustomFieldOption

Ids = dict[str, Any]


@dataclass
class Company:
    """A workspace, its owner, and the id of one of everything by the name URLs give it."""

    workspace: Workspace
    owner: Actor
    ids: Ids = field(default_factory=dict)


def make_company(name: str, slug: str) -> Company:
    workspace = make_workspace(name, slug=slug)
    return furnish(Company(workspace, actor_of(make_member(workspace, Role.OWNER))))


def furnish(company: Company) -> Company:
    """Put one of everything into the company's workspace."""
    company.ids = {**_people(company), **_words(company), **_records(company)}
    company.ids |= _work(company)
    company.ids |= _twice(company)
    return company


def _people(company: Company) -> Ids:
    team: Team = make_team(company.workspace, "North")
    member = make_member(company.workspace, Role.CSR, team=team)
    invitation = Invitation.objects.create(
        workspace=company.workspace,
        email=f"{company.workspace.slug}@example.com",
        role=Role.CSR,
        token_hash=company.workspace.slug,
        expires_at=timezone.now() + timedelta(days=1),
    )
    owner = Membership.objects.get(pk=company.owner.membership_id)
    token = owner.tokens.create(
        workspace=company.workspace, name="Robot", prefix="dst_", token_hash=company.workspace.slug
    )
    view = SavedView.objects.create(
        workspace=company.workspace,
        page="customers",
        name="Mine",
        owner_id=company.owner.membership_id,
        shared=True,
    )
    [notification] = notify(
        actor=company.owner,
        member_ids=[company.owner.member_id],
        kind="task.assigned",
        text="A task for you",
        url="/",
    )
    return {
        "team_id": team.pk,
        "membership_id": member.pk,
        "member_id": member.pk,
        "invitation_id": invitation.pk,
        "token_id": token.pk,
        "view_id": view.pk,
        "notification_id": notification.pk,
        "role": Role.CSR.value,
        "key": "customers",
    }


def _words(company: Company) -> Ids:
    choice = CustomField.objects.create(
        workspace=company.workspace, on="customer", key="size", label="Size", kind="choice"
    )
    option = CustomFieldOption.objects.create(
        workspace=company.workspace, field=choice, key="big", label="Big"
    )
    return {
        "tag_id": make_tag(company.workspace, "Gold").pk,
        "source_id": make_source(company.workspace).pk,
        "field_id": choice.pk,
        "option_id": option.pk,
    }


def _records(company: Company) -> Ids:
    customer = make_customer(company.owner, phones=("303 555 0142",), email="jane@example.com", tags=("VIP",))
    account = Account.objects.create(workspace=company.workspace, name="Chain")
    place = Property.objects.get(client_id=customer.pk)
    party = PropertyParty.objects.create(
        workspace=company.workspace, property=place, role="owner", name="Somebody"
    )
    contact = Contact.objects.create(workspace=company.workspace, client_id=customer.pk, last_name="Roe")
    return {
        "file_id": _file(company, customer.pk).pk,
        "customer_id": customer.pk,
        "client_id": customer.pk,
        "type_id": customer.type_id,
        "account_id": account.pk,
        "property_id": place.pk,
        "party_row_id": party.pk,
        "contact_id": contact.pk,
    }


def _file(company: Company, client_id: int) -> StoredFile:
    return StoredFile.objects.create(
        workspace=company.workspace,
        client_id=client_id,
        kind="document",
        name="gate.txt",
        stored="uploads/none",
        size=4,
        content_type="text/plain",
        preview=StoredFile.Preview.NONE,
    )


def _twice(company: Company) -> Ids:
    """A second customer, who may be the first, and a merge."""
    other = make_customer(company.owner, first_name="Janet")
    first = Customer.objects.get(pk=company.ids["customer_id"])
    merge = Merge.objects.create(
        workspace=company.workspace,
        survivor_id=first.pk,
        other_id=10**9,
        survivor_name="Jane",
        other_name="Jane twice",
        merged_by_id=company.owner.membership_id,
    )
    return {
        "other_id": other.pk,
        "survivor_id": first.pk,
        "pair_id": make_pair(first, other).pk,
        "merge_id": merge.pk,
    }


def _work(company: Company) -> Ids:
    customer = Customer.objects.get(pk=company.ids["customer_id"])
    job = make_job(company.owner, customer)
    invoice = make_invoice(company.owner, customer)
    payment = make_payment(company.owner, customer, 500)
    draft = make_draft(company.owner, customer)
    run = Run.objects.create(
        workspace=company.workspace,
        kind="import.customers",
        title="Import",
        state=Run.State.DONE,
        counts={"created": 1},
        created_by_id=company.owner.membership_id,
    )
    row = RunRow.objects.create(workspace=company.workspace, run=run, number=2, outcome="asked")
    client_id = customer.pk
    return {
        "job_id": job.pk,
        "invoice_id": invoice.pk,
        "payment_id": payment.pk,
        "draft_id": draft.pk,
        "run_id": run.pk,
        "import_id": run.pk,
        "export_id": run.pk,
        "row_id": row.pk,
        "note_id": make_note(company.owner, client_id).pk,
        "task_id": make_task(company.owner, client_id).pk,
        "activity_id": make_activity(company.owner, client_id).pk,
        "interaction_id": make_interaction(company.owner, client_id).pk,
    }


def browser_of(member: Membership) -> Client:
    """A signed-in browser that shows a server error as status 500 instead of raising it."""
    client = Client(raise_request_exception=False)
    client.force_login(member.user)
    session = client.session
    session["workspace_id"] = member.workspace_id
    session.save()
    return client
