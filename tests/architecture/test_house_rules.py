"""The house rules that a machine can check. There is no list of exceptions: split by meaning."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import source

FILE_LINES = 300
TEST_FILE_LINES = 400
FUNCTION_LINES = 40
VIEW_LINES = 20
TEMPLATE_LINES = 150
PARTIAL_LINES = 60

# Names that say where something is kept, never what it is; such files only grow.
NAMELESS = {"util", "utils", "helper", "helpers", "misc", "manager", "managers", "data", "common"}

TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
# `:style` and `x-bind:style` are Alpine's and set properties, which the security policy allows.
INLINE_STYLE = re.compile(r"(?<![\w:.@-])style\s*=\s*[\"']")
INLINE_HANDLER = re.compile(r"(?<![\w:.@-])(?:on[a-z]+|hx-on[\w:.-]*)\s*=\s*[\"']")
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)
DATA_SCRIPT = re.compile(r"type\s*=\s*[\"']application/json[\"']")


def report(rule: str, broken: list[str]) -> None:
    """Fail with the rule and its reason first, then every place."""
    assert not broken, "\n".join([rule, *broken])


def test_a_python_file_can_be_read_in_one_sitting():
    broken = []
    for path in source.python_files():
        limit = TEST_FILE_LINES if source.is_test(path) else FILE_LINES
        if (lines := source.line_count(path)) > limit:
            broken.append(f"{source.where(path)}: {lines} lines, at most {limit}")
    report(
        "Files stay short: split by meaning into a package of the same name, the import path stays.", broken
    )


def test_a_function_fits_on_a_screen():
    broken = [
        f"{source.where(path, function)}: {function.name} has {lines} lines, at most {FUNCTION_LINES}"
        for path in source.python_files()
        for function in source.functions(source.parse(path))
        if (lines := source.length(function)) > FUNCTION_LINES
    ]
    report("Functions stay short (docstrings are free): give a step of it a name.", broken)


def test_a_view_only_parses_calls_and_answers():
    broken = [
        f"{source.where(path, view)}: {view.name} has {lines} lines, at most {VIEW_LINES}"
        for path, view in views()
        if (lines := source.length(view)) > VIEW_LINES
    ]
    report("A view parses, calls one action or query, and answers; the rest belongs inward.", broken)


def views() -> Iterator[tuple[Path, source.Function]]:
    """Every function in a `web` folder that takes the request first."""
    for path in source.python_files():
        if "web" not in path.relative_to(source.ROOT).parts or source.is_test(path):
            continue
        for function in source.functions(source.parse(path)):
            names = [argument.arg for argument in function.args.args if argument.arg not in {"self", "cls"}]
            if names[:1] == ["request"]:
                yield path, function


def test_a_template_can_be_read_in_one_sitting():
    broken = []
    for path in source.templates():
        limit = PARTIAL_LINES if path.name.startswith("_") else TEMPLATE_LINES
        if (lines := source.line_count(path)) > limit:
            broken.append(f"{source.where(path)}: {lines} lines, at most {limit}")
    report("Templates stay short: move a panel into a partial (_name.html) or a component.", broken)


def test_a_file_is_named_for_what_is_in_it():
    modules = [path for path in source.python_files() if path.is_relative_to(source.PRODUCT)]
    names = {path.parent if path.name == "__init__.py" else path for path in modules}
    broken = [source.where(path) for path in sorted(names) if path.stem in NAMELESS]
    report(
        "A file called utils, helpers, misc, manager or data says nothing and only grows: name the subject.",
        broken,
    )


def test_a_class_takes_at_most_one_mixin():
    broken = []
    for path in source.python_files():
        for node in ast.walk(source.parse(path)):
            if isinstance(node, ast.ClassDef):
                mixins = [name for base in node.bases if (name := ast.unparse(base)).endswith("Mixin")]
                if len(mixins) > 1:
                    broken.append(f"{source.where(path, node)}: {node.name} takes {', '.join(mixins)}")
    report("Where a method comes from must be plain: one mixin per class, else compose.", broken)


def test_templates_keep_the_strict_security_policy():
    broken = []
    for path in source.templates():
        text = TEMPLATE_COMMENT.sub("", path.read_text(encoding="utf-8"))
        broken += [f"{source.where(path)}: {what}" for what in inline_code(text)]
    report(
        "The browser refuses inline code under our policy: use a class, a static script, Alpine.data.", broken
    )


def inline_code(text: str) -> Iterator[str]:
    """What the content security policy would refuse in a template."""
    for pattern in (INLINE_STYLE, INLINE_HANDLER):
        yield from (match[0] for match in pattern.finditer(text))
    for script in SCRIPT.finditer(text):
        if script["body"].strip() and not DATA_SCRIPT.search(script["attributes"]):
            yield "a <script> with a body"


def test_every_action_says_who_acts():
    broken = [
        f"{source.where(path, function)}: {function.name}"
        for path, function in actions()
        if not takes_actor_first(function)
    ]
    report("Every action begins with a keyword-only actor: def verb_noun(*, actor: Actor, …).", broken)


def actions() -> Iterator[tuple[Path, source.Function]]:
    """Every public function of every app's actions; activity's write the row that the others leave."""
    for path in source.python_files():
        parts = path.relative_to(source.ROOT).with_suffix("").parts
        if "actions" not in parts or parts[:2] == ("doorstep", "activity") or source.is_test(path):
            continue
        for node in source.parse(path).body:
            if isinstance(node, source.FUNCTION_TYPES) and not node.name.startswith("_"):
                yield path, node


def takes_actor_first(function: source.Function) -> bool:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    return not positional and [argument.arg for argument in arguments.kwonlyargs[:1]] == ["actor"]
