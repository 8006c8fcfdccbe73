"""A workspace's tags and sources."""

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.activity.models import Entry
from doorstep.clients.actions import tags as client_tags
from doorstep.clients.models import ClientCard, ClientTag
from doorstep.core.errors import RuleBroken
from doorstep.customers.tests.builders import make_customer, make_tag
from doorstep.vocabulary.actions import sources
from doorstep.vocabulary.actions.tags import create_tag, update_tag
from doorstep.vocabulary.models import Source, Tag


def test_tags_are_case_sensitive_and_a_near_miss_is_asked_about(owner):
    create_tag(actor=owner, name=" VIP ", colour="purple")
    with pytest.raises(RuleBroken) as broken:
        create_tag(actor=owner, name="vip")
    assert broken.value.details == {"near_miss": "VIP"}
    create_tag(actor=owner, name="vip", although_similar=True)
    with pytest.raises(RuleBroken, match="already") as broken:
        create_tag(actor=owner, name="VIP", although_similar=True)
    assert broken.value.details == {}
    assert set(Tag.objects.values_list("name", flat=True)) == {"VIP", "vip"}


@pytest.mark.parametrize(("name", "colour"), [("", "blue"), ("x" * 61, "blue"), ("Fine", "beige")])
def test_a_tag_needs_a_name_that_fits_and_a_colour_there_is(owner, name, colour):
    with pytest.raises(RuleBroken):
        create_tag(actor=owner, name=name, colour=colour)


def test_a_tag_is_renamed_wherever_it_is_and_its_own_spelling_may_change(owner):
    tag = create_tag(actor=owner, name="vip")
    update_tag(actor=owner, tag_id=tag.pk, name="VIP", colour="red")
    tag.refresh_from_db()
    assert (tag.name, tag.colour) == ("VIP", "red")
    assert Entry.objects.get(kind="tag.updated").data == {"name": "VIP", "was": "vip", "colour": "red"}


def test_deleting_a_tag_takes_it_off_cards_and_leaves_a_line_on_each_timeline(owner):
    customer = make_customer(owner, tags=("VIP",))
    before = ClientCard.objects.get().facets
    assert client_tags.delete_tag(actor=owner, tag_id=make_tag(owner.workspace).pk) == 1
    assert not ClientTag.objects.exists()
    assert len(ClientCard.objects.get().facets) == len(before) - 1
    assert Entry.objects.get(kind="client.lost_tag").client_id == customer.pk


def test_a_tag_on_very_many_customers_is_taken_off_by_a_bulk_change_first(owner, monkeypatch):
    monkeypatch.setattr(client_tags, "MOST", 1)
    for _ in range(2):
        make_customer(owner, tags=("VIP",))
    with pytest.raises(RuleBroken, match="Untag"):
        client_tags.delete_tag(actor=owner, tag_id=Tag.objects.get().pk)
    assert ClientTag.objects.count() == 2


def test_sources_are_made_renamed_ordered_archived_and_restored(owner):
    first, second, third = (sources.create_source(actor=owner, name=name) for name in ("A", "B", "C"))
    sources.reorder_sources(actor=owner, source_ids=[third.pk, first.pk])
    assert list(Source.objects.values_list("name", flat=True)) == ["C", "A", "B"]
    sources.rename_source(actor=owner, source_id=second.pk, name="Flyer")
    with pytest.raises(RuleBroken, match="already"):
        sources.rename_source(actor=owner, source_id=second.pk, name="A")
    sources.archive_source(actor=owner, source_id=first.pk)
    assert Source.objects.get(pk=first.pk).archived_at
    with pytest.raises(RuleBroken, match="archived"):
        sources.create_source(actor=owner, name="A")
    sources.restore_source(actor=owner, source_id=first.pk)
    assert Source.objects.get(pk=first.pk).archived_at is None


def test_only_those_who_may_change_settings_change_the_lists(csr, stranger, owner):
    tag, source = create_tag(actor=owner, name="A"), sources.create_source(actor=owner, name="A")
    for call in (
        lambda actor: create_tag(actor=actor, name="B"),
        lambda actor: update_tag(actor=actor, tag_id=tag.pk, name="B"),
        lambda actor: client_tags.delete_tag(actor=actor, tag_id=tag.pk),
        lambda actor: sources.create_source(actor=actor, name="B"),
        lambda actor: sources.rename_source(actor=actor, source_id=source.pk, name="B"),
        lambda actor: sources.reorder_sources(actor=actor, source_ids=[]),
        lambda actor: sources.archive_source(actor=actor, source_id=source.pk),
        lambda actor: sources.restore_source(actor=actor, source_id=source.pk),
    ):
        with pytest.raises(PermissionDenied):
            call(csr)
    for call in (
        lambda: update_tag(actor=stranger, tag_id=tag.pk, name="B"),
        lambda: client_tags.delete_tag(actor=stranger, tag_id=tag.pk),
    ):
        with pytest.raises(Tag.DoesNotExist):
            call()
    with pytest.raises(Source.DoesNotExist):
        sources.archive_source(actor=stranger, source_id=source.pk)
