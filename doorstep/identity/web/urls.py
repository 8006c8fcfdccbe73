"""Addresses of the identity pages."""

from django.http import HttpResponse
from django.urls import path

app_name = "identity"
urlpatterns = [path("setup/", lambda request: HttpResponse("Setup"), name="setup")]
