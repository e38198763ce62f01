"""Where the processes of one home keep their figures until somebody asks (metrics.py)."""

import shutil
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def emptied(home: Path) -> Path:
    """The folder, without the figures of an earlier life: they would be added in."""
    folder = home / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder
