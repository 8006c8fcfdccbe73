"""Every page's address, app by app."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("doorstep.identity.web.urls")),
    path("account/", include("allauth.urls")),
]
