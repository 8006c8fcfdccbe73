"""The parameters of the customers list, one reader each. Their names are stable: saved views keep them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.clients.conditions import Among, Between, Condition, HasFacet, HasNoFacet, Holds, Marked
from doorstep.clients.facets import Facet, facet
from doorstep.clients.search import Mentions
from doorstep.core.days import year_before
from doorstep.core.db import FAR, NEVER
from doorstep.core.search import read_query
from doorstep.customers.filters.reading import Part, Reader, Remark, day_words, range_words
from doorstep.customers.filters.tabs import TABS
from doorstep.customers.models import Account, CustomerType
from doorstep.identity.models import Membership, WorkspaceRow
from doorstep.runs.models import Run, RunRow
from doorstep.vocabulary.models import Source, Tag

#: A facet's id is 26 bits wide; a larger number cannot be a row of ours.
_LARGEST_FACET = (1 << 26) - 1


def read_tab(reader: Reader) -> Iterable[Part]:
    """`tab=active`: one of TABS; not shown as a chip, the tab itself shows it."""
    key = reader.value("tab") or "all"
    if key not in TABS:
        reader.ignore("tab", key, _("there is no such tab."))
        return
    rolled = reader.actor.workspace.figures_on == reader.today
    condition = TABS[key].condition(reader.today, rolled)
    if condition:
        yield Part("", str(TABS[key].label), condition, reader.pairs("tab"))


def read_search(reader: Reader) -> Iterable[Part]:
    """`q=…`: name, company, phone in any spelling, e-mail, address."""
    typed = reader.value("q")
    query = read_query(typed)
    if query:
        condition = Mentions(query, reader.workspace_id)
        yield Part(_("Search"), typed, condition, reader.pairs("q"))


def _facets(kind: Facet, ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(facet(kind, pk) for pk in ids if pk <= _LARGEST_FACET)


def names_of(reader: Reader, key: str, model: type[WorkspaceRow], ids: Sequence[int]) -> dict[int, str]:
    """How the rows are called, for telling; those not of this workspace are said to match nobody."""
    names = reader.names().get(model, {})
    for pk in ids:
        if pk not in names:
            words = _("“%(key)s=%(pk)d” matches nobody: this workspace has no such entry.") % {
                "key": key,
                "pk": pk,
            }
            reader.errors.append(Remark.about(key, words))
    return {pk: names.get(pk, _("unknown")) for pk in ids}


def read_tags(reader: Reader) -> Iterable[Part]:
    """`tag=` all of these; `tag_any=` at least one of these; `not_tag=` none of these."""
    wanted, some, unwanted = (reader.ids(key)[0] for key in ("tag", "tag_any", "not_tag"))
    if not (wanted or some or unwanted):
        return
    names: dict[int, str] = {}
    for key, ids in (("tag", wanted), ("tag_any", some), ("not_tag", unwanted)):
        names |= names_of(reader, key, Tag, ids) if ids else {}
    for pk in wanted:
        yield Part(_("Tag"), names[pk], HasFacet(_facets(Facet.TAG, [pk])), (("tag", str(pk)),))
    if some:
        words = ", ".join(names[pk] for pk in some)
        yield Part(_("Any tag of"), words, HasFacet(_facets(Facet.TAG, some)), reader.pairs("tag_any"))
    for pk in unwanted:
        condition = HasNoFacet(_facets(Facet.TAG, [pk]))
        yield Part(_("Without tag"), names[pk], condition, (("not_tag", str(pk)),))


def _choice(
    key: str, label: str | Promise, model: Any, kind: Facet, none: Q | None = None, me: bool = False
) -> Callable[[Reader], Iterable[Part]]:
    """A parameter that names rows, any of which will do. `none`: what "none" means; `me`: means who asks."""
    words = (["none"] if none is not None else []) + (["me"] if me else [])

    def read(reader: Reader) -> Iterable[Part]:
        ids, spoken = reader.ids(key, words)
        if "me" in spoken:
            ids += [reader.actor.membership_id] if reader.actor.membership_id else []
        if not ids and not spoken:
            return
        names = list(names_of(reader, key, model, list(dict.fromkeys(ids))).values()) if ids else []
        condition: Condition = HasFacet(_facets(kind, ids))
        if "none" in spoken:
            names.append(_("none"))
            condition = Holds(condition.q() | none) if ids else Holds(none)  # type: ignore[operator, arg-type]
        yield Part(str(label), ", ".join(names), condition, reader.pairs(key))

    return read


read_type = _choice("type", gettext_lazy("Type"), CustomerType, Facet.CUSTOMER_TYPE)
read_source = _choice("source", gettext_lazy("Source"), Source, Facet.SOURCE, none=Q(client__source=None))
read_account = _choice("account", gettext_lazy("Account"), Account, Facet.ACCOUNT)
read_assigned = _choice(
    "assigned", gettext_lazy("Assigned to"), Membership, Facet.MEMBER, none=Q(assigned_to_id=None), me=True
)

_STATUSES = {
    "active": (gettext_lazy("In use"), Q(archived=False, dormant=False)),
    "dormant": (gettext_lazy("Dormant"), Q(archived=False, dormant=True)),
    "archived": (gettext_lazy("Archived"), Q(archived=True)),
}


def read_status(reader: Reader) -> Iterable[Part]:
    """`status=` active, dormant or archived, any of these. Without it everything that is not archived."""
    known = [value for value in reader.values("status") if value in _STATUSES]
    for value in reader.values("status"):
        if value not in _STATUSES:
            reader.ignore("status", value, _("it is not one of the choices."))
    if not known:
        yield Part("", "", Holds(Q(archived=False)), ())
        return
    words = ", ".join(str(_STATUSES[value][0]) for value in known)
    yield Part(_("Status"), words, _status(known), reader.pairs("status"))


def _status(known: Sequence[str]) -> Condition:
    if set(known) == {"dormant"}:
        return Marked("dormant")
    asked = Q()
    for value in known:
        asked |= _STATUSES[value][1]
    # Said apart, so that the indexes of what is not archived can serve.
    return Holds(asked if "archived" in known else Q(archived=False) & asked)


def _days(key: str, label: str | Promise, column: str) -> Callable[[Reader], Iterable[Part]]:
    """A range of days, `<key>_from` to `<key>_to`, both included. Who has no such day is outside of it."""

    def read(reader: Reader) -> Iterable[Part]:
        low, high = reader.range_of(key, reader.day)
        if low is None and high is None:
            return
        typed = (reader.value(f"{key}_from"), reader.value(f"{key}_to"))
        words = range_words(
            day_words(typed[0], low) if low else "", day_words(typed[1], high) if high else ""
        )
        low = low or NEVER.replace(day=2)
        pairs = reader.pairs(f"{key}_from", f"{key}_to")
        yield Part(str(label), words, Between(column, low, high), pairs)

    return read


read_created = _days("created", gettext_lazy("Created"), "created_on")
_read_last_visit = _days("last_visit", gettext_lazy("Last visit"), "last_visit_on")


def read_last_visit(reader: Reader) -> Iterable[Part]:
    """`last_visit_from`, `last_visit_to`; `last_visit=never` for those never visited."""
    value = reader.value("last_visit")
    if value == "never":
        condition = Between("last_visit_on", NEVER, NEVER)
        yield Part(_("Last visit"), _("never"), condition, reader.pairs("last_visit"))
    elif value:
        reader.ignore("last_visit", value, _("only “never” means something here."))
    yield from _read_last_visit(reader)


_BEFORE_FAR = FAR - timedelta(days=1)


#: The switches that the header's figures open; CustomerCounts has their numbers by these names.
FIGURES = ("active", "new", "with_jobs")


def read_switches(reader: Reader) -> Iterable[Part]:
    """`balance=1`, `flagged=1`, and FIGURES."""
    since = year_before(reader.today)
    switches: dict[str, tuple[str, Condition]] = {
        "balance": (_("Owes money"), Between("open_balance_cents", low=1)),
        "flagged": (_("Flagged for follow-up"), Between("flagged_on", high=_BEFORE_FAR)),
        "active": (_("Job or invoice in the last 12 months"), Holds(Q(last_business_on__gt=since))),
        "new": (_("New this month"), Between("created_on", low=reader.today.replace(day=1))),
        "with_jobs": (_("At least one completed job"), Holds(Q(completed_jobs__gt=0))),
    }
    for key, (words, condition) in switches.items():
        if reader.switched_on(key):
            yield Part("", words, condition, reader.pairs(key))


_TOUCHED = (RunRow.Outcome.CREATED, RunRow.Outcome.UPDATED, RunRow.Outcome.CHANGED)


def read_run(reader: Reader) -> Iterable[Part]:
    """`run=12`: what an import or a bulk action created or changed; `run=12:duplicate`: one outcome of it."""
    value = reader.value("run")
    if not value:
        return
    number, _sep, outcome = value.partition(":")
    if not number.isdecimal() or int(number) > _LARGEST_FACET or outcome not in {"", *RunRow.Outcome.values}:
        reader.ignore("run", value, _("it is not a run."))
        return
    run = Run.objects.visible_to(reader.actor).filter(pk=int(number)).first()
    outcomes = (outcome,) if outcome else _TOUCHED
    rows = RunRow.objects.visible_to(reader.actor).filter(run_id=int(number), outcome__in=outcomes)
    condition = Among(rows.filter(client_id__isnull=False).values("client_id"))
    if run is None:
        names_of(reader, "run", Run, [int(number)])
    title = run.title if run else _("unknown")
    words = f"{title}: {RunRow.Outcome(outcome).label}" if outcome else title
    yield Part(_("From"), words, condition, reader.pairs("run"))


READERS: tuple[Callable[[Reader], Iterable[Part]], ...] = (
    read_status,
    read_tab,
    read_search,
    read_type,
    read_source,
    read_tags,
    read_assigned,
    read_account,
    read_created,
    read_last_visit,
    read_switches,
    read_run,
)

#: Every key of the query string that a reader above looks at.
KEYS = frozenset(
    {
        *("q", "tab", "status", "type", "source", "account", "assigned", "tag", "tag_any", "not_tag", "run"),
        *("created_from", "created_to", "last_visit", "last_visit_from", "last_visit_to"),
        *("active", "balance", "flagged", "new", "with_jobs"),
    }
)
