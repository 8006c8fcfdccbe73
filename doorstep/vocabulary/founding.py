"""The lists that a new workspace starts with, and what a sandbox copies (config/workspaces.py)."""

from django.utils.translation import gettext as _

from doorstep.identity.models import Workspace
from doorstep.vocabulary.models import CustomField, CustomFieldOption, Source, Tag


def add_default_lists(*, workspace: Workspace) -> None:
    """The usual sources, in the workspace's language. Tags and custom fields are the company's own."""
    names = (_("Google"), _("Referral"), _("Repeat"), _("Website"), _("Voice AI"), _("Social"))
    Source.objects.bulk_create(
        Source(workspace=workspace, name=name, position=position) for position, name in enumerate(names)
    )


def copy_lists(*, source: Workspace, target: Workspace) -> None:
    """Copy tags, sources and custom fields with their choices; nothing archived. Five statements or so."""
    Tag.objects.bulk_create(
        Tag(workspace=target, name=tag.name, colour=tag.colour)
        for tag in Tag.objects.filter(workspace=source)
    )
    Source.objects.bulk_create(
        Source(workspace=target, name=one.name, position=one.position)
        for one in Source.objects.filter(workspace=source, archived_at=None)
    )
    _copy_custom_fields(source, target)


def _copy_custom_fields(source: Workspace, target: Workspace) -> None:
    fields = list(CustomField.objects.filter(workspace=source, archived_at=None))
    copies = CustomField.objects.bulk_create(
        CustomField(
            workspace=target,
            on=field.on,
            key=field.key,
            label=field.label,
            kind=field.kind,
            required=field.required,
            position=field.position,
        )
        for field in fields
    )
    copy_of = {field.pk: copy for field, copy in zip(fields, copies, strict=True)}
    CustomFieldOption.objects.bulk_create(
        CustomFieldOption(
            workspace=target,
            field=copy_of[option.field_id],
            key=option.key,
            label=option.label,
            position=option.position,
        )
        for option in CustomFieldOption.objects.filter(field__in=copy_of, archived_at=None)
    )
