"""What a person decided about a file: which column is what, and the rules of this run."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.errors import RuleBroken
from doorstep.core.tables import Table, guess_mapping, open_table
from doorstep.core.text import fold
from doorstep.identity.models import Workspace
from doorstep.runs.models import Run
from doorstep.transfer.intake.fields import NEW_CUSTOM, field_specs
from doorstep.transfer.intake.profiles import Profile, profile_named, recognise
from doorstep.transfer.models import MappingMemory
from doorstep.vocabulary.models import CustomField

_SAMPLE_ROWS = 50


class Duplicates(StrEnum):
    """What becomes of a row that is a customer already."""

    SKIP = "skip"
    UPDATE = "update"
    CREATE = "create"
    ASK = "ask"


class UnknownTags(StrEnum):
    """What becomes of a tag that the workspace does not have."""

    CREATE = "create"
    LEAVE_OUT = "leave_out"
    REFUSE = "refuse"


DUPLICATES_WORDS = {
    Duplicates.SKIP: gettext_lazy("Skip it: the customer stays as it is"),
    Duplicates.UPDATE: gettext_lazy("Update the customer with what the row says"),
    Duplicates.CREATE: gettext_lazy("Create another customer"),
    Duplicates.ASK: gettext_lazy("Ask me for each one afterwards"),
}
TAGS_WORDS = {
    UnknownTags.CREATE: gettext_lazy("Create it"),
    UnknownTags.LEAVE_OUT: gettext_lazy("Leave it out and say so"),
    UnknownTags.REFUSE: gettext_lazy("Refuse the row"),
}


@dataclass(slots=True, kw_only=True)
class Plan:
    """Run.params of an import. `mapping`: column header -> field key ("" = left out).

    `defaults`: field key -> what a row gets where its cell is empty. The next four: how to read the file.
    """

    mapping: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    duplicates: str = Duplicates.SKIP
    tags: str = UnknownTags.CREATE
    profile: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    dry_run: bool = False
    #: What the run made on its way: {"tags": [ids], "sources": [ids], "fields": [ids]}; an undo removes it.
    made: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, run: Run) -> Self:
        """The plan of a run; keys of older versions are passed over."""
        return cls(**{name: value for name, value in run.params.items() if name in cls.__dataclass_fields__})

    def as_params(self) -> dict[str, Any]:
        """JSON-ready, for Run.params."""
        return asdict(self)

    def open(self, run: Run) -> Table:
        """The run's file as the plan reads it. Raises TableRefused."""
        return open_table(
            run.file.path,
            filename=run.file_name,
            encoding=self.encoding or None,
            delimiter=self.delimiter or None,
            sheet=self.sheet or None,
            header_row=self.header_row,
        )

    @property
    def places_only(self) -> bool:
        """Whether rows add places to customers that are here, and never make one."""
        profile = profile_named(self.profile)
        return profile is not None and profile.places_only

    def check(self, header: Sequence[str]) -> None:
        """Raise RuleBroken when rows could never be customers: no column that names them."""
        known = {spec.key for spec in field_specs()}
        fields = {name for column, name in self.mapping.items() if column in set(header) and name}
        strange = {name for name in fields if name not in known and not name.startswith(("custom.", NEW_CUSTOM))}
        if strange:
            raise RuleBroken(
                _("There is no field “%(name)s” to put a column into.") % {"name": sorted(strange)[0]},
                field="mapping",
            )
        if not fields & {"last_name", "full_name", "company_name"} and not (
            self.places_only and "reference" in fields
        ):
            raise RuleBroken(
                _("Choose the column that holds the last name, the full name or the business name."),
                field="mapping",
            )


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file, for the mapping page. `why`: how its field was found, in words."""

    header: str
    samples: list[str]
    field: str
    why: str


def suggest(
    workspace: Workspace, table: Table, profile_key: str = ""
) -> tuple[list[Column], Profile | None, bool]:
    """What the columns of a table probably are: as last time, as the profile says, else by name and values.

    Answers also with the profile, and whether the mapping was remembered from a file like this.
    """
    header, sample = table.header, table.sample(_SAMPLE_ROWS)
    cells = [row.cells for row in sample]
    memory = MappingMemory.objects.filter(workspace=workspace, header_key=header_key(header)).first()
    profile = profile_named(profile_key or (memory.profile if memory else "")) or recognise(header)
    custom = list(
        CustomField.objects.filter(workspace=workspace, on=CustomField.On.CUSTOMER, archived_at=None)
    )
    guesses = guess_mapping(header, cells, field_specs(custom))
    columns = []
    for place, name in enumerate(header):
        samples = [row[place] for row in cells if row[place]][:3]
        if memory and not profile_key and name in memory.mapping:
            chosen, why = memory.mapping[name], _("As in the last file with this header.")
        elif profile and fold(name) in profile.columns:
            chosen, why = profile.columns[fold(name)], _("A column of %(system)s.") % {"system": profile.label}
        elif place in guesses:
            chosen, why = guesses[place].field, guesses[place].why
        else:
            chosen, why = "", ""
        columns.append(Column(name, samples, chosen, why))
    return columns, profile, memory is not None and not profile_key


def header_key(header: Sequence[str]) -> str:
    """What a header is remembered by."""
    return hashlib.sha256("\x1f".join(fold(name) for name in header).encode()).hexdigest()


def remember(workspace: Workspace, header: Sequence[str], mapping: Mapping[str, str], profile: str) -> None:
    """Offer this mapping for the next file with the same header."""
    MappingMemory.objects.update_or_create(
        workspace=workspace,
        header_key=header_key(header),
        defaults={"mapping": dict(mapping), "profile": profile, "used_at": timezone.now()},
    )
