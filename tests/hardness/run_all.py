"""Runs the scripts of this folder one after another, with the same binary; with --short the short form of each.

The short form, about a minute, is for continuous integration. The whole takes hours: see README.md. Exits with 1 if one
failed.

Run: python tests/hardness/run_all.py --binary PATH [--short] [--figures FILE] [--jobs N] [--slower FACTOR]
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRIPTS = ("kills.py", "races.py", "flips.py", "lost.py", "hostile_files.py", "network_faults.py")
WITH_JOBS = ("kills.py", "flips.py")


def run(script, arguments):
    """Runs one script: its name, code, seconds and what it printed."""
    began = time.monotonic()
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return script, done.returncode, time.monotonic() - began, done.stdout


def main():
    arguments = sys.argv[1:]
    jobs = []
    if "--jobs" in arguments:
        at = arguments.index("--jobs")
        jobs, arguments[at : at + 2] = arguments[at : at + 2], []
    passed, failed = 0, 0
    # The whole form measures time and memory: nothing runs beside it.
    with ThreadPoolExecutor(2 if "--short" in arguments else 1) as pool:
        tasks = [pool.submit(run, one, [*arguments, *(jobs if one in WITH_JOBS else [])]) for one in SCRIPTS]
        for task in tasks:
            script, code, seconds, said = task.result()
            print(f"{said}== {script}: {'ok' if code == 0 else f'FAILED, code {code}'}, {seconds:.0f} s", flush=True)
            passed, failed = passed + (code == 0), failed + (code != 0)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
