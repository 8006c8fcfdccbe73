"""Columns that become custom fields of the workspace."""

from django.utils.text import slugify

from doorstep.core.text import fold
from doorstep.identity.models import Workspace
from doorstep.transfer.intake.fields import CUSTOM, NEW_CUSTOM
from doorstep.transfer.intake.plan import Plan
from doorstep.vocabulary.models import CustomField

_LONGEST_LABEL = 80


def make_custom_fields(workspace: Workspace, plan: Plan) -> None:
    """Give each column mapped to "new" a text field named after it, or the one of that name that is there.

    Called in the run's first transaction; the plan then names the fields.
    """
    for header, name in plan.mapping.items():
        if name == NEW_CUSTOM:
            plan.mapping[header] = CUSTOM + _field_for(workspace, header, plan).key


def _field_for(workspace: Workspace, header: str, plan: Plan) -> CustomField:
    fields = list(CustomField.objects.filter(workspace=workspace, on=CustomField.On.CUSTOMER))
    for field in fields:
        if field.archived_at is None and fold(field.label) == fold(header):
            return field
    taken = {field.key for field in fields}
    key = base = slugify(header)[:50] or "field"
    number = 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    made = CustomField.objects.create(
        workspace=workspace,
        on=CustomField.On.CUSTOMER,
        key=key,
        label=header[:_LONGEST_LABEL],
        kind=CustomField.Kind.TEXT,
        position=len(fields) + 1,
    )
    plan.made.setdefault("fields", []).append(made.pk)
    return made
