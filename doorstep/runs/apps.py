from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "doorstep.runs"
    label = "runs"
