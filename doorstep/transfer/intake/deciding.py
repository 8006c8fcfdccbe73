"""What becomes of a row, by the rules of the run."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from doorstep.runs.models import RunRow
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.matching import Match, Matcher
from doorstep.transfer.intake.plan import Duplicates, Plan, UnknownTags
from doorstep.transfer.intake.words import Words

Outcome = RunRow.Outcome


@dataclass(frozen=True, slots=True)
class Decision:
    """`match`: whom the row is, resembles or is added to."""

    row: CleanRow
    outcome: str
    reason: str = ""
    match: Match | None = None

    @property
    def client_id(self) -> int | None:
        return self.match.who.client_id if self.match else None


class Decider:
    """Goes through the rows in their order: each may be a repetition of one before it."""

    def __init__(self, plan: Plan, words: Words, matcher: Matcher) -> None:
        self.plan = plan
        self.words = words
        self.matcher = matcher

    def decide(self, rows: Sequence[CleanRow]) -> list[Decision]:
        """A decision for each row of a chunk, in order."""
        self.matcher.look_up([row for row in rows if not row.problem])
        return [self._decide(row) for row in rows]

    def _decide(self, row: CleanRow) -> Decision:
        if refusal := row.problem or self._refusal(row):
            return Decision(row, Outcome.REFUSED, refusal)
        match = self.matcher.match(row)
        if self.plan.places_only:
            return self._place_of(row, match)
        if match is None:
            return self._create(row)
        return self._resembling(row, match)

    def _refusal(self, row: CleanRow) -> str:
        if self.words.type_of(row.type_name, row.kind) is None:
            return _("This workspace has no customer types. Make one under Settings, Customer types.")
        unknown = self.words.unknown_tags(row.tags)
        if unknown and self.plan.tags == UnknownTags.REFUSE:
            return " ".join(unknown)
        row.warnings += unknown if self.plan.tags == UnknownTags.LEAVE_OUT else self._near_misses(unknown)
        return ""

    def _near_misses(self, unknown: Sequence[str]) -> list[str]:
        return [words for words in unknown if "?" in words]

    def _place_of(self, row: CleanRow, match: Match | None) -> Decision:
        if match is None or match.trait not in {"reference", "name"}:
            return Decision(
                row,
                Outcome.REFUSED,
                _("No customer with this reference or name is here: import the customers first."),
            )
        return Decision(row, Outcome.UPDATED, _told(row, match.words()), match)

    def _create(self, row: CleanRow, match: Match | None = None) -> Decision:
        self.matcher.remember(row)
        return Decision(row, Outcome.CREATED, _told(row, match.words() if match else ""))

    def _resembling(self, row: CleanRow, match: Match) -> Decision:
        rule = self.plan.duplicates
        if match.trait == "reference":
            # One record of the other system in several rows, as many as it has places (Jobber's export).
            return Decision(row, Outcome.UPDATED, _told(row, match.words()), match)
        if rule == Duplicates.CREATE:
            return self._create(row, match)
        if not match.same:
            words = _("%(match)s, but another name: perhaps a household.") % {"match": match.words()}
            return Decision(row, Outcome.ASKED, _told(row, words), match)
        outcome = {
            Duplicates.SKIP: Outcome.DUPLICATE,
            Duplicates.UPDATE: Outcome.UPDATED,
            Duplicates.ASK: Outcome.ASKED,
        }[Duplicates(rule)]
        return Decision(row, outcome, _told(row, match.words()), match)


def _told(row: CleanRow, words: str) -> str:
    return " ".join(filter(None, [words and words.rstrip(".") + ".", *row.warnings]))
