"""Runs the scripts of this folder one after another, with the same binary; with --short the short form of each.

The short form, about a minute, is for continuous integration. The whole takes hours: see README.md. Exits with 1 if one
failed.

Run: python tests/hardness/run_all.py --binary PATH [--short] [--figures FILE] [--jobs N] [--slower FACTOR]
"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRIPTS = ("kills.py", "races.py", "flips.py", "lost.py", "hostile_files.py", "network_faults.py")
WITH_JOBS = ("kills.py", "flips.py")


def main():
    arguments = sys.argv[1:]
    jobs = []
    if "--jobs" in arguments:
        at = arguments.index("--jobs")
        jobs, arguments[at : at + 2] = arguments[at : at + 2], []
    passed, failed = 0, 0
    for script in SCRIPTS:
        began = time.monotonic()
        command = [sys.executable, str(HERE / script), *arguments, *(jobs if script in WITH_JOBS else [])]
        code = subprocess.run(command, check=False).returncode
        print(
            f"== {script}: {'ok' if code == 0 else f'FAILED, code {code}'}, {time.monotonic() - began:.0f} s",
            flush=True,
        )
        passed, failed = passed + (code == 0), failed + (code != 0)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
