"""No row is forgotten: every foreign key to a client has its line in the table of rules."""

import pytest
from django.apps import apps
from django.db import models

from doorstep.clients.models import Client, Property
from doorstep.customers.models import Customer
from doorstep.duplicates.merging.rules import STAYS, TO_CLIENT, TO_PROPERTY, table_of


def foreign_keys_to(*targets):
    """ "app.Model.column" of every foreign key, also of those without a way back (related_name="+")."""
    return {
        f"{model._meta.label}.{field.attname}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in targets
    }


def test_every_foreign_key_to_a_client_has_a_rule():
    plain = {"activity.FormerId.client_id"}
    assert foreign_keys_to(Client, Customer) == set(TO_CLIENT) - plain, (
        "Add it to duplicates/merging/rules.py"
    )


def test_every_foreign_key_to_a_property_has_a_rule():
    assert foreign_keys_to(Property) == set(TO_PROPERTY), "Add it to duplicates/merging/rules.py"


def test_every_plain_number_of_a_client_has_a_rule():
    """Numbers that are no foreign keys: named after a client, or by a merge's two sides."""
    names = {"client_id", "customer_id", "old_id", "survivor_id", "other_id"}
    found = {
        f"{model._meta.label}.{field.attname}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.attname in names and not isinstance(field, models.ForeignKey)
    }
    assert found == STAYS | {"activity.FormerId.client_id"}, "Add it to duplicates/merging/rules.py"


@pytest.mark.parametrize("key", [*TO_CLIENT, *TO_PROPERTY])
def test_every_line_names_a_column(key):
    model, column = table_of(key)
    assert column in {field.attname for field in model._meta.concrete_fields}


@pytest.mark.parametrize("key", TO_CLIENT)
def test_the_rows_of_a_client_are_found_by_an_index(key):
    """A merge of thousands of pairs cannot read a whole table for each."""
    model, column = table_of(key)
    field = next(one for one in model._meta.concrete_fields if one.attname == column)
    names = {field.name, field.attname, f"-{field.name}"}
    leading = [index.fields[0] for index in model._meta.indexes if index.fields and not index.condition]
    leading += [
        one.fields[0]
        for one in model._meta.constraints
        if isinstance(one, models.UniqueConstraint) and one.fields
    ]
    led = [
        index.fields[1]
        for index in model._meta.indexes
        if index.fields[:1] == ["workspace"] and len(index.fields) > 1
    ]
    assert field.primary_key or field.db_index or names & {*leading, *led}
