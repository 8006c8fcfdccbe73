"""Loading without indexes leaves the tables as they were, and the rows as the product would write them."""

import pytest
from django.db import connection

from doorstep.clients.cards import rebuild_figures
from doorstep.clients.models import ClientCard
from doorstep.shell.sample import generator
from doorstep.shell.sample.company import found, furnish
from doorstep.vocabulary.models import Tag

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PARTS_OF_TABLES = {
    "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
    " UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "sqlite": "SELECT type || name || sql FROM sqlite_master WHERE sql IS NOT NULL",
}


def parts_of_tables():
    with connection.cursor() as cursor:
        cursor.execute(PARTS_OF_TABLES[connection.vendor])
        return sorted(row[0] for row in cursor.fetchall())


@pytest.fixture
def filled(monkeypatch):
    monkeypatch.setattr(generator, "WORTH_BARE_TABLES", 1)
    workspace = found("bare", "Bare")
    before = parts_of_tables()
    generator.generate(workspace, 60, seed=2, tell=lambda done: None)
    assert parts_of_tables() == before
    return workspace


def test_indexes_constraints_and_triggers_are_back_and_all_figures_right(filled):
    assert ClientCard.objects.filter(workspace=filled).count() == 60
    assert rebuild_figures(workspace=filled, check=True) == 0


def test_what_triggers_would_have_kept_is_there(filled):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps these in indexes")
    tags = Tag.objects.in_bulk(furnish(filled).tags.values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clients_search_fts WHERE clients_search_fts MATCH '\"example\"'")
        assert cursor.fetchone()[0] > 30
        cursor.execute("SELECT count(*) FROM clients_card_facet")
        assert cursor.fetchone()[0] > len(tags)
