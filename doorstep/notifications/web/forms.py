"""The form behind "How you are told"."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.core.webkit.forms import ActionForm
from doorstep.notifications.kinds import notification_kinds


class ChoicesForm(ActionForm):
    """Which kinds come by e-mail too."""

    by_email = forms.MultipleChoiceField(
        label=_("Send me an e-mail as well when"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["by_email"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, kind.label) for name, kind in notification_kinds().items()]
