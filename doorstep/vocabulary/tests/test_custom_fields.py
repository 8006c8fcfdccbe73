"""A workspace's own fields and their choices."""

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.clients.models import Property
from doorstep.core.errors import RuleBroken
from doorstep.customers.tests.builders import make_customer
from doorstep.vocabulary.actions import custom_fields, options
from doorstep.vocabulary.models import CustomField, CustomFieldOption


def _make(actor, label="Gate code", kind="text", on="customer", **more):
    return custom_fields.create_custom_field(actor=actor, on=on, label=label, kind=kind, **more)


def test_the_key_comes_from_the_label_and_stays_when_that_changes(owner):
    field = _make(owner, "Gate code (Tür)")
    assert field.key == "gate_code_tur"
    custom_fields.update_custom_field(actor=owner, field_id=field.pk, label="Door code", required=True)
    field.refresh_from_db()
    assert (field.key, field.label, field.required) == ("gate_code_tur", "Door code", True)


def test_keys_never_collide_nor_end_like_the_range_of_a_filter(owner):
    keys = [_make(owner, label).key for label in ("Valid from", "A b", "A-b", "???")]
    assert keys == ["valid_from_", "a_b", "a_b_2", "field"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"label": " "}, "label"),
        ({"kind": "colour"}, "kind"),
        ({"on": "invoice"}, "on"),
        ({"kind": "choice", "options": ["", "  "]}, "options"),
    ],
)
def test_bad_input_names_its_field(owner, given, field):
    with pytest.raises(RuleBroken) as broken:
        _make(owner, **given)
    assert broken.value.field == field
    assert not CustomField.objects.exists()


@pytest.mark.parametrize(
    ("kind", "value"),
    [("text", "7"), ("number", "7"), ("money", "7"), ("date", "2026-01-02"), ("choice", "a"),
     ("multi_choice", "a"), ("checkbox", "yes"), ("url", "a.com")],
)  # fmt: skip
def test_the_kind_is_free_until_a_record_has_a_value(owner, kind, value):
    field = _make(owner, kind=kind, options=["A"] if "choice" in kind else ())
    make_customer(owner, custom={field.key: value})
    other = "text" if kind != "text" else "number"
    with pytest.raises(RuleBroken) as broken:
        custom_fields.update_custom_field(actor=owner, field_id=field.pk, kind=other)
    assert broken.value.field == "kind"
    empty = _make(owner, "Empty", kind=kind, options=["A"] if "choice" in kind else ())
    custom_fields.update_custom_field(actor=owner, field_id=empty.pk, kind=other)
    assert CustomField.objects.get(pk=empty.pk).kind == other


def test_the_kind_of_a_property_field_is_fixed_by_a_propertys_value(owner):
    field = _make(owner, on="property")
    make_customer(owner)
    Property.objects.update(custom={field.key: "x"})
    with pytest.raises(RuleBroken):
        custom_fields.update_custom_field(actor=owner, field_id=field.pk, kind="number")


def test_an_archived_field_frees_its_label_and_comes_back_when_it_is_free(owner):
    field = _make(owner)
    custom_fields.archive_custom_field(actor=owner, field_id=field.pk)
    again = _make(owner)
    assert again.key == "gate_code_2"
    with pytest.raises(RuleBroken, match="already"):
        custom_fields.restore_custom_field(actor=owner, field_id=field.pk)
    custom_fields.archive_custom_field(actor=owner, field_id=again.pk)
    custom_fields.restore_custom_field(actor=owner, field_id=field.pk)
    assert CustomField.objects.get(archived_at=None) == field


def test_fields_are_ordered_apart_for_each_kind_of_record(owner):
    first, second = _make(owner, "A"), _make(owner, "B")
    place = _make(owner, "P", on="property")
    custom_fields.reorder_custom_fields(actor=owner, on="customer", field_ids=[second.pk, first.pk])
    assert list(CustomField.objects.filter(on="customer").values_list("label", flat=True)) == ["B", "A"]
    assert CustomField.objects.get(pk=place.pk).position == 0


def test_choices_are_added_renamed_and_archived_while_records_keep_their_keys(owner):
    field = _make(owner, kind="choice", options=["Gas", "Oil"])
    customer = make_customer(owner, custom={field.key: "gas"})
    gas = CustomFieldOption.objects.get(key="gas")
    options.rename_option(actor=owner, option_id=gas.pk, label="Natural gas")
    with pytest.raises(RuleBroken, match="already"):
        options.add_option(actor=owner, field_id=field.pk, label="natural GAS")
    options.archive_option(actor=owner, option_id=gas.pk)
    new = options.add_option(actor=owner, field_id=field.pk, label="Gas")
    assert new.key == "gas_2"
    customer.client.refresh_from_db()
    assert customer.client.custom == {field.key: "gas"}
    options.restore_option(actor=owner, option_id=gas.pk)
    with pytest.raises(RuleBroken):
        options.add_option(actor=owner, field_id=_make(owner, "T").pk, label="X")


def test_only_those_who_may_change_settings_and_only_their_own(csr, stranger, owner):
    field = _make(owner, kind="choice", options=["A"])
    option = CustomFieldOption.objects.get()
    calls = [
        lambda actor: custom_fields.update_custom_field(actor=actor, field_id=field.pk, label="X"),
        lambda actor: custom_fields.archive_custom_field(actor=actor, field_id=field.pk),
        lambda actor: custom_fields.restore_custom_field(actor=actor, field_id=field.pk),
        lambda actor: options.add_option(actor=actor, field_id=field.pk, label="X"),
        lambda actor: options.rename_option(actor=actor, option_id=option.pk, label="X"),
        lambda actor: options.archive_option(actor=actor, option_id=option.pk),
        lambda actor: options.restore_option(actor=actor, option_id=option.pk),
    ]
    for call in calls:
        with pytest.raises(PermissionDenied):
            call(csr)
        with pytest.raises((CustomField.DoesNotExist, CustomFieldOption.DoesNotExist)):
            call(stranger)
    with pytest.raises(PermissionDenied):
        _make(csr)
    with pytest.raises(PermissionDenied):
        custom_fields.reorder_custom_fields(actor=csr, on="customer", field_ids=[])
