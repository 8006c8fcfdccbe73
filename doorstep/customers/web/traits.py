"""What a half-typed customer could be recognised by."""

from collections.abc import Collection, Sequence

from doorstep.clients.inputs import PhoneInput
from doorstep.clients.matching import Traits, name_postcode_key
from doorstep.clients.phones import read_phones
from doorstep.core.emails import read_email
from doorstep.identity.models import Workspace


def traits_of(
    workspace: Workspace,
    phones: Sequence[PhoneInput],
    email: str,
    *,
    name: str = "",
    postcode: str = "",
    known: Collection[str] = (),
) -> Traits:
    """The traits of what was typed so far, without those that are `known` (numbers in E.164, e-mail keys)."""
    e164s = [row.e164 for row in read_phones(workspace, phones) if row.e164 and row.e164 not in known]
    key = _email_key(email)
    return Traits(
        e164s=e164s,
        email_keys=[key] if key and key not in known else [],
        name_postcode_key=name_postcode_key(name, workspace.country, postcode),
    )


def _email_key(typed: str) -> str:
    try:
        return read_email(typed).key if typed.strip() else ""
    except ValueError:
        return ""
