"""What a person decided about a file: which column is what, and the rules of this run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.errors import RuleBroken
from doorstep.core.tables import Table, open_table
from doorstep.runs.models import Run
from doorstep.transfer.intake.fields import NEW_CUSTOM, field_specs
from doorstep.transfer.intake.profiles import profile_named

#: The import's name in config/runs.py.
KIND = "import.customers"


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
    #: Of the file's content: the same file again adds nothing (intake.earlier).
    digest: str = ""
    #: What the run made on its way: {"tags": [ids], "sources": …, "accounts": …, "fields": …, "memory": {…}}.
    made: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, run: Run) -> Self:
        """The plan of a run; keys of older versions are passed over."""
        return cls(**{name: value for name, value in run.params.items() if name in cls.__dataclass_fields__})

    def as_params(self) -> dict[str, Any]:
        """JSON-ready, for Run.params."""
        return asdict(self)

    def open(self, run: Run) -> Table:
        """The file as the plan reads it. Raises TableRefused; RuleBroken when it is not kept any more."""
        if not run.file:
            raise RuleBroken(_("The file of this import is not there any more. Upload it again."))
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

    def keeping_all(self) -> Self:
        """The same plan with every column that it leaves out as a new field of one's own."""
        return replace(self, mapping={name: field or NEW_CUSTOM for name, field in self.mapping.items()})

    def check(self, header: Sequence[str]) -> None:
        """Raise RuleBroken when rows could never be customers: no column that names them."""
        known = {spec.key for spec in field_specs()}
        fields = {name for column, name in self.mapping.items() if column in set(header) and name}
        strange = {
            name for name in fields if name not in known and not name.startswith(("custom.", NEW_CUSTOM))
        }
        if strange:
            raise RuleBroken(
                _("There is no field “%(name)s” to put a column into.") % {"name": min(strange)},
                field="mapping",
            )
        if not fields & {"last_name", "full_name", "company_name"} and not (
            self.places_only and "reference" in fields
        ):
            raise RuleBroken(
                _("Choose the column that holds the last name, the full name or the business name."),
                field="mapping",
            )
