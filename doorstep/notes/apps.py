from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "doorstep.notes"
    label = "notes"
