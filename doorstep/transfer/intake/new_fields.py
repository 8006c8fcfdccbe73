"""Columns that become custom fields of the workspace."""

from django.utils.text import slugify

from doorstep.core.text import fold
from doorstep.identity.models import Workspace
from doorstep.transfer.intake.fields import CUSTOM, NEW_CUSTOM
from doorstep.transfer.intake.plan import Plan
from doorstep.vocabulary.models import CustomField

_LONGEST_LABEL = 80


def make_custom_fields(workspace: Workspace, plan: Plan, *, dry: bool = False) -> list[CustomField]:
    """Give each column mapped to "new" a text field named after it, or the one of that name that is there.

    Called in the run's first transaction; the plan then names the fields. `dry`: they are not saved.
    The new ones.
    """
    wanted = [header for header, name in plan.mapping.items() if name == NEW_CUSTOM]
    if not wanted:
        return []
    fields = list(CustomField.objects.filter(workspace=workspace, on=CustomField.On.CUSTOMER))
    made = []
    for header in wanted:
        field = next(
            (one for one in fields if one.archived_at is None and fold(one.label) == fold(header)), None
        )
        if field is None:
            field = _new(workspace, header, fields)
            fields.append(field)
            made.append(field)
            if not dry:
                field.save()
        plan.mapping[header] = CUSTOM + field.key
    if made and not dry:
        plan.made["fields"] = [field.pk for field in made]
    return made


def _new(workspace: Workspace, header: str, fields: list[CustomField]) -> CustomField:
    taken = {field.key for field in fields}
    key = base = slugify(header)[:50] or "field"
    number = 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return CustomField(
        workspace=workspace,
        on=CustomField.On.CUSTOMER,
        key=key,
        label=header[:_LONGEST_LABEL],
        kind=CustomField.Kind.TEXT,
        position=len(fields) + 1,
    )
