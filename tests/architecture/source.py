"""The project's own files as the architecture tests read them; not what is installed, generated or copied."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "doorstep"
# Migrations are written by Django, the vendor folder by npm.
NOT_OURS = {"migrations", "vendor", "__pycache__", "node_modules"}

FUNCTION_TYPES = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_ours(path: Path) -> bool:
    return not NOT_OURS.intersection(path.relative_to(ROOT).parts)


@cache
def python_files() -> list[Path]:
    found = [ROOT / "hatch_build.py", ROOT / "manage.py"]
    for folder in ("doorstep", "tests", "scripts", "benchmarks"):
        found += sorted((ROOT / folder).rglob("*.py"))
    return [path for path in found if is_ours(path)]


@cache
def templates() -> list[Path]:
    return [path for path in sorted(PRODUCT.rglob("*.html")) if is_ours(path)]


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, FUNCTION_TYPES))


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts or path.name == "conftest.py"


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def length(function: Function) -> int:
    """Lines from `def` to the end, without the docstring: explaining more must never cost."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    has_docstring = ast.get_docstring(function, clean=False) is not None
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1) if has_docstring else lines


def where(path: Path, node: ast.AST | None = None) -> str:
    """A place as an editor opens it: path:line."""
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else ""
    return f"{path.relative_to(ROOT)}{line}"
