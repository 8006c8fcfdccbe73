"""Addresses of the frame: home, palette, saved views."""

from django.urls import path

from doorstep.shell.web import api_pages, home, palette, saved_views

app_name = "shell"

urlpatterns = [
    path("", home.home, name="home"),
    path("api/", api_pages.handbook, name="api"),
    path("api/reference/<slug:key>", api_pages.section, name="api-section"),
    path("palette", palette.palette, name="palette"),
    path("views", saved_views.views, name="views"),
    path("views/save", saved_views.save, name="view-save"),
    path("views/<int:view_id>", saved_views.change, name="view-change"),
    path("views/<int:view_id>/delete", saved_views.delete, name="view-delete"),
]
