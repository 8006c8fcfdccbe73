"""How logging in works here: by e-mail, for people who were invited."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by themselves: the first visit's set-up page and invitations make people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell what changed. It has changed already: a mail server that is down must not make it fail."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except OSError:  # smtplib's errors are OSErrors too
            logger.exception("The notice about a change of somebody's account was not sent.")
