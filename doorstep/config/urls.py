"""Every page's address, app by app."""

from django.urls import URLPattern, URLResolver, include, path

from doorstep.config.rest import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("doorstep.identity.web.urls")),
    path("", include("doorstep.notifications.web.urls")),
    path("", include("doorstep.vocabulary.web.urls")),
    path("", include("doorstep.clients.web.urls")),
    path("", include("doorstep.files.web.urls")),
    path("", include("doorstep.notes.web.urls")),
    path("", include("doorstep.customers.web.urls")),
    path("", include("doorstep.jobs.web.urls")),
    path("", include("doorstep.billing.web.urls")),
    path("", include("doorstep.duplicates.web.urls")),
    path("", include("doorstep.runs.web.urls")),
    path("", include("doorstep.transfer.web.urls")),
    path("", include("doorstep.shell.web.urls")),
    path("api/v1/", api.urls),
    path("account/", include("allauth.urls")),
]

handler403 = "doorstep.identity.web.errors.permission_denied"
handler404 = "doorstep.identity.web.errors.page_not_found"
handler500 = "doorstep.identity.web.errors.server_error"
