"""The workspace's words that rows name: tags, sources, types, accounts, members. Missing ones are made."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

from doorstep.core.text import fold
from doorstep.customers.models import Account, CustomerType
from doorstep.identity.models import Membership, Workspace
from doorstep.transfer.intake.plan import Plan, UnknownTags
from doorstep.vocabulary.models import Source, Tag


class Words:
    """Names to ids, read once per run (five statements). Call what makes rows inside the run's transaction."""

    def __init__(self, workspace: Workspace, plan: Plan) -> None:
        self.workspace = workspace
        self.plan = plan
        self.changed = False  # something was made since the plan was kept
        self._tags = {tag.name: tag.pk for tag in Tag.objects.filter(workspace=workspace)}
        sources = Source.objects.filter(workspace=workspace)
        self._sources = {fold(source.name): source.pk for source in sources}
        types = CustomerType.objects.filter(workspace=workspace, archived_at=None)
        self._types = {fold(one.name): (one.pk, one.kind) for one in types}
        self._first_of_kind = {one.kind: one.pk for one in reversed(types)}
        self._accounts = {fold(one.name): one.pk for one in Account.objects.filter(workspace=workspace)}
        self._members: dict[str, int] = {}
        for member in Membership.objects.filter(workspace=workspace, ended_at=None).select_related("user"):
            self._members[fold(member.user.email)] = self._members[fold(str(member.user))] = member.pk

    def unknown_tags(self, names: Iterable[str]) -> list[str]:
        """The tags the workspace does not have, each in words with the nearest one there is."""
        return [self._unknown(name) for name in names if name not in self._tags]

    def _unknown(self, name: str) -> str:
        by_fold = {fold(known): known for known in self._tags}
        near = get_close_matches(fold(name), by_fold, n=1, cutoff=0.75)
        if near:
            return _("There is no tag “%(name)s”; did you mean “%(near)s”?") % {
                "name": name,
                "near": by_fold[near[0]],
            }
        return _("There is no tag “%(name)s”.") % {"name": name}

    def tag_ids(self, names: Iterable[str]) -> list[int]:
        """The ids of the tags; unknown ones are made or left out, as the plan says."""
        if self.plan.tags == UnknownTags.CREATE:
            for name in names:
                if name not in self._tags:
                    tag = Tag.objects.create(workspace=self.workspace, name=name)
                    self._tags[name] = self._made("tags", tag.pk)
        return [self._tags[name] for name in names if name in self._tags]

    def source_id(self, name: str) -> int | None:
        """The source of that name, in any spelling of its letters; made when it is new."""
        if not name:
            return None
        if fold(name) not in self._sources:
            source = Source.objects.create(
                workspace=self.workspace, name=name, position=len(self._sources) + 1
            )
            self._sources[fold(name)] = self._made("sources", source.pk)
        return self._sources[fold(name)]

    def account_id(self, name: str) -> int | None:
        """The account of that name; made when it is new."""
        if not name:
            return None
        if fold(name) not in self._accounts:
            account = Account.objects.create(workspace=self.workspace, name=name)
            self._accounts[fold(name)] = self._made("accounts", account.pk)
        return self._accounts[fold(name)]

    def member_id(self, name: str) -> int | None:
        """The member with that e-mail or name, None when there is none."""
        return self._members.get(fold(name)) if name else None

    def type_of(self, name: str, kind: str) -> tuple[int, str] | None:
        """The customer type of that name with its kind; without one, the first of `kind`. None: no type at all."""
        if name and (found := self._types.get(fold(name))):
            return found
        if first := self._first_of_kind.get(kind):
            return first, kind
        return next(iter(self._types.values()), None)

    def _made(self, what: str, pk: int) -> int:
        self.plan.made.setdefault(what, []).append(pk)
        self.changed = True
        return pk
