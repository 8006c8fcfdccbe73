from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    name = "doorstep.vocabulary"
    label = "vocabulary"
