"""A few thousand customers at a time: drawn, numbered in the order of their days, and written down."""

from collections import Counter

from doorstep.clients.counts import Counts
from doorstep.clients.models import Client
from doorstep.shell.sample.company import Company
from doorstep.shell.sample.dates import Calendar
from doorstep.shell.sample.derived_rows import DerivedBook
from doorstep.shell.sample.dice import Dice
from doorstep.shell.sample.history_rows import HistoryBook
from doorstep.shell.sample.households import Town
from doorstep.shell.sample.lives import STORIES, Biographer
from doorstep.shell.sample.people_rows import Dossier, PeopleBook, open_dossier
from doorstep.shell.sample.sheets import Keys, Sheet
from doorstep.shell.sample.work import Draft
from doorstep.shell.sample.work_rows import WorkBook

_TIMELINE_DAYS = 550


class Drawer:
    """Draws customers one portion after the other. `numbers`: the last job and invoice numbers given."""

    def __init__(self, company: Company, seed: int, *, given_phones: int = 0, light: bool = False) -> None:
        self.company = company
        self.dice = Dice(f"customers {seed}")
        self.calendar = Calendar.of(company.workspace.today())
        self.town = Town(self.dice, given_phones)
        self.biographer = Biographer(self.dice, self.calendar, plain=light)
        self.light = light
        self.counts: Counts = Counter()

    def portion(
        self, plan: bytes, keys: Keys, numbers: dict[str, int], *, with_counts: bool = True
    ) -> list[Sheet]:
        """The rows of the customers of `plan` (indexes into STORIES); moves `keys` and `numbers` on.

        `with_counts`: what they add to the kept counts too, with all that was left out of earlier portions.
        """
        dossiers = [self._dossier(story, keys) for story in plan]
        _number(dossiers, numbers)
        today = self.calendar.today
        books = (
            PeopleBook(self.company, keys, self.dice),
            WorkBook(self.company, keys, self.dice, today),
            HistoryBook(self.company, keys, today if self.light else today - _TIMELINE_DAYS),
            derived := DerivedBook(self.company, keys, self.calendar, self.counts),
        )
        for book in books:
            for one in dossiers:
                book.enter(one)
        if with_counts:
            derived.close()
        return [sheet for book in books for sheet in book.sheets]

    def _dossier(self, story: int, keys: Keys) -> Dossier:
        household = self.town.household()
        life = self.biographer.live(STORIES[story], commercial=household.commercial)
        return open_dossier(keys.next(Client), household, life, self.company, self.dice)


def _number(dossiers: list[Dossier], numbers: dict[str, int]) -> None:
    """Jobs and invoices get the next numbers, the older the lower."""
    visits = [visit for one in dossiers for visit in one.life.visits]
    for visit in sorted(visits, key=lambda one: one.day):
        numbers["job"] += 1
        visit.number = numbers["job"]
    bills = [bill for visit in visits for bill in visit.bills if bill.status != Draft]
    for bill in sorted(bills, key=lambda one: one.issued_on):
        numbers["invoice"] += 1
        bill.number = numbers["invoice"]
