"""Reading one row: cells to a customer's values, without the database; what cannot be read is told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from doorstep.clients.matching import name_postcode_key
from doorstep.core.emails import read_email, split_emails
from doorstep.core.errors import RuleBroken
from doorstep.core.phones import read_phone, split_phones
from doorstep.core.tables import Row
from doorstep.core.text import looks_misread
from doorstep.customers.fields import display_name
from doorstep.identity.models import Workspace
from doorstep.transfer.intake.cells import cut, read_day, read_flag, split_labelled, split_name, split_tags
from doorstep.transfer.intake.fields import CUSTOM
from doorstep.transfer.intake.places import read_place
from doorstep.transfer.intake.plan import Plan
from doorstep.vocabulary.custom import CustomFields

_PHONES = {"phone": "mobile", "mobile": "mobile", "home_phone": "home", "work_phone": "work", "fax": "fax"}
#: Texts of a customer, with the room their columns have.
_TEXTS = {
    "title": 20,
    "first_name": 80,
    "last_name": 80,
    "company_name": 160,
    "reference": 80,
    "billing_name": 160,
    "billing_line1": 160,
    "billing_line2": 160,
    "billing_town": 80,
    "billing_county": 80,
    "billing_postcode": 16,
    "customer_notes": 10_000,
}
_FLAGS = ("accepts_email", "accepts_sms", "accepts_marketing")


#: Tags of one row; more are a column that is none of tags.
MOST_TAGS = 100


@dataclass(frozen=True, slots=True)
class PhoneCell:
    """A number as ClientPhone keeps it, and its digits as searched."""

    kind: str
    typed: str
    e164: str
    extension: str
    national_digits: str


@dataclass(slots=True)
class CleanRow:
    """A row as a customer. `problem`: why it is refused, "" when it is not; `notes`: what was told beside it.

    `values`: columns of Client and Customer; `place`: columns of a Property, None without an address.
    """

    number: int
    problem: str = ""
    kind: str = "person"
    values: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    email_key: str = ""
    phones: list[PhoneCell] = field(default_factory=list)
    place: dict[str, str] | None = None
    parties: list[tuple[str, str]] = field(default_factory=list)  # (role, name) of the place
    tags: list[str] = field(default_factory=list)
    source: str = ""
    type_name: str = ""
    said: dict[str, str] = field(default_factory=dict)  # column -> cell, as the file has it
    keys: list[tuple[str, str]] | None = None  # see matching.keys_of
    me: Any = None  # see people.who_is
    found_as: str = ""  # see derived.search_text
    type_id: int = 0  # settled when it is decided on
    account: str = ""
    assigned: str = ""
    custom: dict[str, Any] = field(default_factory=dict)
    created_at: datetime | None = None
    warnings: list[str] = field(default_factory=list)
    name_postcode_key: str = ""

    @property
    def reference(self) -> str:
        return str(self.values.get("external_id", ""))

    def rename(self, kind: str) -> None:
        """Call it by its name as a `kind`; what was made of the name is made anew when asked for."""
        self.kind, self.name = kind, display_name(kind, self.values)
        if place := self.place:
            self.name_postcode_key = name_postcode_key(self.name, place["country"], place["postcode"])
        self.keys, self.me, self.found_as = None, None, ""


class RowReader:
    """Reads the rows of one file by its plan. Made once per run."""

    def __init__(self, workspace: Workspace, plan: Plan, header: Sequence[str], custom: CustomFields) -> None:
        self.workspace = workspace
        self.country = workspace.country
        self.custom = custom
        self.defaults = {name: value for name, value in plan.defaults.items() if value}
        self.places_only = plan.places_only
        self.header = list(header)
        self.columns = [
            (place, plan.mapping[name], name) for place, name in enumerate(header) if plan.mapping.get(name)
        ]

    def read(self, row: Row) -> CleanRow:
        """One row of the table."""
        clean = CleanRow(row.number)
        clean.said = {name: cell for name, cell in zip(self.header, row.cells, strict=False) if cell}
        if row.problem:
            clean.problem = row.problem
            return clean
        clean.warnings += [
            _("“%(text)s” was read in a wrong encoding before it was saved; kept as it is.")
            % {"text": cell[:40]}
            for cell in row.cells
            if looks_misread(cell)
        ][:1]
        cells = self._by_field(row)
        self._read_who(clean, cells)
        self._read_reaching(clean, cells)
        clean.place = read_place(clean, cells, self.country)
        self._read_about(clean, cells)
        self._read_custom(clean, cells)
        self._keep_notes(clean, cells)
        if not clean.name and not (self.places_only and clean.reference):
            clean.problem = _("No name: a customer needs a last name or a business name.")
        return clean

    def _by_field(self, row: Row) -> dict[str, list[str]]:
        cells: dict[str, list[str]] = defaultdict(list)
        for place, name, _header in self.columns:
            if value := row.cells[place]:
                cells[name].append(value)
        for name, value in self.defaults.items():
            cells.setdefault(name, [value])
        return cells

    def _read_who(self, clean: CleanRow, cells: dict[str, list[str]]) -> None:
        values = clean.values
        for name, room in _TEXTS.items():
            if name in cells:
                values[name] = cut(" ".join(cells[name]), room, clean.warnings)
        if "reference" in values:
            values["external_id"] = values.pop("reference")
        if not (values.get("last_name") or values.get("company_name")) and "full_name" in cells:
            values.update(split_name(cells["full_name"][0]))
        if values.get("first_name") and not values.get("last_name"):
            # A single name is a name: "Madonna" sorts and greets as well as "Jane Doe".
            values["last_name"] = values.pop("first_name")
        clean.type_name = cells["type"][0] if "type" in cells else ""
        clean.kind = "company" if values.get("company_name") else "person"
        clean.name = display_name(clean.kind, values)

    def _read_reaching(self, clean: CleanRow, cells: dict[str, list[str]]) -> None:
        for name, kind in _PHONES.items():
            for cell in cells.get(name, ()):
                for said, numbers in split_labelled(cell, kind):
                    for typed in split_phones(numbers):
                        self._read_phone(clean, typed, said)
        spare: list[str] = []
        for cell in cells.get("email", ()):
            for typed in split_emails(cell):
                self._read_email(clean, typed, spare)
        if spare:
            clean.warnings.append(
                _("More e-mails, kept in the notes: %(list)s.") % {"list": ", ".join(spare)}
            )
            cells["notes"] = [
                *cells.get("notes", ()),
                _("Other e-mails: %(list)s") % {"list": ", ".join(spare)},
            ]

    def _read_phone(self, clean: CleanRow, typed: str, kind: str) -> None:
        phone = read_phone(typed, self.country)
        if phone is None:
            return
        if not phone.e164:
            clean.warnings.append(_("Phone “%(typed)s” kept as typed.") % {"typed": phone.typed[:60]})
        if any(known.e164 == phone.e164 and known.typed == phone.typed[:60] for known in clean.phones):
            return
        clean.phones.append(
            PhoneCell(kind, phone.typed[:60], phone.e164, phone.extension[:12], phone.national_digits)
        )

    def _read_email(self, clean: CleanRow, typed: str, spare: list[str]) -> None:
        try:
            email = read_email(typed)
        except ValueError:
            clean.warnings.append(
                _("“%(typed)s” is no e-mail address; kept in the notes.") % {"typed": typed[:80]}
            )
            spare.append(typed)
            return
        if clean.email_key:
            spare.append(email.address)
        else:
            clean.values["email"], clean.email_key = email.address, email.key

    def _read_about(self, clean: CleanRow, cells: dict[str, list[str]]) -> None:
        clean.tags = split_tags(cells.get("tags", ()))
        if len(clean.tags) > MOST_TAGS:
            clean.problem = _("%(count)d tags in one row: at most %(most)d can be read.") % {
                "count": len(clean.tags),
                "most": MOST_TAGS,
            }
        clean.source = cells["source"][0][:80] if "source" in cells else ""
        clean.account = cells["account"][0][:160] if "account" in cells else ""
        clean.assigned = cells["assigned"][0] if "assigned" in cells else ""
        for name in _FLAGS:
            if name in cells and (flag := read_flag(cells[name][0])) is not None:
                clean.values[name] = flag
        if "payment_terms_days" in cells:
            self._read_terms(clean, cells["payment_terms_days"][0])
        if "created" in cells:
            self._read_created(clean, cells["created"][0])
        if clean.place:
            clean.name_postcode_key = name_postcode_key(
                clean.name, clean.place["country"], clean.place["postcode"]
            )

    def _read_terms(self, clean: CleanRow, typed: str) -> None:
        number = "".join(letter for letter in typed if letter.isdecimal())
        if number and int(number) <= 366:
            clean.values["payment_terms_days"] = int(number)
        else:
            clean.warnings.append(
                _("Payment terms “%(typed)s” are no number of days.") % {"typed": typed[:40]}
            )

    def _read_created(self, clean: CleanRow, typed: str) -> None:
        day = read_day(typed, self.country)
        if day is None or day > self.workspace.today():
            clean.warnings.append(_("“%(typed)s” is no day in the past.") % {"typed": typed[:40]})
            return
        clean.created_at = datetime.combine(day, time(12), tzinfo=self.workspace.zone)

    def _read_custom(self, clean: CleanRow, cells: dict[str, list[str]]) -> None:
        for key, custom_field in self.custom.fields.items():
            if given := cells.get(CUSTOM + key):
                try:
                    value = self.custom.read(custom_field, given[0])
                except RuleBroken as broken:
                    clean.warnings.append(str(broken))
                    cells["notes"] = [*cells.get("notes", ()), f"{custom_field.label}: {given[0]}"]
                    continue
                if value not in (None, "", [], False):
                    clean.custom[key] = value

    def _keep_notes(self, clean: CleanRow, cells: dict[str, list[str]]) -> None:
        if notes := cells.get("notes"):
            clean.values["internal_notes"] = "\n".join(notes)
