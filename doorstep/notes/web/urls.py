"""Addresses of notes, tasks, planned activities and touchpoints."""

from types import ModuleType

from django.urls import URLPattern, path

from doorstep.notes.web import notes, pages, planned, to_dos, touchpoints

app_name = "notes"

_ONE = "customers/<int:client_id>"


def _duty(views: ModuleType, name: str, where: str) -> list[URLPattern]:
    """The addresses that tasks and planned activities have alike."""
    return [
        path(where, views.page, name=name),
        path(f"{where}/edit", views.edit, name=f"{name}-edit"),
        path(f"{where}/done", views.finish, name=f"{name}-done"),
        path(f"{where}/reopen", views.reopen, name=f"{name}-reopen"),
        path(f"{where}/delete", views.delete, name=f"{name}-delete"),
        path(f"{where}/restore", views.restore, name=f"{name}-restore"),
    ]


urlpatterns = [
    path(f"{_ONE}/notes/panel", notes.panel, name="notes"),
    path(f"{_ONE}/notes/new", notes.create, name="note-create"),
    path("notes/<int:note_id>/edit", notes.edit, name="note-edit"),
    path("notes/<int:note_id>/pin", notes.pin, name="note-pin"),
    path("notes/<int:note_id>/star", notes.star, name="note-star"),
    path("notes/<int:note_id>/delete", notes.delete, name="note-delete"),
    path("notes/<int:note_id>/restore", notes.restore, name="note-restore"),
    path(f"{_ONE}/tasks/panel", pages.panel, name="tasks"),
    path("tasks", pages.my_tasks, name="my-tasks"),
    path("tasks/new", to_dos.create, name="task-create"),
    path(f"{_ONE}/tasks/new", to_dos.create, name="client-task-create"),
    *_duty(to_dos, "task", "tasks/<int:task_id>"),
    path(f"{_ONE}/activities/new", planned.create, name="activity-create"),
    *_duty(planned, "activity", "activities/<int:activity_id>"),
    path(f"{_ONE}/interactions/new", touchpoints.create, name="interaction-create"),
    path("interactions/<int:interaction_id>/edit", touchpoints.edit, name="interaction-edit"),
    path("interactions/<int:interaction_id>/delete", touchpoints.delete, name="interaction-delete"),
    path("interactions/<int:interaction_id>/restore", touchpoints.restore, name="interaction-restore"),
]
