"""API tokens: made, shown once, revoked."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doorstep.core.webkit.htmx import flash, go_to
from doorstep.identity import actions, queries
from doorstep.identity.actor import capabilities
from doorstep.identity.doors import ActorRequest, member_required, requires
from doorstep.identity.permissions import MANAGE_TOKENS
from doorstep.identity.web.forms import TokenForm
from doorstep.identity.web.pages import form_page, posted


@never_cache
@requires(MANAGE_TOKENS)
def tokens(request: ActorRequest) -> HttpResponse:
    """/settings/tokens/ — the tokens there are; a POST makes one and shows its secret this once."""
    form = TokenForm(posted(request), actor=request.actor)
    if form.is_valid():
        with form.showing_broken_rules():
            token, secret = actions.create_token(actor=request.actor, **form.cleaned_data)
            return render(request, "identity/token_created.html", {"token": token, "secret": secret})
    labels = {one.key: one.label for one in capabilities()} | {
        "read": _("Read"),
        "write": _("Read and change"),
    }
    rows = [
        {"row": row, "scopes": [labels.get(scope, scope) for scope in row.scopes]}
        for row in queries.api_tokens(request.actor)
    ]
    return form_page(request, "tokens", form, tokens=rows)


@require_POST
@member_required
def revoke_token(request: ActorRequest, token_id: int) -> HttpResponse:
    """POST /settings/tokens/<id>/revoke/ — the token opens nothing from now on."""
    token = actions.revoke_token(actor=request.actor, token_id=token_id)
    flash(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return go_to(request, "identity:tokens")
