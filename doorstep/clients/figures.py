"""The card's columns that the clients' own tables know: name, assignment, tags, source, ticked choices."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import Client, ClientTag
from doorstep.clients.search_text import sort_name
from doorstep.core.figures import Figures
from doorstep.identity.models import Workspace
from doorstep.vocabulary.models import CustomField, CustomFieldOption


def client_figures(client_ids: Sequence[int], *, workspace: Workspace, today: date) -> Figures:
    """Name, archived, assigned member, day of creation and facets of each client. Four statements."""
    choices = ChoiceFacets(workspace)
    figures: Figures = {}
    rows = Client.objects.filter(workspace=workspace, pk__in=client_ids).values_list(
        "pk", "name", "archived_at", "assigned_to_id", "created_at", "source_id", "custom"
    )
    for pk, name, archived_at, assigned_to_id, created_at, source_id, custom in rows:
        figures[pk] = {
            "sort_name": sort_name(name),
            "archived": archived_at is not None,
            "assigned_to_id": assigned_to_id,
            "created_on": workspace.day_of(created_at),
            "facets": list(_own_facets(assigned_to_id, source_id)) + choices.of(custom),
        }
    tags = ClientTag.objects.filter(workspace=workspace, client_id__in=client_ids)
    for pk, tag_id in tags.values_list("client_id", "tag_id"):
        figures[pk]["facets"].append(facet(Facet.TAG, tag_id))
    return figures


def _own_facets(assigned_to_id: int | None, source_id: int | None) -> Iterable[int]:
    if assigned_to_id:
        yield facet(Facet.MEMBER, assigned_to_id)
    if source_id:
        yield facet(Facet.SOURCE, source_id)


class ChoiceFacets:
    """Turns a record's custom choices into facets; reads the workspace's fields once."""

    def __init__(self, workspace: Workspace) -> None:
        fields = CustomField.objects.filter(
            workspace=workspace,
            on=CustomField.On.CUSTOMER,
            kind__in=(
                CustomField.Kind.CHOICE,
                CustomField.Kind.MULTI_CHOICE,
                CustomField.Kind.CHECKBOX,
            ),
        )
        self._by_key = {field.key: field for field in fields}
        options = CustomFieldOption.objects.filter(field__in=self._by_key.values())
        self._options = {
            (field_key, key): facet(Facet.OPTION, pk)
            for pk, field_key, key in options.values_list("pk", "field__key", "key")
        }

    def of(self, custom: dict[str, Any]) -> list[int]:
        """The facets of one record's `custom`."""
        found: list[int] = []
        for key, value in custom.items():
            field = self._by_key.get(key)
            if field is None:
                continue
            if field.kind == CustomField.Kind.CHECKBOX:
                if value is True:
                    found.append(facet(Facet.CHECKED, field.pk))
                continue
            chosen = value if isinstance(value, list) else [value]
            found += [self._options[key, one] for one in chosen if (key, one) in self._options]
        return found
