"""How many tags a customer can have: the lists' indexes bear them."""

import pytest

from doorstep.clients.models import ClientCard, ClientTag
from doorstep.core.errors import RuleBroken
from doorstep.customers.actions import tags as tagging
from doorstep.customers.actions.tags import tag_customers
from doorstep.customers.actions.update import update_customer
from doorstep.customers.tests.builders import make_customer, make_tag
from doorstep.vocabulary.models import Tag


def make_tags(workspace, many):
    Tag.objects.bulk_create(Tag(workspace=workspace, name=f"Tag {number}") for number in range(many))
    return list(Tag.objects.filter(workspace=workspace).values_list("pk", flat=True))


def test_the_longest_name_with_the_most_tags_is_kept(owner):
    customer = make_customer(owner, last_name="Ж" * 80, first_name="Ю" * 80)
    ids = make_tags(owner.workspace, 398)
    update_customer(actor=owner, customer_id=customer.pk, version=customer.client.version, tag_ids=ids)
    assert len(ClientCard.objects.get(pk=customer.pk).facets) == 400  # with type and member


def test_more_are_refused_in_words_and_nothing_changes(owner):
    customer = make_customer(owner)
    ids = make_tags(owner.workspace, 401)
    with pytest.raises(RuleBroken, match="at most 400 tags"):
        update_customer(actor=owner, customer_id=customer.pk, version=customer.client.version, tag_ids=ids)
    assert not ClientTag.objects.exists()


def test_a_bulk_change_passes_over_who_has_the_most(owner, monkeypatch):
    monkeypatch.setattr(tagging, "MOST_TAGS", 1)
    full, free = make_customer(owner), make_customer(owner)
    first, second = make_tag(owner.workspace, "First"), make_tag(owner.workspace, "Second")
    tag_customers(actor=owner, customer_ids=[full.pk], tag_id=first.pk)
    changes = tag_customers(actor=owner, customer_ids=[full.pk, free.pk], tag_id=second.pk)
    assert [one.refusal for one in changes] == ["Has 1 tags: take one off first.", ""]
    again = tag_customers(actor=owner, customer_ids=[full.pk], tag_id=first.pk)
    assert [one.refusal for one in again] == [""]
