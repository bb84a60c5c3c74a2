"""The folder of stored files: a file appears under its name whole, or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """A folder in which many may write one name at once, because names are made of the content.

    Django opens a file under its final name and fills it, so another process can find half of it there.
    Here it is written beside its place and then moved, which the file system does in one step.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_overwrite=True)

    def _save(self, name: str, content: File[bytes]) -> str:
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part", delete=False) as beside:
            try:
                for chunk in content.chunks():
                    beside.write(chunk)
                beside.flush()
                Path(beside.name).chmod(self.file_permissions_mode or 0o644)
                Path(beside.name).replace(self.path(name))
            except BaseException:
                Path(beside.name).unlink(missing_ok=True)
                raise
        return name
