"""The workspace's words that rows name: tags, sources, types, accounts, members. Missing ones are made."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.core.text import fold
from doorstep.customers.models import Account, CustomerType
from doorstep.identity.models import Membership, Workspace
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.plan import Plan, UnknownTags
from doorstep.vocabulary.models import Source, Tag

#: More new words than this come from a column that is something else.
MOST_NEW = {"tags": 500, "sources": 300, "accounts": 20_000}


class Words:
    """Names to ids, read once per run (five statements). Call what makes rows inside the run's transaction.

    `dry`: nothing is made; what would be has a number below zero.
    """

    def __init__(self, workspace: Workspace, plan: Plan, *, dry: bool = False) -> None:
        self.workspace = workspace
        self.plan = plan
        self.dry = dry
        self.changed = False  # something was made since the plan was kept
        self._fresh: dict[str, int] = {}
        tags = dict(Tag.objects.filter(workspace=workspace).values_list("name", "pk"))
        self._tags = tags
        made = set(plan.made.get("tags", ()))
        # What is unknown must not depend on how far the run is: its own tags stay unknown.
        self._known = {name: fold(name) for name, pk in tags.items() if pk not in made}
        self._unknown: dict[str, str] = {}
        self._sources = {fold(one.name): one.pk for one in Source.objects.filter(workspace=workspace)}
        self._accounts = {fold(one.name): one.pk for one in Account.objects.filter(workspace=workspace)}
        types = list(CustomerType.objects.filter(workspace=workspace, archived_at=None))
        self._types = {fold(one.name): (one.pk, one.kind) for one in types}
        self._first_of_kind = {one.kind: (one.pk, one.kind) for one in reversed(types)}
        self._members: dict[str, int] = {}
        for member in Membership.objects.filter(workspace=workspace, ended_at=None).select_related("user"):
            self._members[fold(member.user.email)] = self._members[fold(str(member.user))] = member.pk

    def unknown_tags(self, names: Iterable[str]) -> list[str]:
        """What to say of each tag that the workspace does not have, with the nearest one there is."""
        return [self._said(name) for name in names if name not in self._known]

    def _said(self, name: str) -> str:
        if name not in self._unknown:
            by_fold = {folded: known for known, folded in self._known.items()}
            near = get_close_matches(fold(name), by_fold, n=1, cutoff=0.75)
            self._unknown[name] = (
                _("There is no tag “%(name)s”; did you mean “%(near)s”?")
                % {"name": name, "near": by_fold[near[0]]}
                if near
                else _("There is no tag “%(name)s”.") % {"name": name}
            )
        return self._unknown[name]

    def tag_ids(self, names: Iterable[str]) -> list[int]:
        """The ids of the tags; unknown ones are made or left out, as the plan says."""
        ids = []
        for name in names:
            if name not in self._tags and self.plan.tags == UnknownTags.CREATE:
                self._tags[name] = self._make("tags", Tag, name)
            if name in self._tags:
                ids.append(self._tags[name])
        return ids

    def source_id(self, name: str) -> int | None:
        """The source of that name, in any spelling of its letters; made when it is new."""
        more = {} if self.dry else {"position": len(self._sources) + 1}
        return self._find_or_make("sources", Source, self._sources, name, **more)

    def account_id(self, name: str) -> int | None:
        """The account of that name; made when it is new."""
        return self._find_or_make("accounts", Account, self._accounts, name)

    def _find_or_make(
        self, what: str, model: type[Any], known: dict[str, int], name: str, **more: Any
    ) -> int | None:
        if not name:
            return None
        key = fold(name)
        if key not in known:
            known[key] = self._make(what, model, name, **more)
        return known[key]

    def member_id(self, name: str) -> int | None:
        """The member with that e-mail or name, None when there is none."""
        return self._members.get(fold(name)) if name else None

    def type_named(self, name: str) -> tuple[int, str] | None:
        """The customer type of that name with its kind."""
        return self._types.get(fold(name)) if name else None

    def type_of(self, name: str, kind: str) -> tuple[int, str] | None:
        """The type of that name with its kind; without one, the first of `kind`. None: there is no type."""
        found = self.type_named(name) or self._first_of_kind.get(kind)
        return found or next(iter(self._types.values()), None)

    def references(self, row: CleanRow) -> dict[str, int]:
        """Ids of what the row names, by column."""
        given = {
            "source_id": self.source_id(row.source),
            "assigned_to_id": self.member_id(row.assigned),
            "account_id": self.account_id(row.account),
        }
        return {column: pk for column, pk in given.items() if pk}

    def _make(self, what: str, model: type[Any], name: str, **more: Any) -> int:
        fresh = self._fresh[what] = self._fresh.get(what, len(self.plan.made.get(what, ()))) + 1
        if fresh > MOST_NEW[what]:
            raise RuleBroken(_TOO_MANY[what]() % {"count": MOST_NEW[what]})
        if self.dry:
            return -fresh
        made, is_new = model.objects.get_or_create(workspace=self.workspace, name=name, defaults=more)
        if is_new:
            self.plan.made.setdefault(what, []).append(made.pk)
            self.changed = True
        return int(made.pk)


_TOO_MANY: dict[str, Callable[[], str]] = {
    "tags": lambda: _("The file names more than %(count)d new tags. Is the right column chosen for tags?"),
    "sources": lambda: _(
        "The file names more than %(count)d new sources. Is the right column chosen for the source?"
    ),
    "accounts": lambda: _(
        "The file names more than %(count)d new accounts. Is the right column chosen for the account?"
    ),
}
