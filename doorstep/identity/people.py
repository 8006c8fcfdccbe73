"""Making a person: somebody who can sign in, in no workspace yet."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.identity.models import User


def clean_email(typed: str) -> str:
    """The address in the form that people sign in with: trimmed, lower case. RuleBroken when it is none."""
    address = typed.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise RuleBroken(_("Enter an e-mail address like ann@example.com."), field="email") from error
    return address


def find_person(email: str) -> User | None:
    """The person who signs in with this address, or None."""
    return User.objects.filter(email__iexact=email.strip()).first()


def make_person(*, email: str, name: str, password: str) -> User:
    """A new person, whose address counts as proven: they followed a link sent there, or run the installation.

    Raises RuleBroken for a bad address, one that is taken, a missing name or a weak password.
    """
    email, name = clean_email(email), name.strip()
    if not name:
        raise RuleBroken(_("Enter your name."), field="name")
    if find_person(email):
        raise RuleBroken(_("Somebody already signs in with this e-mail address."), field="email")
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages), field="password") from error
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
