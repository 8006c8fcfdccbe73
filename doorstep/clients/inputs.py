"""What doors hand to the actions about people and places: typed by somebody, not yet checked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.core.postal import fill_in, is_postcode, normalise_postcode, postcode_key


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneInput:
    """A phone number as typed; `country`: the one it is dialled from ("" = the workspace's)."""

    typed: str
    kind: str = "mobile"
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressInput:
    """An address as typed; `country`: ISO 3166 ("" = the workspace's)."""

    line1: str = ""
    line2: str = ""
    line3: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    country: str = ""
    label: str = ""

    @property
    def is_blank(self) -> bool:
        return not any((self.line1, self.line2, self.line3, self.town, self.county, self.postcode))

    def columns(self, default_country: str, *, strict: bool = True) -> dict[str, str]:
        """Values for a Property's address columns; a US ZIP code fills in town and state.

        Raises RuleBroken when line 1 is missing or, when `strict`, the postcode is none of its country.
        """
        country = self.country or default_country
        if strict and not self.line1.strip():
            raise RuleBroken(_("Enter the street address."), field="line1")
        if strict and self.postcode and not is_postcode(country, self.postcode):
            raise RuleBroken(
                _("“%(code)s” is not a postcode as they are written there. Check it, or leave it empty.")
                % {"code": self.postcode},
                field="postcode",
            )
        town, county = fill_in(country, self.postcode, self.town.strip(), self.county.strip())
        return {
            "line1": self.line1.strip(),
            "line2": self.line2.strip(),
            "line3": self.line3.strip(),
            "town": town,
            "county": county,
            "postcode": normalise_postcode(country, self.postcode),
            "postcode_key": postcode_key(country, self.postcode)[:16],
            "country": country,
            "label": self.label.strip(),
        }
