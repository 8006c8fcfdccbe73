"""Writing the phone numbers of a client or a contact."""

from collections.abc import Sequence

from django.db import transaction

from doorstep.clients.inputs import PhoneInput
from doorstep.clients.models import Client, ClientPhone, Contact
from doorstep.core.phones import read_phone
from doorstep.identity.models import Workspace


def read_phones(workspace: Workspace, phones: Sequence[PhoneInput]) -> list[ClientPhone]:
    """The rows for what was typed, unsaved, without blanks and repetitions."""
    rows: dict[str, ClientPhone] = {}
    for phone in phones:
        read = read_phone(phone.typed, phone.country or workspace.country)
        if read is None:
            continue
        rows.setdefault(
            read.e164 + "x" + read.extension if read.e164 else read.typed,
            ClientPhone(
                workspace=workspace,
                kind=phone.kind,
                typed=read.typed[:60],
                e164=read.e164,
                extension=read.extension[:12],
                position=len(rows),
            ),
        )
    return list(rows.values())


@transaction.atomic
def set_phones(*, client: Client, rows: Sequence[ClientPhone], contact: Contact | None = None) -> bool:
    """Make these the client's (or the contact's) numbers; whether that changed anything."""
    stored = list(ClientPhone.objects.filter(client=client, contact=contact))
    if [_said(row) for row in stored] == [_said(row) for row in rows]:
        return False
    ClientPhone.objects.filter(pk__in=[row.pk for row in stored]).delete()
    for row in rows:
        row.client, row.contact = client, contact
    ClientPhone.objects.bulk_create(rows)
    return True


def _said(row: ClientPhone) -> tuple[str, str, str]:
    return row.kind, row.typed, row.e164
