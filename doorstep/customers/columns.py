"""The columns that a list or an export of customers can have; keys are stable, saved views keep them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doorstep.clients.custom_values import PREFIX
from doorstep.identity.actor import Actor
from doorstep.vocabulary.models import CustomField


class Kind(StrEnum):
    """How a column's values are; custom fields bring their own kinds with the same names."""

    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    TAGS = "tags"
    REASONS = "reasons"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    CHECKBOX = "checkbox"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Column:
    """`sort`: the key of the order it can be sorted by. `is_money`: only for those who may see money.

    `field`: the key of the custom field it shows, "" for our own columns.
    """

    key: str
    label: str | Promise
    kind: Kind = Kind.TEXT
    sort: str = ""
    is_money: bool = False
    field: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its values stand at the right, figure under figure."""
        return self.kind in {Kind.MONEY, Kind.NUMBER}


#: The name is always the first column and not among these.
COLUMNS: Mapping[str, Column] = {
    column.key: column
    for column in (
        Column("follow_up", _("Why"), Kind.REASONS),
        Column("company", _("Company")),
        Column("phone", _("Phone"), Kind.PHONE),
        Column("email", _("E-mail"), Kind.EMAIL),
        Column("address", _("Address")),
        Column("city", _("City")),
        Column("type", _("Type")),
        Column("account", _("Account")),
        Column("assigned", _("Assigned to")),
        Column("source", _("Source")),
        Column("tags", _("Tags"), Kind.TAGS),
        Column("status", _("Status"), Kind.CHOICE),
        Column("jobs", _("Jobs"), Kind.NUMBER),
        Column("invoices", _("Invoices"), Kind.NUMBER, sort="invoices"),
        Column("recent", _("12 months"), Kind.MONEY, sort="recent", is_money=True),
        Column("revenue", _("Lifetime"), Kind.MONEY, sort="revenue", is_money=True),
        Column("balance", _("Balance"), Kind.MONEY, sort="balance", is_money=True),
        Column("last_visit", _("Last visit"), Kind.DATE, sort="last_visit"),
        Column("last_job", _("Last job"), Kind.DATE),
        Column("last_invoice", _("Last invoice"), Kind.DATE),
        Column("last_payment", _("Last payment"), Kind.DATE, is_money=True),
        Column("created", _("Created"), Kind.DATE, sort="created"),
        Column("reference", _("Reference")),
    )
}
DEFAULT_COLUMNS = ("phone", "tags", "jobs", "recent", "revenue", "last_visit")
#: Of the follow-up tab, for who chose none: why comes first.
FOLLOW_UP_COLUMNS = ("follow_up", "phone", "recent", "revenue", "last_visit")
#: So many are chosen at most: more would be a spreadsheet, for which there is the export.
MOST_COLUMNS = 20


def columns_for(actor: Actor, *, sees_money: bool) -> dict[str, Column]:
    """All columns the actor may choose, the workspace's own fields last. One statement."""
    fields = CustomField.objects.visible_to(actor).filter(on=CustomField.On.CUSTOMER, archived_at=None)
    custom = (
        Column(f"{PREFIX}{field.key}", field.label, Kind(field.kind), field=field.key) for field in fields
    )
    columns = {key: column for key, column in COLUMNS.items() if sees_money or not column.is_money}
    return columns | {column.key: column for column in custom}


def chosen_columns(actor: Actor, keys: Sequence[str], *, sees_money: bool) -> list[Column]:
    """The columns of these keys in their order; unknown ones are left out, none means the page's own.

    One statement when there are custom fields among them, else none.
    """
    known: Mapping[str, Column] = COLUMNS
    if any(key.startswith(PREFIX) for key in keys):
        known = columns_for(actor, sees_money=sees_money)
    found = _those(keys, known, sees_money) or _those(DEFAULT_COLUMNS, known, sees_money)
    return found[:MOST_COLUMNS]


def _those(keys: Iterable[str], known: Mapping[str, Column], sees_money: bool) -> list[Column]:
    columns = (known[key] for key in dict.fromkeys(keys) if key in known)
    return [column for column in columns if sees_money or not column.is_money]
