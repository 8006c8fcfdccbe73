"""`doorstep bench`: what must be quick, measured beside what it could be at best."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.test.utils import override_settings

from doorstep.identity.models import Membership
from doorstep.shell.management.bench import results
from doorstep.shell.management.bench.bulk import measure_bulk
from doorstep.shell.management.bench.crowd import measure_crowd
from doorstep.shell.management.bench.doubles import measure_doubles
from doorstep.shell.management.bench.exporting import measure_export
from doorstep.shell.management.bench.growth import SMALL, measure_growth
from doorstep.shell.management.bench.importing import measure_import
from doorstep.shell.management.bench.pages import measure_pages
from doorstep.shell.management.bench.paying import measure_payments
from doorstep.shell.management.bench.places import bench_place, doorstep, owner_of_bench
from doorstep.shell.management.bench.records import measure_records
from doorstep.shell.management.bench.searching import measure_search
from doorstep.shell.management.bench.visitor import Visitor

Measure = Callable[[Visitor, Membership, results.Board], None]
#: In this order: what changes the workspace comes after what only reads it.
PARTS: dict[str, Measure] = {
    "pages": measure_pages,
    "search": measure_search,
    "records": measure_records,
    "export": measure_export,
    "crowd": lambda visitor, member, board: measure_crowd(visitor, board),
    "payments": lambda visitor, member, board: measure_payments(member, board),
    "bulk": lambda visitor, member, board: measure_bulk(member, board),
    "duplicates": lambda visitor, member, board: measure_doubles(member, board),
    "import": lambda visitor, member, board: measure_import(member, board),
}
GROWING = "pages,search"


class Command(BaseCommand):
    help = "Measure the operations that must be quick, in a database of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        """How big, and which parts."""
        parser.add_argument("--size", type=int, default=100_000, help="customers (default: 100,000)")
        parser.add_argument("--parts", default=",".join(PARTS), help=f"default: {','.join(PARTS)}")
        parser.add_argument("--here", action="store_true", help="measure in the configured database itself")
        parser.add_argument("--small", type=Path, help="results of the small company, to compare with")
        parser.add_argument("--results", type=Path, help="default: benchmarks/results/latest.json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Outside, prepare the databases and start over in them; inside, measure."""
        target: Path = options["results"] or results.results_folder() / "latest.json"
        if options["here"]:
            self._measure(options, target)
            return
        with tempfile.TemporaryDirectory() as folder:
            small = Path(folder, "small.json")
            if options["size"] > SMALL and set(GROWING.split(",")) & set(options["parts"].split(",")):
                self._there(SMALL, GROWING, "--results", str(small))
            compared = ("--small", str(small)) if small.exists() else ()
            self._there(options["size"], options["parts"], "--results", str(target), *compared)
        self._tell(results.read(target), target)

    def _there(self, size: int, parts: str, *more: str) -> None:
        place = bench_place(size)
        doorstep(place, "upgrade", "--verbosity", "0")
        doorstep(place, "bench", "--here", "--size", str(size), "--parts", parts, *more)

    def _measure(self, options: dict[str, Any], target: Path) -> None:
        member = owner_of_bench(options["size"], self._say)
        board = results.Board(options["size"], [])
        with override_settings(ROOT_URLCONF="doorstep.shell.management.bench.floor", ALLOWED_HOSTS=["*"]):
            visitor = Visitor(member)
            for name in options["parts"].split(","):
                self._say(f"{options['size']:,} customers: {name} …")
                PARTS[name](visitor, member, board)
                results.write(board.results, target)
        if options["small"]:
            measure_growth(results.read(options["small"]), board)
            results.write(board.results, target)

    def _tell(self, found: list[results.Result], target: Path) -> None:
        for line in results.table_of(found):
            self.stdout.write(line)
        missed = [one.operation for one in found if not one.met]
        self.stdout.write(f"\n{len(found) - len(missed)} of {len(found)} goals met. All results: {target}")
        for name in missed:
            self.stdout.write(f"  not met: {name}")

    def _say(self, what: str) -> None:
        self.stdout.write(what)
        self.stdout.flush()
