from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "doorstep.activity"
    label = "activity"
