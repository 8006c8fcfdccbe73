"""How customers come, stay and leave: the work and the money of one customer, by its story."""

from collections.abc import Callable
from dataclasses import dataclass, field

from doorstep.shell.sample.dates import Calendar
from doorstep.shell.sample.dice import Dice
from doorstep.shell.sample.work import (
    CHEQUE,
    METHODS,
    SERVICES,
    Aborted,
    Bill,
    Cancelled,
    Completed,
    Draft,
    Receipt,
    Scheduled,
    Service,
    Visit,
    Void,
    bill,
    visit,
)


@dataclass(slots=True)
class Life:
    """One customer's history. Days are ordinals, 0 for none."""

    came_on: int
    factor: float
    terms_days: int
    visits: list[Visit] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    flagged_on: int = 0
    dormant_on: int = 0


class Biographer:
    """Draws lives on a given day. `plain`: one line a bill, for big workspaces."""

    def __init__(self, dice: Dice, calendar: Calendar, *, plain: bool = False) -> None:
        self.dice, self.calendar, self.plain = dice, calendar, plain
        self.services: tuple[Service, ...] = ()

    def live(self, story: "Story", *, commercial: bool) -> Life:
        """A life of that story."""
        dice = self.dice
        factor = dice.between(12, 40) / 10 if commercial else dice.between(8, 14) / 10
        life = Life(self.calendar.today - 1, factor, 30 if commercial else dice.one((0, 0, 14)))
        self.services = (SERVICES.draw(dice), SERVICES.draw(dice))
        story.tell(self, life)
        life.visits.sort(key=lambda one: one.day)
        return life

    # --- what stories are made of -----------------------------------------------------------------
    def work(self, life: Life, first: int, last: int, every: int) -> None:
        """Visits from `first` to `last`, about `every` so many days, the last on `last`; billed and paid."""
        day = last
        while day >= first:
            self._visit(life, day)
            day -= max(7, every + self.dice.between(-every // 6, every // 6))
        life.came_on = min(first, min(one.day for one in life.visits) - self.dice.between(0, 20))

    def book(self, life: Life) -> None:
        """A job that is still to be done."""
        day = self.calendar.today + self.dice.between(1, 45)
        life.visits.append(visit(self.dice, self._service(), day, Scheduled, life.factor))

    def call_off(self, life: Life, day: int) -> None:
        """A job that was cancelled; it counts nowhere."""
        life.visits.append(visit(self.dice, self._service(), day, Cancelled, life.factor))

    def _service(self) -> Service:
        return self.services[0] if self.dice.chance(0.8) else self.services[1]

    def _visit(self, life: Life, day: int) -> None:
        dice = self.dice
        if dice.chance(0.03):
            self.call_off(life, day - 3)
        elif dice.chance(0.02):
            life.visits.append(visit(dice, self._service(), day - 2, Aborted, life.factor))
        done = visit(dice, self._service(), day, Completed, life.factor)
        life.visits.append(done)
        issued = bill(dice, done, life.terms_days, latest=self.calendar.today - 1, plain=self.plain)
        done.bills.append(issued)
        if dice.chance(0.01):
            self._correct(life, done)
        elif issued.issued_on > self.calendar.today - 4 and dice.chance(0.2):
            issued.status = Draft
        if issued.status != Draft:
            self._settle(life, done.bills[-1])

    def _correct(self, life: Life, done: Visit) -> None:
        """Void the bill and write another."""
        done.bills[-1].status = Void
        latest = self.calendar.today - 1
        done.bills.append(bill(self.dice, done, life.terms_days, latest=latest, plain=True))

    def _settle(self, life: Life, owed: Bill) -> None:
        """The money for one bill, unless that is still to come; companies often pay several at once."""
        dice, method = self.dice, METHODS.draw(self.dice)
        later = life.receipts[-1] if life.receipts else None  # lives are told backwards
        if later and life.terms_days == 30 and later.received_on - owed.issued_on < 45 and dice.chance(0.4):
            self._pay(owed, later.received_on, owed.total_cents, later)
            return
        prompt = not life.terms_days or dice.chance(0.5)
        day = owed.issued_on + (0 if prompt else dice.between(1, life.terms_days - 2))
        if day >= self.calendar.today or not owed.total_cents:
            return
        if dice.chance(0.004):
            life.receipts.append(Receipt(owed.issued_on, CHEQUE, [(owed, owed.total_cents)], bounced=True))
        if dice.chance(0.03):
            life.receipts.append(Receipt(owed.issued_on, method, []))
            self._pay(owed, owed.issued_on, owed.total_cents // 2, life.receipts[-1])
        life.receipts.append(Receipt(day, method, []))
        self._pay(owed, day, owed.total_cents - owed.paid_cents, life.receipts[-1])

    def _pay(self, owed: Bill, day: int, cents: int, receipt: Receipt) -> None:
        receipt.parts.append((owed, cents))
        owed.paid_cents += cents
        if owed.paid_cents == owed.total_cents:
            owed.paid_on = day


@dataclass(frozen=True, slots=True)
class Story:
    """A kind of customer: how many of the sample company's 2,598, and how such a life goes."""

    name: str
    count: int
    tell: Callable[[Biographer, Life], None]


def _regular(by: Biographer, life: Life) -> None:
    """Comes every few months for years, and the next visit is booked more often than not."""
    every = by.dice.one((30, 60, 90, 90, 120, 180))
    last = by.calendar.today - by.dice.between(1, every)
    first = last - every * by.dice.between(2, 9) - by.dice.between(0, 400)
    by.work(life, first, last, every)
    if by.dice.chance(0.75):
        by.book(life)


def _returning(by: Biographer, life: Life) -> None:
    """Was here two or three times, the last time within the year."""
    last = by.dice.between(by.calendar.year_ago + 3, by.calendar.today - 1)
    by.work(life, last - by.dice.between(200, 700), last, 300)
    if by.dice.chance(0.1):
        by.book(life)


def _new(by: Biographer, life: Life) -> None:
    """Came within the year, more often lately; one visit."""
    span = by.calendar.today - by.calendar.year_ago - 30
    last = by.calendar.today - 1 - int(by.dice.random() ** 2 * span)
    by.work(life, last, last, 400)


def _booked(by: Biographer, life: Life) -> None:
    """Nothing done yet, the first visit is booked."""
    life.came_on = by.calendar.today - by.dice.between(1, 40)
    by.book(life)


def _owing(by: Biographer, life: Life) -> None:
    """Visited some months ago and has not paid since."""
    life.terms_days = 14
    last = by.calendar.today - by.dice.between(30, 150)
    by.work(life, last - by.dice.between(0, 300), last, 150)
    for one in life.visits:
        for owed in one.bills:
            if one.day == last and owed.status != Void:
                owed.paid_cents = owed.paid_on = 0
    life.receipts = [
        receipt for receipt in life.receipts if all(part.paid_cents for part, _cents in receipt.parts)
    ]


def _lapsed(by: Biographer, life: Life) -> None:
    """The last visit was twelve to twenty-four months ago, and nothing since."""
    last = by.dice.between(by.calendar.two_years_ago + 1, by.calendar.year_ago - 40)
    often = by.dice.chance(0.06)
    first = last - (by.dice.between(250, 600) if often else by.dice.between(0, 90))
    by.work(life, first, last, 110 if often else 95)


def _gone(by: Biographer, life: Life) -> None:
    """Was a customer until years ago; some moved away."""
    last = by.calendar.two_years_ago - 40 - int(by.dice.random() ** 1.5 * 1800)
    often = by.dice.chance(0.02)
    first = last - (by.dice.between(300, 900) if often else by.dice.between(0, 150))
    by.work(life, first, last, 130 if often else 160)
    if by.dice.chance(0.06):
        life.dormant_on = last + 30


def _cold(by: Biographer, life: Life) -> None:
    """Asked more than a year ago and never bought; some had a visit booked and called it off."""
    life.came_on = by.calendar.year_ago - 5 - int(by.dice.random() ** 1.3 * 1500)
    if by.dice.chance(0.15):
        by.call_off(life, life.came_on + by.dice.between(2, 5))


def _enquiry(by: Biographer, life: Life) -> None:
    """Asked within the year and has not decided."""
    span = by.calendar.today - by.calendar.year_ago - 5
    life.came_on = by.calendar.today - 1 - int(by.dice.random() ** 2 * span)
    if by.dice.chance(0.06):
        life.flagged_on = by.calendar.today - by.dice.between(0, 20)


STORIES = (
    Story("regular", 676, _regular),
    Story("returning", 230, _returning),
    Story("new", 150, _new),
    Story("booked", 60, _booked),
    Story("owing", 24, _owing),
    Story("lapsed", 380, _lapsed),
    Story("gone", 560, _gone),
    Story("cold", 318, _cold),
    Story("enquiry", 200, _enquiry),
)
SAMPLE_SIZE = sum(story.count for story in STORIES)


def cast(dice: Dice, customers: int) -> bytes:
    """Which story each of so many customers has, as indexes into STORIES in a drawn order.

    The shares are those of the sample company, exactly; one byte a customer, so a million is nothing.
    """
    counts = [story.count * customers // SAMPLE_SIZE for story in STORIES]
    counts[0] += customers - sum(counts)
    order = bytearray(b"".join(bytes([index]) * count for index, count in enumerate(counts)))
    for place in range(len(order) - 1, 0, -1):
        other = dice.between(0, place)
        order[place], order[other] = order[other], order[place]
    return bytes(order)
