"""Addresses of long work."""

from django.urls import path

from doorstep.runs.web import views

app_name = "runs"

urlpatterns = [
    path("runs/", views.run_list, name="list"),
    path("runs/<int:run_id>/", views.run_page, name="run"),
    path("runs/<int:run_id>/progress/", views.progress, name="progress"),
    path("runs/<int:run_id>/cancel/", views.cancel, name="cancel"),
    path("runs/<int:run_id>/undo/", views.undo, name="undo"),
    path("runs/<int:run_id>/rows/", views.rows, name="rows"),
    path("runs/<int:run_id>/file/", views.file, name="file"),
]
