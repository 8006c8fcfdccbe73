"""The people to talk to at a client: the panel on its page, adding, editing, removing."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.clients.actions import contacts as actions
from doorstep.clients.forms import phone_formset, phone_inputs
from doorstep.clients.models import Client, Contact
from doorstep.clients.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.clients.queries import contacts_of
from doorstep.clients.web.answers import panel_answer, saving, show_form
from doorstep.clients.web.contact_forms import ContactForm
from doorstep.core.errors import StaleVersion
from doorstep.identity.doors import ActorRequest, requires

_PANEL = "clients/_contacts.html"
_FORM = "clients/_contact_form.html"


@require_GET
@requires(VIEW_CUSTOMERS)
def panel(request: ActorRequest, client_id: int) -> HttpResponse:
    """GET /customers/<id>/contacts/panel: the contacts with their numbers."""
    client = Client.objects.visible_to(request.actor).get(pk=client_id)
    context = {
        "client": client,
        "contacts": contacts_of(request.actor, client_id),
        "can_manage": request.actor.can(MANAGE_CUSTOMERS),
    }
    return panel_answer(request, client, _PANEL, _("Contacts"), context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def create(request: ActorRequest, client_id: int) -> HttpResponse:
    """GET, POST /customers/<id>/contacts/new: the form of a contact, saving it."""
    client = Client.objects.visible_to(request.actor).get(pk=client_id)
    form = ContactForm(request.POST or None, client=client)
    phones = phone_formset(request.actor.workspace, request.POST or None, blank=2)
    if request.method == "POST" and form.is_valid() & phones.is_valid():
        with saving(form):
            actions.add_contact(
                actor=request.actor,
                client_id=client_id,
                fields=form.contact_fields(),
                phones=phone_inputs(phones),
            )
            return _saved(request, client, _("Contact added."))
    return show_form(request, client, form, _FORM, _("New contact"), phones=phones)


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def edit(request: ActorRequest, contact_id: int) -> HttpResponse:
    """GET, POST /contacts/<id>/edit: the filled form, saving it."""
    contact = Contact.objects.visible_to(request.actor).select_related("client").get(pk=contact_id)
    stored = list(contact.phones.all())
    form = ContactForm(
        request.POST or None, client=contact.client, contact=contact, kinds=[row.kind for row in stored]
    )
    phones = phone_formset(request.actor.workspace, request.POST or None, stored)
    if request.method == "POST" and form.is_valid() & phones.is_valid():
        with saving(form):
            _save(request, form, phones, contact)
            return _saved(request, contact.client, _("Saved."))
    return show_form(request, contact.client, form, _FORM, _("Edit contact"), phones=phones, contact=contact)


def _save(request: ActorRequest, form: ContactForm, phones: Any, contact: Contact) -> None:
    try:
        actions.update_contact(
            actor=request.actor,
            contact_id=contact.pk,
            version=form.cleaned_data["version"] or contact.version,
            fields=form.contact_fields(),
            phones=phone_inputs(phones),
        )
    except StaleVersion as stale:
        form.show_what_others_saved(stale)
        raise


@require_POST
@requires(MANAGE_CUSTOMERS)
def delete(request: ActorRequest, contact_id: int) -> HttpResponse:
    """POST /contacts/<id>/delete."""
    client = Client.objects.visible_to(request.actor).get(contacts=contact_id)
    actions.delete_contact(actor=request.actor, contact_id=contact_id)
    return _saved(request, client, _("Contact deleted."))


def _saved(request: ActorRequest, client: Client, said: str) -> HttpResponse:
    return panel_answer(request, client, _PANEL, _("Contacts"), {}, said=said)
