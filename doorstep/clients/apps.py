from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "doorstep.clients"
    label = "clients"
