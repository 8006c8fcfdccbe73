"""Where the sample company works: real towns, ZIP codes and area codes of Colorado's Front Range."""

from dataclasses import dataclass
from functools import cache

from doorstep.shell.sample.dice import Dice, Weighted
from doorstep.shell.sample.words import words

_COUNTIES = {
    f"{name} County"
    for name in (
        "Denver",
        "Jefferson",
        "Arapahoe",
        "Adams",
        "Boulder",
        "Larimer",
        "Weld",
        "Douglas",
        "Broomfield",
    )
}
#: Most work is near the yard.
_TOWN_WEIGHTS = {
    "Denver": 3.0,
    "Boulder": 5.0,
    "Fort Collins": 4.0,
    "Longmont": 3.0,
    "Loveland": 3.0,
    "Arvada": 2.0,
}
_AREA_CODES = ("303", "720", "970", "983")

_STREETS = words("streets")
_KINDS: Weighted[str] = Weighted(
    [
        ("St", 10),
        ("Ave", 7),
        ("Dr", 6),
        ("Ct", 4),
        ("Way", 3),
        ("Ln", 3),
        ("Rd", 3),
        ("Pl", 2),
        ("Blvd", 1),
        ("Cir", 2),
    ]
)
_SIDES: Weighted[str] = Weighted([("", 12), ("N ", 1), ("S ", 2), ("E ", 2), ("W ", 2)])


@dataclass(frozen=True, slots=True)
class Zip:
    """One ZIP code. Degrees north and east."""

    code: str
    town: str
    county: str
    state: str
    latitude: float
    longitude: float
    area_codes: tuple[str, ...]


@cache
def front_range() -> Weighted[Zip]:
    """The ZIP codes of the company's area."""
    import zipcodes  # unpacks 42,000 codes at the first look-up, so late

    colorado = zipcodes.filter_by(state="CO", active=True, zip_code_type="STANDARD")  # type: ignore[no-untyped-call]  # it has no types
    found = [_zip(one) for one in colorado if one["county"] in _COUNTIES]
    return Weighted((one, _TOWN_WEIGHTS.get(one.town, 1.0)) for one in found)


def _zip(one: dict[str, str]) -> Zip:
    return Zip(
        code=one["zip_code"],
        town=one["city"],
        county=one["county"],
        state=one["state"],
        latitude=float(one["lat"]),
        longitude=float(one["long"]),
        area_codes=tuple(code for code in _AREA_CODES if code in one["area_codes"]) or ("970",),
    )


def street(dice: Dice) -> str:
    """Such as 1425 W Mapleton Ave."""
    number = dice.between(1, 99) * 100 + dice.between(1, 98)
    return f"{number} {_SIDES.draw(dice)}{dice.one(_STREETS)} {_KINDS.draw(dice)}"


def unit(dice: Dice) -> str:
    """Such as Apt 4B, Unit 12, Ste 200."""
    kind = dice.one(("Apt", "Unit", "Ste", "#"))
    number = dice.between(1, 40) if kind != "Ste" else dice.between(1, 9) * 100
    return f"{kind} {number}{dice.one('ABCD') if dice.chance(0.3) else ''}"


# 555 first, which nobody has; never N11, which are services such as 911.
_EXCHANGES = [555] + [
    exchange
    for exchange in (200 + turn * 37 % 800 for turn in range(800))
    if exchange % 100 != 11 and exchange != 555
]
_LINES = 10_000
_STEP = 7_919  # prime, so that neighbours in the list are not neighbours in the number


class Telephone:
    """Valid numbers of ten digits, each given once for the first 7.9 million. `given`: where to begin."""

    def __init__(self, given: int = 0) -> None:
        self._given = given

    def number(self, area_codes: tuple[str, ...]) -> str:
        """The next number, in one of the area codes: "3035550123"."""
        turn, self._given = self._given, self._given + 1
        exchange, line = divmod(turn, _LINES)
        area = area_codes[turn % len(area_codes)]
        return f"{area}{_EXCHANGES[exchange % len(_EXCHANGES)]}{line * _STEP % _LINES:04d}"
