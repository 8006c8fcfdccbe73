"""How logging in works here: by e-mail, for people who were invited."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: the first visit's set-up page and invitations make people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
