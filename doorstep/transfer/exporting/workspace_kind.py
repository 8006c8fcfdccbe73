"""The whole workspace as one archive: every table as CSV, every upload, and a manifest with checksums."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.errors import RuleBroken
from doorstep.core.tables import write_csv
from doorstep.identity.permissions import EXPORT_WORKSPACE
from doorstep.transfer.exporting.kind import FileRun
from doorstep.transfer.exporting.workspace_tables import TableSource, count_rows, stored_files, table_sources

WORKSPACE_KIND = "workspace.export"
FORMAT_VERSION = 1
BYTES_AT_ONCE = 1024 * 1024


class ExportWorkspace(FileRun):
    """Everything that belongs to the workspace, found by the models there are: no table is forgotten."""

    capability = EXPORT_WORKSPACE
    noun = gettext_lazy("rows")
    icon = "file-zip"

    def prepare(self) -> int:
        """All rows of all tables."""
        if self.actor.sees_assigned_to is not None:
            raise RuleBroken(_("Only somebody who sees all records can export the whole workspace."))
        return sum(count_rows(source, self.actor.workspace) for source in table_sources())

    def pieces(self) -> Iterator[bytes]:
        """Write the archive straight to the file; each (empty) piece is a chance to tell how far it is."""
        assert self._file is not None
        manifest = self._manifest()
        with ZipFile(self._file, "w", ZIP_DEFLATED, compresslevel=3) as archive:
            for source in table_sources():
                yield from self._add_table(archive, source, manifest["tables"])
            yield from self._add_files(archive, manifest["files"])
            archive.writestr("manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False))

    def _manifest(self) -> dict[str, Any]:
        workspace = self.actor.workspace
        return {
            "format": FORMAT_VERSION,
            "workspace": {"slug": workspace.slug, "name": workspace.name, "currency": workspace.currency},
            "made_at": timezone.now().isoformat(),
            "made_by": self.actor.name,
            "left_out": "Passwords, sign-in secrets and the hashes of tokens; files that exports made.",
            "tables": [],
            "files": [],
        }

    def _add_table(
        self, archive: ZipFile, source: TableSource, told: list[dict[str, Any]]
    ) -> Iterator[bytes]:
        path = f"tables/{source.name}.csv"
        digest, before = hashlib.sha256(), self.written
        with archive.open(path, "w", force_zip64=True) as part:
            for piece in write_csv(source.columns, self._rows(source), bom=False):
                digest.update(piece)
                part.write(piece)
                yield b""
        told.append(
            {
                "name": source.name,
                "path": path,
                "columns": list(source.columns),
                "rows": self.written - before,
                "sha256": digest.hexdigest(),
            }
        )

    def _rows(self, source: TableSource) -> Iterator[list[Any]]:
        for row in source.rows(self.actor.workspace):
            self.written += 1
            yield row

    def _add_files(self, archive: ZipFile, told: list[dict[str, Any]]) -> Iterator[bytes]:
        for stored in stored_files(self.actor.workspace):
            path = f"files/{stored.name}"
            digest, size = hashlib.sha256(), 0
            with (
                stored.storage.open(str(stored.name), "rb") as source,
                archive.open(path, "w", force_zip64=True) as part,
            ):
                while piece := source.read(BYTES_AT_ONCE):
                    digest.update(piece)
                    size += len(piece)
                    part.write(piece)
                    yield b""
            told.append({"path": path, "bytes": size, "sha256": digest.hexdigest()})

    def file_name(self) -> str:
        """Such as doorstep-harbor-2026-03-01.zip."""
        workspace = self.actor.workspace
        return f"doorstep-{workspace.slug}-{workspace.today().isoformat()}.zip"
