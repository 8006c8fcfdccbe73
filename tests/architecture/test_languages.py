"""A language is offered when the product speaks it, not before."""

from django.conf import settings
from django.utils.translation import to_locale

from tests.architecture import source


def test_every_language_on_offer_is_translated():
    """The words in the source are English; any other language has a catalogue."""
    untranslated = [
        code
        for code, _name in settings.LANGUAGES
        if not code.startswith("en")
        and not (source.PRODUCT / "locale" / to_locale(code) / "LC_MESSAGES" / "django.po").exists()
    ]
    assert not untranslated
