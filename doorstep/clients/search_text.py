"""Keeping the one text that search looks through, and the indexed custom values."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from doorstep.clients.custom_values import indexed_values
from doorstep.clients.models import Client, ClientPhone, ClientSearch, Contact, CustomValue, Property
from doorstep.core.phones import read_phone
from doorstep.core.search import without_apostrophes
from doorstep.core.text import digits, fold
from doorstep.identity.models import Workspace

CHUNK = 2000
SORT_NAME_LENGTH = 120


@transaction.atomic
def refresh_search(*, workspace: Workspace, client_ids: Collection[int]) -> None:
    """Rewrite the search text and the indexed custom values of these clients, in the caller's transaction.

    Called by every action that changes a name, phone, e-mail, address, reference or custom value.
    """
    ids = sorted(set(client_ids))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        _write_texts(workspace, chunk)
        _write_custom_values(workspace, chunk)


def _write_texts(workspace: Workspace, ids: Sequence[int]) -> None:
    rows = {
        pk: (sort_name(words[0]), join_words(words))
        for pk, words in _words_of(workspace=workspace, client_ids=ids).items()
    }
    stored = ClientSearch.objects.filter(pk__in=ids).values_list("pk", "sort_name", "text")
    old = {pk: (name, text) for pk, name, text in stored}
    ClientSearch.objects.bulk_create(
        [
            ClientSearch(workspace=workspace, client_id=pk, sort_name=name, text=text)
            for pk, (name, text) in rows.items()
            if old.get(pk) != (name, text)
        ],
        update_conflicts=True,
        unique_fields=["client"],
        update_fields=["sort_name", "text"],
        batch_size=1000,
    )


def _write_custom_values(workspace: Workspace, ids: Sequence[int]) -> None:
    wanted = indexed_values(workspace, ids)
    if wanted is None:
        return  # the workspace has no such fields
    CustomValue.objects.filter(client_id__in=ids).delete()
    CustomValue.objects.bulk_create(wanted, batch_size=1000)


def search_texts(*, workspace: Workspace, client_ids: Sequence[int]) -> dict[int, str]:
    """The folded text of each client: names, company, e-mails, phones as digits, addresses, reference."""
    words = _words_of(workspace=workspace, client_ids=client_ids)
    return {client_id: join_words(said) for client_id, said in words.items()}


def _words_of(*, workspace: Workspace, client_ids: Sequence[int]) -> dict[int, list[str]]:
    """What each client is found by, as it was typed; first of all the name."""
    parts: dict[int, list[str]] = defaultdict(list)
    for table, columns in (
        (
            Client,
            ("pk", "name", "company_name", "first_name", "last_name", "email", "external_id"),
        ),
        (Contact, ("client_id", "first_name", "last_name", "email")),
        (
            Property,
            ("client_id", "label", "line1", "line2", "line3", "town", "county", "postcode", "external_id"),
        ),
    ):
        lookup = "pk__in" if table is Client else "client_id__in"
        rows = table._default_manager.filter(workspace=workspace, **{lookup: client_ids})
        for client_id, *words in rows.order_by("pk").values_list(*columns):
            parts[client_id] += words
    phones = ClientPhone.objects.filter(workspace=workspace, client_id__in=client_ids).order_by("pk")
    for client_id, typed, e164, extension in phones.values_list("client_id", "typed", "e164", "extension"):
        parts[client_id] += phone_words(typed, e164, extension, workspace.country)
    return parts


def sort_name(name: str) -> str:
    """The name as lists are ordered by it."""
    return fold(name)[:SORT_NAME_LENGTH]


def phone_words(typed: str, e164: str, extension: str, country: str) -> Iterable[str]:
    """How a number may be searched: international digits, national ones with trunk prefix, extension."""
    if not e164:
        return [digits(typed)]
    phone = read_phone(e164, country)
    national = phone.national_digits if phone else ""
    international = e164.removeprefix("+")
    # A national number that is the tail of the international one is found in it already (US).
    return [international, "" if international.endswith(national) else national, extension]


def join_words(words: Iterable[str]) -> str:
    """The words folded, each once, in order, every word behind a space (see core.search)."""
    folded = list(dict.fromkeys(fold(word) for word in words if word))
    spoken = dict.fromkeys(bare for word in folded if (bare := without_apostrophes(word)) != word)
    return "".join(f" {word}" for word in (*folded, *spoken))
