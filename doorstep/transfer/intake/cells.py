"""What single cells say."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from dateutil import parser as dates
from django.utils.translation import gettext as _

from doorstep.core.text import fold

_COMPANY = re.compile(
    r"\b(llc|l\.l\.c|inc|ltd|limited|corp|corporation|co|company|plc|llp|hoa|church|school|apartments)\b\.?$",
    re.IGNORECASE,
)
_YES = frozenset({"1", "true", "yes", "y", "x", "on", "subscribed"})
_NO = frozenset({"0", "false", "no", "n", "off", "unsubscribed"})
_DAY_FORMS = {"US": ("%m/%d/%Y", "%m/%d/%y"), "GB": ("%d/%m/%Y", "%d/%m/%y")}
_LONGEST_TAG = 60
_PHONE_KINDS = {
    "phone": "home",
    "home": "home",
    "mobile": "mobile",
    "cell": "mobile",
    "work": "work",
    "fax": "fax",
    "other": "other",
}
_PHONE_LABEL = re.compile(rf"\b({'|'.join(_PHONE_KINDS)})\s*:\s*", re.IGNORECASE)


def split_name(full: str) -> dict[str, str]:
    """A name in one cell as its parts: "Doe, Jane", "Jane Doe", "Acme Ltd" (a business)."""
    full = " ".join(full.split())
    if _COMPANY.search(full):
        return {"company_name": full[:160]}
    if "," in full:
        last, _comma, first = full.partition(",")
        return {"first_name": first.strip()[:80], "last_name": last.strip()[:80]}
    first, _space, last = full.rpartition(" ")
    return {"first_name": first[:80], "last_name": last[:80]}


def split_labelled(cell: str, kind: str) -> list[tuple[str, str]]:
    """Numbers by their kind where the cell names it ("Phone:… Mobile:…", QuickBooks); else all of `kind`."""
    parts = _PHONE_LABEL.split(cell)
    found = [(kind, parts[0])] if parts[0].strip() else []
    labels = zip(parts[1::2], parts[2::2], strict=True)
    return found + [(_PHONE_KINDS[label.lower()], text) for label, text in labels]


def is_placeholder(e164: str) -> bool:
    """Whether a number only fills a box, like 000-000-0000 or 123-456-7890: nobody is known by it."""
    return len(set(e164[-7:])) == 1 or e164.endswith("1234567890")


def split_tags(cells: Iterable[str]) -> list[str]:
    """Every tag once, as written: "VIP, Net 30" and "VIP|Net 30" are two."""
    found: dict[str, None] = {}
    for cell in cells:
        for part in re.split(r"[,;|\n]", cell):
            if name := " ".join(part.split())[:_LONGEST_TAG]:
                found[name] = None
    return list(found)


def read_flag(cell: str) -> bool | None:
    """Yes or no in the usual spellings; None for anything else."""
    said = fold(cell)
    return True if said in _YES else False if said in _NO else None


def read_day(cell: str, country: str) -> date | None:
    """A date as people of the country write it, or with the month in words; None when it is none."""
    text = cell.strip()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    for form in _DAY_FORMS.get(country, ()):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    if not any(letter.isdecimal() for letter in text) or len(text) > 60:
        return None
    try:
        return dates.parse(text, dayfirst=country != "US").date()
    except (ValueError, OverflowError):
        return None


def cut(text: str, room: int, warnings: list[str]) -> str:
    """`text` within the column's room; what is cut off is told."""
    if len(text) <= room:
        return text
    warnings.append(
        _("Too long, cut after %(count)d characters: %(text)s") % {"count": room, "text": text[:60]}
    )
    return text[:room].rstrip()
