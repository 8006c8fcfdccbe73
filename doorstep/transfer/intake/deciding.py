"""What becomes of a row, by the rules of the run."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from doorstep.runs.models import RunRow
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.earlier import Earlier, Known
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

    def __init__(self, plan: Plan, words: Words, matcher: Matcher, earlier: Earlier) -> None:
        self.plan = plan
        self.words = words
        self.matcher = matcher
        self.earlier = earlier
        #: Rows are answered all at once: those that repeat each other are still one customer.
        self.answering = False

    def decide(self, rows: Sequence[CleanRow]) -> list[Decision]:
        """A decision for each row of a chunk, in order."""
        self.settle(rows)
        sound = [row for row in rows if not row.problem]
        self.earlier.look_up(sound)
        self.matcher.look_up(sound)
        return [self._decide(row) for row in rows]

    def settle(self, rows: Sequence[CleanRow]) -> None:
        """Find what each row names in the workspace; its type says whether it is a person or a business."""
        for row in rows:
            self._settle(row)

    def _settle(self, row: CleanRow) -> None:
        if row.problem:
            return
        found = self.words.type_of(row.type_name, row.kind)
        if found is None:
            row.problem = _("This workspace has no customer types. Make one under Settings, Customer types.")
            return
        row.type_id, kind = found
        if kind != row.kind:
            row.rename(kind)
        if row.type_name and not self.words.type_named(row.type_name):
            row.warnings.append(_("There is no customer type “%(name)s”.") % {"name": row.type_name[:60]})
        if row.assigned and not self.words.member_id(row.assigned):
            row.warnings.append(_("There is no member “%(name)s”.") % {"name": row.assigned[:60]})
        self._settle_tags(row)

    def _settle_tags(self, row: CleanRow) -> None:
        unknown = self.words.unknown_tags(row.tags)
        if unknown and self.plan.tags == UnknownTags.REFUSE:
            row.problem = " ".join(unknown)
        elif self.plan.tags == UnknownTags.LEAVE_OUT:
            row.warnings += unknown
        else:
            # A tag is made without a word, unless it looks like a slip of the pen.
            row.warnings += [words for words in unknown if "?" in words]

    def _decide(self, row: CleanRow) -> Decision:
        if row.problem:
            return Decision(row, Outcome.REFUSED, row.problem)
        known = None if self.answering else self.earlier.of(row)
        match = known.match if known else self.matcher.match(row)
        if match and match.who.hidden:
            words = _("Is here already, as a customer that you may not see. Ask somebody who may.")
            return Decision(row, Outcome.REFUSED, words)
        if known and self.plan.duplicates != Duplicates.CREATE:
            return self._again(row, known)
        if self.plan.places_only:
            return self._place_of(row, match)
        if match is None:
            return self._create(row)
        return self._resembling(row, match)

    def _again(self, row: CleanRow, known: Known) -> Decision:
        """A row that this file had before: it is whom it was, and was left for a reason that still holds."""
        if self.plan.duplicates == Duplicates.UPDATE and known.outcome != Outcome.ASKED:
            return self._update(row, known.match)
        if known.settled:
            return Decision(row, Outcome.DUPLICATE, _told(row, known.match.words()), known.match)
        return Decision(row, known.outcome, known.reason, known.match)

    def _place_of(self, row: CleanRow, match: Match | None) -> Decision:
        if match is None or match.trait not in {"reference", "name", "bare"}:
            words = _("No customer with this reference or name is here: import the customers first.")
            return Decision(row, Outcome.REFUSED, words)
        return Decision(row, Outcome.UPDATED, _told(row, match.words()), match)

    def _create(self, row: CleanRow, match: Match | None = None) -> Decision:
        self.matcher.remember(row)
        return Decision(row, Outcome.CREATED, _told(row, match.words() if match else ""))

    def _update(self, row: CleanRow, match: Match) -> Decision:
        self.matcher.remember(row, match.who)
        return Decision(row, Outcome.UPDATED, _told(row, match.words()), match)

    def _resembling(self, row: CleanRow, match: Match) -> Decision:
        rule = self.plan.duplicates
        if match.trait == "reference" and match.same:
            # One record of the other system in several rows, as many as it has places (Jobber's export).
            return self._update(row, match)
        if rule == Duplicates.CREATE and not (self.answering and match.same and match.who.row is not None):
            return self._create(row, match)
        if not match.same:
            words = _("%(match)s, but another name: perhaps a household.")
            if match.trait == "reference":
                words = _("%(match)s, but another name: perhaps of another list.")
            words = words % {"match": match.words()}
            return Decision(row, Outcome.ASKED, _told(row, words), match)
        if rule == Duplicates.UPDATE:
            return self._update(row, match)
        outcome = Outcome.ASKED if rule == Duplicates.ASK else Outcome.DUPLICATE
        return Decision(row, outcome, _told(row, match.words()), match)


def _told(row: CleanRow, words: str) -> str:
    return " ".join(filter(None, [words and words.rstrip(".") + ".", *row.warnings]))
