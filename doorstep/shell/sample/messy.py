"""Spreadsheets as companies really have them: for tests, benchmarks and demonstrations of the import."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from doorstep.shell.sample.dice import Dice, Weighted
from doorstep.shell.sample.people import Mailboxes, business, person
from doorstep.shell.sample.places import Telephone, Zip, front_range, street, unit

HEADER = (
    "first_name",
    "last_name",
    "business_name",
    "phone",
    "email",
    "address",
    "city",
    "state",
    "zip",
    "source",
    "tags",
    "gate code",
    "notes",
)
TAGS = ("VIP", "Net 30", "Senior Discount", "Repeat", "Referral")
UNKNOWN_TAGS = ("vip", "Net30", "Spring 2019", "do not call")
SOURCES = ("Google", "Referral", "Repeat", "Voice AI", "Website", "Social")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """A customer that the workspace has already, to be met again in the file."""

    first_name: str
    last_name: str
    phone: str = ""
    email: str = ""
    zip_code: str = ""


@dataclass(slots=True)
class MessyFile:
    """What was written. `rows`: records below the header, without blank lines; `planted`: mess by kind."""

    path: Path
    rows: int = 0
    planted: Counter[str] = field(default_factory=Counter)


def write_messy_csv(path: Path, rows: int, seed: int, existing: Sequence[Known] = ()) -> MessyFile:
    """Write `rows` records of customers with all that goes wrong in such files. Memory stays flat.

    Comma-separated UTF-8 with a header (HEADER). About 6 % repeat an earlier row of the file (same phone,
    e-mail, or name and ZIP, spelt otherwise), 4 % one of `existing`, 1 % share a phone with another name;
    others have bad e-mails, unreadable phones, capitals, spaces, unknown tags, missing or surplus cells, line
    breaks inside cells. The same seed writes the same bytes.
    """
    written = MessyFile(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for cells in _Mess(seed, existing, written.planted).rows(rows):
            writer.writerow(cells)
            written.rows += bool(cells)
    return written


class _Mess:
    """Draws rows and spoils some of them."""

    _REMEMBERED = 500

    def __init__(self, seed: int, existing: Sequence[Known], planted: Counter[str]) -> None:
        self.dice = Dice(f"messy {seed}")
        self.existing = existing
        self.planted = planted
        self.mailboxes = Mailboxes()
        # Beyond the numbers that the sample company's own customers have.
        self.telephone = Telephone(given=4_000_000 + seed * 200_000 % 3_800_000)
        self.recent: list[Row] = []
        self.origins: Weighted[Callable[[], Row]] = Weighted(
            [(self._new, 89), (self._again, 6), (self._known, 4), (self._household, 1)]
        )
        self.spoilers: Weighted[Callable[[Row], None] | None] = Weighted(
            [
                (None, 70),
                (self._shout, 7),
                (self._pad, 7),
                (self._bad_email, 3),
                (self._bad_phone, 2),
                (self._odd_tags, 4),
                (self._line_break, 3),
                (self._lost_name, 1),
                (self._lost_zero, 3),
            ]
        )

    def rows(self, count: int) -> Iterator[list[str]]:
        for _number in range(count):
            row = self.origins.draw(self.dice)()
            spoil = self.spoilers.draw(self.dice)
            if spoil:
                spoil(row)
            yield self._ragged(list(row.values()))
            if self.dice.chance(0.002):
                self.planted["blank line"] += 1
                yield []

    # --- whose row it is --------------------------------------------------------------------------
    def _new(self) -> Row:
        dice, place = self.dice, front_range().draw(self.dice)
        who = person(dice)
        company = business(dice) if dice.chance(0.12) else ""
        email = self.mailboxes.personal(who, dice) if dice.chance(0.8) else ""
        phone = self._typed(self.telephone.number(place.area_codes)) if dice.chance(0.93) or not email else ""
        row = self._row(who.first_name, who.last_name, phone, email, place)
        row["business_name"] = company
        if len(self.recent) < self._REMEMBERED:
            self.recent.append(row.copy())
        else:
            self.recent[dice.between(0, self._REMEMBERED - 1)] = row.copy()
        return row

    def _again(self) -> Row:
        if not self.recent:
            return self._new()
        row = dict(self.dice.one(self.recent))
        self.planted["repeats a row"] += 1
        if row["phone"]:
            row["phone"] = self._typed("".join(c for c in row["phone"] if c.isdigit())[-10:])
        row["email"] = row["email"].upper()
        if self.dice.chance(0.3):
            row["address"] = street(self.dice)
        return row

    def _known(self) -> Row:
        if not self.existing:
            return self._new()
        self.planted["is in the workspace"] += 1
        known = self.dice.one(self.existing)
        digits = "".join(c for c in known.phone if c.isdigit())[-10:]
        place = front_range().draw(self.dice)
        row = self._row(known.first_name, known.last_name, self._typed(digits) if digits else "", "", place)
        row["email"] = known.email.title() if self.dice.chance(0.5) else known.email
        row["zip"] = known.zip_code or row["zip"]
        return row

    def _household(self) -> Row:
        if not self.recent:
            return self._new()
        self.planted["same phone, another name"] += 1
        row = dict(self.dice.one(self.recent))
        row["first_name"], row["email"], row["business_name"] = person(self.dice).first_name, "", ""
        return row

    def _row(self, first: str, last: str, phone: str, email: str, place: Zip) -> Row:
        dice = self.dice
        line = street(dice) + (f", {unit(dice)}" if dice.chance(0.1) else "")
        tags = ", ".join(dice.some(TAGS, 0.12))
        gate = f"#{dice.between(1000, 9999)}" if dice.chance(0.08) else ""
        notes = (
            dice.one(("Call first", "Dog in yard", "Ladder needed", "Paid by check"))
            if dice.chance(0.1)
            else ""
        )
        values = (
            first,
            last,
            "",
            phone,
            email,
            line,
            place.town,
            place.state,
            place.code,
            dice.one(SOURCES),
            tags,
        )
        return dict(zip(HEADER, (*values, gate, notes), strict=True))

    def _typed(self, ten: str) -> str:
        """A number in one of the ways in which people write it."""
        area, exchange, line = ten[:3], ten[3:6], ten[6:]
        return self.dice.one(
            (
                f"({area}) {exchange}-{line}",
                f"{area}-{exchange}-{line}",
                f"{area}.{exchange}.{line}",
                ten,
                f"+1 {area} {exchange} {line}",
                f"1-{area}-{exchange}-{line}",
                f" {area} {exchange}-{line} ",
                f"({area}){exchange}-{line} x{self.dice.between(1, 99)}",
            )
        )

    # --- what is wrong with it --------------------------------------------------------------------
    def _shout(self, row: Row) -> None:
        self.planted["capitals"] += 1
        for key in ("first_name", "last_name", "email", "address", "city"):
            row[key] = row[key].upper()

    def _pad(self, row: Row) -> None:
        self.planted["spaces"] += 1
        for key in ("first_name", "last_name", "email", "zip", "tags"):
            row[key] = f"  {row[key]}\u00a0"

    def _bad_email(self, row: Row) -> None:
        self.planted["bad e-mail"] += 1
        row["email"] = self.dice.one(
            ("none", "n/a", "jane@", "@example.com", "jane smith@example.com", "a@b@c.com")
        )

    def _bad_phone(self, row: Row) -> None:
        self.planted["bad phone"] += 1
        row["phone"] = self.dice.one(("call office", "555-0123", "000-000-0000", "3035551", "unknown"))

    def _odd_tags(self, row: Row) -> None:
        self.planted["unknown tag"] += 1
        row["tags"] = ", ".join(filter(None, (row["tags"], self.dice.one(UNKNOWN_TAGS))))

    def _line_break(self, row: Row) -> None:
        self.planted["line break"] += 1
        row["notes"] = 'Gate on the left,\nthen "ring twice".\r\nBeware, ladder.'

    def _lost_name(self, row: Row) -> None:
        self.planted["no name"] += 1
        row["first_name"] = row["last_name"] = row["business_name"] = ""

    def _lost_zero(self, row: Row) -> None:
        self.planted["ZIP as a number"] += 1
        row["zip"] = f"{row['zip']}.0"

    def _ragged(self, cells: list[str]) -> list[str]:
        if self.dice.chance(0.01):
            self.planted["too few cells"] += 1
            return cells[: self.dice.between(6, len(HEADER) - 1)]
        if self.dice.chance(0.005):
            self.planted["too many cells"] += 1
            return [*cells, "", "left over"]
        return cells
