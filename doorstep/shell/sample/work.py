"""What the sample company does and charges. Days are ordinals (date.toordinal), money is in cents."""

from dataclasses import dataclass, field

from doorstep.billing.models import Invoice, Payment
from doorstep.jobs.models import Job
from doorstep.shell.sample.dice import Dice, Weighted

Draft, Issued, Void = Invoice.Status.DRAFT.value, Invoice.Status.ISSUED.value, Invoice.Status.VOID.value
Completed, Scheduled = Job.Status.COMPLETED.value, Job.Status.SCHEDULED.value
Aborted, Cancelled = Job.Status.ABORTED.value, Job.Status.CANCELLED.value


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of work, with its usual price in dollars and what is often added to it."""

    title: str
    low: int
    high: int
    extras: tuple[tuple[str, int], ...] = ()


SERVICES: Weighted[Service] = Weighted(
    [
        (Service("Window cleaning, outside", 120, 260, (("Screens", 45), ("Skylights", 30))), 24),
        (Service("Window cleaning, in and out", 190, 420, (("Screens", 45), ("Tracks and sills", 60))), 22),
        (Service("Gutter cleaning", 110, 280, (("Downspout flush", 40),)), 16),
        (Service("Pressure washing", 160, 520, (("Deck", 140), ("Driveway", 110))), 10),
        (Service("HVAC tune-up", 99, 189, (("Filter 20×25×1", 28), ("Refrigerant, per pound", 75))), 8),
        (Service("Pest control, quarterly", 95, 165, (("Wasp nest", 60),)), 8),
        (Service("Lawn care", 45, 95, (("Aeration", 85),)), 6),
        (Service("Garden cleanup", 150, 480, (("Green waste", 55),)), 4),
        (Service("Solar panel cleaning", 120, 280), 3),
        (Service("Holiday lights", 320, 1200, (("Removal in January", 150),)), 1),
    ]
)
CHEQUE = Payment.Method.CHEQUE.value
METHODS: Weighted[str] = Weighted(
    [
        (Payment.Method.CARD.value, 55),
        (CHEQUE, 20),
        (Payment.Method.BANK.value, 15),
        (Payment.Method.CASH.value, 10),
    ]
)
NO_ACCESS = ("Gate locked", "Nobody at home", "Heavy rain", "Dog in the yard")
CALLED_OFF = ("Customer asked to wait", "Moved to another day", "Weather")
TAX_BASIS_POINTS = 881


@dataclass(slots=True)
class Line:
    """One line of a bill."""

    description: str
    quantity: int
    unit_cents: int
    tax_basis_points: int = 0

    @property
    def net_cents(self) -> int:
        return self.quantity * self.unit_cents

    @property
    def tax_cents(self) -> int:
        return (self.net_cents * self.tax_basis_points + 5_000) // 10_000


@dataclass(slots=True)
class Bill:
    """An invoice. `number` comes later, in the order of issue; `paid_on` 0: not paid."""

    status: str
    issued_on: int
    due_on: int
    lines: list[Line]
    total_cents: int = 0
    paid_cents: int = 0
    paid_on: int = 0
    number: int = 0
    id: int = 0

    def __post_init__(self) -> None:
        self.total_cents = sum(line.net_cents + line.tax_cents for line in self.lines)


@dataclass(slots=True)
class Receipt:
    """A payment and what it went to."""

    received_on: int
    method: str
    parts: list[tuple[Bill, int]]
    bounced: bool = False
    id: int = 0

    @property
    def amount_cents(self) -> int:
        return sum(cents for _bill, cents in self.parts)


@dataclass(slots=True)
class Visit:
    """A job, with the bill that followed. `day`: done, or planned."""

    day: int
    hour: int
    status: str
    service: Service
    price_cents: int
    reason: str = ""
    bills: list[Bill] = field(default_factory=list)
    number: int = 0
    id: int = 0


def visit(dice: Dice, service: Service, day: int, status: str, factor: float) -> Visit:
    """One job at a price that fits the service; `factor`: how much bigger than a house the place is."""
    dollars = round(dice.between(service.low, service.high) * factor / 5) * 5
    reason = dice.one(NO_ACCESS) if status == Aborted else dice.one(CALLED_OFF) if status == Cancelled else ""
    return Visit(day, dice.between(14, 21), status, service, dollars * 100, reason)


def bill(dice: Dice, done: Visit, terms_days: int, *, latest: int, plain: bool) -> Bill:
    """The invoice for a completed visit, issued on `latest` at the latest. `plain`: one line only."""
    lines = [Line(done.service.title, 1, done.price_cents)]
    if not plain:
        for name, dollars in dice.some(done.service.extras, 0.2):
            taxed = TAX_BASIS_POINTS if dice.chance(0.2) else 0
            lines.append(Line(name, dice.between(1, 3), dollars * 100, taxed))
    issued = min(latest, done.day + (dice.between(0, 2) if terms_days else 0))
    return Bill(Issued, issued, issued + terms_days, lines)
