"""How the rows of the customers list are written: fifty rows of ten cells on each page, so plain strings.

Whatever comes from the database goes through `escape` on its way in; only this module's own tags do not.
Cells and rows are left unclosed, single words unquoted, as HTML allows: the page is a tenth smaller for it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from doorstep.core.money import format_money
from doorstep.core.numbers import written
from doorstep.core.phones import format_phone
from doorstep.core.webkit.icons import icon_svg
from doorstep.core.webkit.moments import day_or_moment, day_written
from doorstep.core.webkit.people import avatar_class_of, initials_of
from doorstep.customers.columns import Column, Kind
from doorstep.customers.queries.follow_up import Reason
from doorstep.customers.queries.rows import CustomerRow
from doorstep.identity.models import Workspace

_TAGS_SHOWN = 2
_NEAR = 7  # days within which a date is said in words
_EMPTY: tuple[Any, ...] = (None, "", [], 0)
#: Kinds that need no label on a phone's card.
_SPEAKS_FOR_ITSELF = {Kind.TAGS, Kind.PHONE, Kind.EMAIL, Kind.REASONS}
_REASON_TONES = {"flag": "orange", "overdue": "red", "due_back": "orange"}


@dataclass(frozen=True, slots=True)
class Place:
    """A column on this page: its label in the reader's language, ready for an attribute of HTML."""

    column: Column
    label: str


class RowWriter:
    """Writes the rows of one page, in the workspace's currency, locale and country.

    `record_url`: the address that a record's is the number below. `selects`: with a box to pick each row.
    """

    def __init__(
        self, workspace: Workspace, today: date, columns: Sequence[Column], *, record_url: str, selects: bool
    ) -> None:
        self.workspace, self.today = workspace, today
        self.locale = workspace.locale.replace("-", "_")
        self.places = [Place(column, _attribute(str(column.label))) for column in columns]
        kinds = {column.key for column in columns}
        self.shows_email, self.shows_reasons = "email" in kinds, "follow_up" in kinds
        self.shows_status = "status" in kinds
        self.record_url, self.selects = record_url, selects

    def rows(self, rows: Sequence[CustomerRow], reasons: Mapping[int, list[Reason]]) -> SafeString:
        """All `<tr>`s of the page."""
        return mark_safe("".join(self._row(row, reasons[row.pk]) for row in rows))  # noqa: S308  # see above

    def _row(self, row: CustomerRow, reasons: list[Reason]) -> str:
        name = escape(row.name)
        pick = (
            "<td class=pick><input class=form-check-input type=checkbox name=ids"
            f' value={row.pk} data-select aria-label="{name}">'
            if self.selects
            else ""
        )
        marks = "" if self.shows_status else status_mark(row)
        marks += "" if self.shows_reasons else _flag(reasons)
        return (
            f"<tr data-row>{pick}<td><div class=who>"
            f'<span class="avatar {avatar_class_of(row.name)}" data-i="{escape(initials_of(row.name))}">'
            f'</span><div><a class="row-link" href="{self.record_url}/{row.pk}">{name}</a>'
            f"{marks}{self._under(row)}</div></div>"
            f"{''.join(self._cell(place, row, reasons) for place in self.places)}"
        )

    def _under(self, row: CustomerRow) -> str:
        """The second line below the name: the company a person is with, else the e-mail address."""
        if row.company and row.company != row.name:
            return f"<small>{escape(row.company)}</small>"
        if row.email and not self.shows_email:
            email = escape(row.email)
            return f'<small><a href="mailto:{email}">{email}</a></small>'
        return ""

    def _cell(self, place: Place, row: CustomerRow, reasons: list[Reason]) -> str:
        """One `<td>`. In an empty one the style sheet draws a dash."""
        column = place.column
        value = reasons if column.kind is Kind.REASONS else row.values.get(column.key)
        shown = status_mark(row) if column.key == "status" else self._shown(column, value)
        end = " class=end" if column.is_number else ""
        label = f" data-label={place.label}" if shown and column.kind not in _SPEAKS_FOR_ITSELF else ""
        return f"<td{end}{label}>{shown}"

    def _shown(self, column: Column, value: Any) -> str:
        return "" if value in _EMPTY else _WRITERS[column.kind](self, value)

    def money(self, value: Any) -> str:
        return escape(format_money(int(value), self.workspace.currency, self.locale))

    def number(self, value: Any) -> str:
        return escape(written(value, self.locale) if isinstance(value, int) else str(value))

    def date(self, value: Any) -> str:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        if abs((day - self.today).days) <= _NEAR:
            return str(day_or_moment(day, self.locale, self.workspace.zone))
        return escape(day_written(day, self.locale))

    def phone(self, value: Any) -> str:
        number, extension = value["e164"], value["extension"]
        if not number:
            return escape(value["typed"])
        dialled = f"{number};ext={extension}" if extension else number
        shown = format_phone(number, self.workspace.country, extension)
        return f'<a href="tel:{escape(dialled)}">{escape(shown)}</a>'

    def email(self, value: Any) -> str:
        return f'<a class="truncate" href="mailto:{escape(value)}">{escape(value)}</a>'

    def text(self, value: Any) -> str:
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        return f'<span class="truncate">{escape(words)}</span>'

    def url(self, value: Any) -> str:
        if not str(value).startswith(("http://", "https://")):
            return self.text(value)
        shown = str(value).split("://", 1)[-1].rstrip("/")
        attributes = 'class="truncate" rel="noopener noreferrer" target="_blank"'
        return f'<a {attributes} href="{escape(str(value))}">{escape(shown)}</a>'

    def tags(self, value: Any) -> str:
        shown = "".join(
            f'<span class="tag tag-dot tag-{escape(tag.colour)}">{escape(tag.name)}</span>'
            for tag in value[:_TAGS_SHOWN]
        )
        if left := value[_TAGS_SHOWN:]:
            names = ", ".join(tag.name for tag in left)
            shown += f'<span class="tag" title="{escape(names)}">+{len(left)}</span>'
        return f'<span class="tags">{shown}</span>'

    def reasons(self, value: Any) -> str:
        lines = (
            f'<span class="status is-{_REASON_TONES[kind]} mark mark-{kind}">{escape(reason.words)}</span>'
            for reason in value
            for kind in (reason.kind,)
        )
        return f"<div class=lines>{''.join(lines)}</div>"

    def checkbox(self, value: Any) -> str:
        return f"{icon_svg('check', 'sm')}{escape(_('Yes'))}" if value is True else ""


_WRITERS: Mapping[Kind, Callable[[RowWriter, Any], str]] = {
    Kind.TEXT: RowWriter.text,
    Kind.CHOICE: RowWriter.text,
    Kind.MULTI_CHOICE: RowWriter.text,
    Kind.EMAIL: RowWriter.email,
    Kind.PHONE: RowWriter.phone,
    Kind.NUMBER: RowWriter.number,
    Kind.MONEY: RowWriter.money,
    Kind.DATE: RowWriter.date,
    Kind.TAGS: RowWriter.tags,
    Kind.REASONS: RowWriter.reasons,
    Kind.CHECKBOX: RowWriter.checkbox,
    Kind.URL: RowWriter.url,
}


def _attribute(text: str) -> str:
    """A text as the value of an attribute, in quotes where HTML wants them."""
    return text if text.isascii() and text.isalnum() else f'"{escape(text)}"'


def status_mark(row: CustomerRow) -> str:
    """What sets a customer apart from those in use: archived or dormant, with an icon; "" for neither."""
    if row.archived:
        return f'<span class="status is-grey mark mark-archived">{escape(_("Archived"))}</span>'
    if row.dormant:
        return f'<span class="status is-grey mark mark-dormant">{escape(_("Dormant"))}</span>'
    return ""


def _flag(reasons: list[Reason]) -> str:
    """An icon beside the name of who needs a follow-up; the words on hover and for screen readers."""
    if not reasons:
        return ""
    words = " · ".join(reason.words for reason in reasons)
    kind = "overdue" if any(reason.kind == "overdue" for reason in reasons) else reasons[0].kind
    tone = _REASON_TONES[kind]
    return f'<span class="status is-{tone} mark mark-{kind}" role="img" title="{escape(words)}"></span>'
