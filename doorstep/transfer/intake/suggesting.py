"""What the columns of a file probably are."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from doorstep.core.tables import Row, Table, guess_mapping
from doorstep.core.tables.columns import Guess
from doorstep.core.text import fold, looks_misread
from doorstep.identity.models import Workspace
from doorstep.transfer.intake.fields import CUSTOM, NEW_CUSTOM, field_specs
from doorstep.transfer.intake.memory import recall
from doorstep.transfer.intake.profiles import Profile, profile_named, recognise
from doorstep.transfer.models import MappingMemory
from doorstep.vocabulary.models import CustomField

_SAMPLE_ROWS = 50
_LOOKED_THROUGH = 1000  # for what is rarer than kinds of values: one name in fifty has an accent
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file, for the mapping page. `why`: how its field was found, in words."""

    header: str
    samples: list[str]
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`remembered`: the mapping is the one chosen for the last file with this header.

    `misread`: a cell that was read in a wrong encoding before the file was saved, "" for none.
    """

    columns: list[Column]
    profile: Profile | None
    remembered: bool
    misread: str = ""

    @property
    def mapping(self) -> dict[str, str]:
        return {column.header: column.field for column in self.columns}


def suggest(workspace: Workspace, table: Table, profile_key: str = "") -> Suggestion:
    """What the columns of a table probably are: as last time, as the profile says, else by name and values.

    `profile_key`: the system that the file is said to be from, "" to recognise it. Raises TableRefused when
    the first rows cannot be read.
    """
    header = table.header
    read = table.sample(_LOOKED_THROUGH)
    cells = [row.cells for row in read[:_SAMPLE_ROWS]]
    memory = None if profile_key else recall(workspace, header)
    profile = profile_named(profile_key or (memory.profile if memory else "")) or recognise(header)
    own = list(CustomField.objects.filter(workspace=workspace, on=CustomField.On.CUSTOMER, archived_at=None))
    specs = field_specs(own, workspace.country)
    known = {spec.key for spec in specs} | {"", NEW_CUSTOM}
    labels = {fold(field.label): CUSTOM + field.key for field in own}
    guesses = guess_mapping(header, cells, specs)
    columns = []
    for place, name in enumerate(header):
        samples = [row[place] for row in cells if row[place]][:_SAMPLES]
        chosen, why = _choose(name, memory, profile, guesses.get(place))
        if chosen == NEW_CUSTOM:
            chosen = labels.get(fold(name), NEW_CUSTOM)
        if chosen not in known:
            # A field of one's own that has been deleted since.
            chosen, why = "", ""
        columns.append(Column(name, samples, chosen, why))
    return Suggestion(_once(columns), profile, memory is not None, _misread(header, read))


def _misread(header: list[str], rows: list[Row]) -> str:
    cells = chain(header, *(row.cells for row in rows))
    return next((cell for cell in cells if looks_misread(cell)), "")


def _choose(
    name: str, memory: MappingMemory | None, profile: Profile | None, guess: Guess | None
) -> tuple[str, str]:
    """Field key and why."""
    remembered: Mapping[str, str] = memory.mapping if memory else {}
    if name in remembered:
        return remembered[name], _("As in the last file with this header.")
    if profile and fold(name) in profile.columns:
        return profile.columns[fold(name)], _("A column of %(system)s.") % {"system": profile.label}
    return (guess.field, guess.why) if guess else ("", "")


def _once(columns: list[Column]) -> list[Column]:
    """A field that holds one value gets one column: the first that was not merely guessed, else the first."""
    many = {spec.key for spec in field_specs() if spec.many} | {"", NEW_CUSTOM}
    taken: set[str] = set()
    kept = []
    for column in columns:
        is_taken = column.field in taken - many
        kept.append(Column(column.header, column.samples, "", "") if is_taken else column)
        taken.add(column.field)
    return kept
