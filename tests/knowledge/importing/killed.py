"""Imports a file and does harm to itself; run by ``test_killed`` as a process of its own."""

from __future__ import annotations

import os
import resource
import signal
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Optional

from knowledge.importing.importing import Importer, alone
from knowledge.importing.outcome import Options
from knowledge.importing.places import Places
from knowledge.importing.report import ReportFile
from knowledge.importing.tables import StoreError


def main(file: str, kind: str, folder: str, harm: str, amount: str) -> None:
    """Import ``file``.

    Args:
        file: its path.
        kind: its kind.
        folder: of the imported knowledge.
        harm: ``kill`` ends this process behind so many batches as a power cut would;
            ``limit`` lets no file grow above so many bytes; ``none``.
        amount: batches or bytes.
    """
    batches = 0

    def progress(_done: int, _total: Optional[int]) -> None:
        nonlocal batches
        batches += 1
        if harm == "kill" and batches == int(amount):
            os.kill(os.getpid(), signal.SIGKILL)

    if harm == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(amount), int(amount)))
    where, today = Path(folder), date(2026, 11, 23)
    with alone(where), ReportFile(where, datetime.now()) as report_file:
        importer = Importer(where, Places([]), today, report_file)
        try:
            report = importer.run(Path(file), kind, Options(), progress)
        except StoreError as error:
            sys.exit(str(error))
    print(report.resumed_at, report.counts.taken, report.counts.refused, peak_mb())  # noqa: T201


def peak_mb() -> int:
    """Most memory this process has had, MB.

    Not ``ru_maxrss``: that is at least what the process had that started this one.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
