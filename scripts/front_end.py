"""Bring the front-end files that pages load from npm into doorstep/static/vendor.

An allow-list instead of a bundler: every page loads these few files as their makers ship them. Pointing
Django at the `dist` folders would collect 1,700 files and stop at source maps that the packages leave out.

Standard library only: the package build (hatch_build.py) runs this before anything is installed.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "doorstep" / "static" / "vendor"
ICON_LIST = ROOT / "doorstep" / "core" / "webkit" / "icons.txt"
OLDEST_NODE = 18

# From a path in node_modules to a name in the vendor folder.
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.css",
    "@tabler/core/dist/css/tabler-vendors.min.css": "tabler-vendors.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.js",
    "@alpinejs/csp/dist/cdn.min.js": "alpine-csp.js",
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "sortablejs/Sortable.min.js": "sortable.js",
    "tom-select/dist/css/tom-select.min.css": "tom-select.css",
    "tom-select/dist/js/tom-select.base.min.js": "tom-select.js",
    # These licences ask that their text goes along with the files.
    "@tabler/icons/LICENSE": "licences/tabler-icons.txt",
    "htmx.org/LICENSE": "licences/htmx.txt",
    "sortablejs/LICENSE": "licences/sortable.txt",
    "tom-select/LICENSE": "licences/tom-select.txt",
}
# A source map that is named but not there fails `collectstatic`, and nobody debugs these files here.
SOURCE_MAP = re.compile(r"/\*[#@]\s*sourceMappingURL=.*?\*/|//[#@]\s*sourceMappingURL=\S*")


class FrontEndError(Exception):
    """A file or a tool is missing; the message says which and how to mend it."""


def icon_names() -> list[str]:
    """The icons that templates use: one name a line; `#` starts a comment, `filled/` picks the filled set."""
    lines = (line.partition("#")[0].strip() for line in ICON_LIST.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line})


def icon_source(name: str) -> Path:
    """Where an icon of our list lives in node_modules."""
    return (
        NODE_MODULES
        / "@tabler/icons/icons"
        / f"{name if name.startswith('filled/') else f'outline/{name}'}.svg"
    )


def wanted_files() -> dict[Path, Path]:
    """Every file to copy, from its place in the vendor folder to its source."""
    wanted = {VENDOR / target: NODE_MODULES / source for source, target in FILES.items()}
    return wanted | {VENDOR / "icons" / f"{name}.svg": icon_source(name) for name in icon_names()}


def is_complete() -> bool:
    """Say whether the vendor folder already holds every wanted file."""
    return all(target.exists() for target in wanted_files())


def copy_files() -> int:
    """Make the vendor folder hold exactly the wanted files; answers how many there are."""
    wanted = wanted_files()
    missing = [source for source in wanted.values() if not source.exists()]
    if missing:
        names = ", ".join(str(source.relative_to(ROOT)) for source in missing)
        raise FrontEndError(f"not found: {names}. Check the names in icons.txt, or run `npm ci`.")
    for target, source in wanted.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        text = SOURCE_MAP.sub("", source.read_text(encoding="utf-8"))
        target.write_text(text.rstrip() + "\n", encoding="utf-8")
    for found in VENDOR.rglob("*"):
        if found.is_file() and found not in wanted:
            found.unlink()
    return len(wanted)


def find_npm(path: str | None = None) -> str | None:
    """Find an npm that stands beside a Node.js new enough for us, on `path` (default: PATH)."""
    npm, node = shutil.which("npm", path=path), shutil.which("node", path=path)
    if not npm or not node:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)", answer)
    return npm if version and int(version[1]) >= OLDEST_NODE else None


def install_node_modules(npm: str) -> None:
    """Install exactly what package-lock.json names, checked against its hashes."""
    path = os.pathsep.join([str(Path(npm).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [npm, "ci", "--no-progress", "--loglevel=error"],
        check=False,
        cwd=ROOT,
        env=os.environ | {"PATH": path},
    )
    if done.returncode:
        raise FrontEndError("`npm ci` failed; its own words are above.")


def main() -> int:
    """Copy, and say so."""
    try:
        count = copy_files()
    except FrontEndError as error:
        print(f"front end: {error}", file=sys.stderr)
        return 1
    print(f"front end: {count} files in {VENDOR.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
