"""The jobs of a customer, as a panel of its page, and the forms that open from it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from doorstep.billing.permissions import MANAGE_INVOICES, VIEW_MONEY
from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.dialogs import done, refused, show_dialog
from doorstep.core.webkit.panels import page_of, posted, show_panel
from doorstep.customers.models import Customer
from doorstep.identity.doors import ActorRequest, requires
from doorstep.jobs import actions
from doorstep.jobs.models import Job
from doorstep.jobs.permissions import COMPLETE_JOBS, MANAGE_JOBS
from doorstep.jobs.queries import jobs_of
from doorstep.jobs.web.forms import CompleteForm, CreateForm, EditForm, ReasonForm, RescheduleForm


@require_safe
@requires(VIEW_CUSTOMERS)
def panel(request: ActorRequest, customer_id: int) -> HttpResponse:
    """GET /customers/<id>/jobs/ — the customer's jobs, 20 a page, the latest first."""
    actor = request.actor
    customer = get_object_or_404(Customer.objects.visible_to(actor).select_related("client"), pk=customer_id)
    context = {
        "customer": customer,
        "page": page_of(jobs_of(actor, customer_id), request.GET.get("page")),
        "may_manage": actor.can(MANAGE_JOBS),
        "may_complete": actor.can(COMPLETE_JOBS),
        "may_invoice": actor.can(MANAGE_INVOICES),
        "shows_money": actor.can(VIEW_MONEY),
    }
    return show_panel(request, "jobs", "jobs_panel", context)


@requires(MANAGE_JOBS)
def create(request: ActorRequest, customer_id: int) -> HttpResponse:
    """/customers/<id>/jobs/new/ — schedule a job."""
    get_object_or_404(Customer.objects.visible_to(request.actor), pk=customer_id)
    form = CreateForm(posted(request), actor=request.actor, customer_id=customer_id)
    if form.is_valid():
        with form.showing_broken_rules():
            job = actions.create_job(
                actor=request.actor,
                customer_id=customer_id,
                scheduled_at=form.cleaned_data["scheduled_at"],
                fields=form.given(),
            )
            return _changed(request, job, _("Job #%(number)d is scheduled.") % {"number": job.number})
    return show_dialog(
        request,
        form,
        title=_("New job"),
        submit=_("Schedule"),
        back=_panel_of(customer_id),
        backlabel=_("Jobs"),
    )


@requires(MANAGE_JOBS)
def edit(request: ActorRequest, job_id: int) -> HttpResponse:
    """/jobs/<id>/edit/ — change what a job is; a rival's change is shown, not overwritten."""
    job = _job(request, job_id)
    form = EditForm(posted(request), actor=request.actor, job=job)
    if form.is_valid():
        with form.showing_broken_rules(), form.showing_clash():
            actions.update_job(
                actor=request.actor,
                job_id=job_id,
                version=form.cleaned_data["version"],
                fields=form.given(),
                seen=form.seen(),
            )
            return _changed(request, job, _("Job #%(number)d is saved.") % {"number": job.number})
    return _form(request, job, form, _("Edit job #%(number)d"), _("Save"))


@requires(MANAGE_JOBS)
def reschedule(request: ActorRequest, job_id: int) -> HttpResponse:
    """/jobs/<id>/reschedule/ — move a job to another moment."""
    job = _job(request, job_id)
    form = RescheduleForm(posted(request), initial={"scheduled_at": job.scheduled_at})
    if form.is_valid():
        with form.showing_broken_rules():
            actions.reschedule_job(actor=request.actor, job_id=job_id, **form.cleaned_data)
            return _changed(request, job, _("Job #%(number)d is moved.") % {"number": job.number})
    return _form(request, job, form, _("Move job #%(number)d"), _("Move"))


@requires(COMPLETE_JOBS)
def complete(request: ActorRequest, job_id: int) -> HttpResponse:
    """/jobs/<id>/complete/ — report a job as done."""
    job = _job(request, job_id)
    form = CompleteForm(posted(request), actor=request.actor)
    if form.is_valid():
        with form.showing_broken_rules():
            actions.complete_job(actor=request.actor, job_id=job_id, **form.cleaned_data)
            return _changed(request, job, _("Job #%(number)d is completed.") % {"number": job.number})
    return _form(request, job, form, _("Complete job #%(number)d"), _("Complete"))


@requires(COMPLETE_JOBS)
def abort(request: ActorRequest, job_id: int) -> HttpResponse:
    """/jobs/<id>/abort/ — report that the work could not be done."""
    words = _("Abort job #%(number)d"), _("Abort"), _("Job #%(number)d is aborted.")
    return _end(request, job_id, actions.abort_job, words)


@requires(MANAGE_JOBS)
def cancel(request: ActorRequest, job_id: int) -> HttpResponse:
    """/jobs/<id>/cancel/ — call a job off."""
    words = _("Cancel job #%(number)d"), _("Cancel the job"), _("Job #%(number)d is cancelled.")
    return _end(request, job_id, actions.cancel_job, words)


def _end(
    request: ActorRequest, job_id: int, action: Callable[..., Job], words: tuple[str, str, str]
) -> HttpResponse:
    job = _job(request, job_id)
    title, submit, done = words
    form = ReasonForm(posted(request))
    if form.is_valid():
        with form.showing_broken_rules():
            action(actor=request.actor, job_id=job_id, **form.cleaned_data)
            return _changed(request, job, done % {"number": job.number})
    return _form(request, job, form, title, submit, danger=True)


@require_POST
@requires(MANAGE_JOBS)
def reopen(request: ActorRequest, job_id: int) -> HttpResponse:
    """POST /jobs/<id>/reopen/ — schedule it again."""
    job = _job(request, job_id)
    try:
        actions.reopen_job(actor=request.actor, job_id=job_id)
    except RuleBroken as broken:
        return refused(request, _panel_of(job.customer_id), broken)
    return _changed(request, job, _("Job #%(number)d is open again.") % {"number": job.number})


def _job(request: ActorRequest, job_id: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.actor), pk=job_id)


def _form(
    request: ActorRequest,
    job: Job,
    form: CompleteForm | EditForm | ReasonForm | RescheduleForm,
    title: str,
    submit: str,
    *,
    danger: bool = False,
) -> HttpResponse:
    return show_dialog(
        request,
        form,
        title=title % {"number": job.number},
        hint=job.title,
        submit=submit,
        danger=danger,
        back=_panel_of(job.customer_id),
        backlabel=_("Jobs"),
    )


def _changed(request: ActorRequest, job: Job, words: str) -> HttpResponse:
    return done(request, _panel_of(job.customer_id), words)


def _panel_of(customer_id: int) -> str:
    return reverse("jobs:panel", args=[customer_id])
