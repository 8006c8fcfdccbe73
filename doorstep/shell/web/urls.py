"""Addresses of the frame: home, palette, saved views."""

from django.urls import path

from doorstep.shell.web import home, palette, saved_views

app_name = "shell"

urlpatterns = [
    path("", home.home, name="home"),
    path("palette", palette.palette, name="palette"),
    path("views", saved_views.views, name="views"),
    path("views/save", saved_views.save, name="view-save"),
    path("views/<int:view_id>", saved_views.change, name="view-change"),
    path("views/<int:view_id>/delete", saved_views.delete, name="view-delete"),
]
