from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "doorstep.transfer"
    label = "transfer"
