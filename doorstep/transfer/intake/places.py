"""The address in a row."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from doorstep.core.postal import fill_in, is_postcode, normalise_postcode, postcode_key
from doorstep.core.text import fold
from doorstep.transfer.intake.cells import cut

if TYPE_CHECKING:
    from doorstep.transfer.intake.cleaning import CleanRow

_TEXTS = {"line1": 160, "line2": 160, "line3": 160, "town": 80, "county": 80}
_COUNTRIES = {
    "us": "US",
    "usa": "US",
    "united states": "US",
    "united states of america": "US",
    "gb": "GB",
    "uk": "GB",
    "united kingdom": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "canada": "CA",
    "ireland": "IE",
    "australia": "AU",
    "mexico": "MX",
}


def read_place(clean: "CleanRow", cells: dict[str, list[str]], country: str) -> dict[str, str] | None:
    """Columns of a Property, and its parties on `clean`; None when the row has no address."""
    if not any(name in cells for name in ("line1", "town", "postcode")):
        return None
    if "country" in cells:
        typed = fold(cells["country"][0])
        country = _COUNTRIES.get(typed, typed.upper() if len(typed) == 2 and typed.isalpha() else country)
    place = {
        name: cut(", ".join(cells[name]), room, clean.warnings) if name in cells else ""
        for name, room in _TEXTS.items()
    }
    typed = cells["postcode"][0] if "postcode" in cells else ""
    if typed and not is_postcode(country, typed):
        clean.warnings.append(_("Postcode “%(typed)s” looks wrong; kept as it is.") % {"typed": typed[:40]})
    place["postcode"] = normalise_postcode(country, typed)[:16]
    place["postcode_key"] = postcode_key(country, typed)[:16]
    place["country"] = country
    place["town"], place["county"] = fill_in(country, place["postcode"], place["town"], place["county"])
    place["label"] = cells["place_label"][0][:80] if "place_label" in cells else ""
    place["external_id"] = cells["place_reference"][0][:80] if "place_reference" in cells else ""
    place["access_notes"] = "\n".join(cells.get("access_notes", ()))
    for role in ("occupier", "landlord"):
        if role in cells:
            clean.parties.append((role, " ".join(cells[role])[:160]))
    return place
