"""The types that bodies and answers of the API are made of. Money: integer minor units, `…_cents`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from django.db.models import Choices
from django.db.models.enums import ChoicesType
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import CoreSchema, core_schema

_LARGEST = 2**63 - 1
_MOST_CENTS = 10**12
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class OneOf:
    """Exactly these values (of a choice class, or themselves), spelt out in the document. `also`: more."""

    def __init__(self, choices: type[Choices] | Iterable[str], *also: str) -> None:
        values = choices.values if isinstance(choices, ChoicesType) else [str(one) for one in choices]
        self.values = [*values, *also]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.literal_schema(self.values)


#: A row's id. What no database could hold is refused before one is asked.
Id = Annotated[int, Field(ge=1, le=_LARGEST)]
#: PostgreSQL keeps no NUL characters.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=20_000)]
Day = Annotated[date, Field(ge=_FIRST_DAY, le=_LAST_DAY)]
Moment = Annotated[
    AwareDatetime,
    Field(
        ge=datetime.fromisoformat("1900-01-01T00:00:00+00:00"),
        le=datetime.fromisoformat("2199-12-31T00:00:00+00:00"),
        description="A moment with its offset from UTC, like 2026-03-31T09:00:00-05:00.",
    ),
]
Cents = Annotated[
    int,
    Field(ge=-_MOST_CENTS, le=_MOST_CENTS, description="Minor units of the workspace's currency."),
]
#: ISO 3166, "" for the workspace's own.
Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]
_CustomValue = Text | bool | Annotated[int, Field(ge=-(10**15), le=10**15)] | float | list[Text] | None
#: Values of custom fields by key: text and links str, number decimal as str, money integer minor units, date
#: ISO str, choice the option's key, several choices a list of keys, checkbox bool.
Custom = dict[str, _CustomValue]


#: The default of what an update may leave out: it stays as it is. Null is a value, and only where it says so.
LEFT_OUT: Any = None


class Input(BaseModel):
    """A request's body. What it does not know it refuses, so that a misspelt field is no silent loss."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """Only what was sent, so that an update leaves the rest alone."""
        return self.model_dump(exclude_unset=True)


class Output(BaseModel):
    """A part of an answer."""


class Record(Output):
    """An answer with an address of its own: `path` with the id in it."""

    path: ClassVar[str]

    id: int

    @property
    def location(self) -> str:
        """Its address."""
        return f"/api/v1{self.path.format(id=self.id)}"


class Named(Output):
    """A row of the workspace that another refers to."""

    id: int
    name: str


class PhoneOut(Output):
    """A phone number as typed and, when it could be understood, in international form (E.164)."""

    kind: str
    typed: str
    e164: str
    extension: str
