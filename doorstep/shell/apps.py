from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "doorstep.shell"
    label = "shell"
