"""Holds PDF files to PDF/UA-1 with two checkers that are not ours: pdfua and outloud (versions in pdf-requirements.txt).

Both read what is in the file: marked, a tagged tree, alternative text on every figure, a title, a language. outloud's TAG-002 is left out: it
takes the header that a table repeats on its next page, which readers are to skip, for content.

Run: python tests/independent/pdf.py FILE.pdf …
It ends with status 1 when one of them finds an error.
"""
import subprocess
import sys

CHECKERS = {
    "pdfua": ["-m", "pdfua", "check", "--min-severity", "error"],
    "outloud": ["-c", "import sys; from outloud.cli import main; sys.exit(main())", "--skip", "TAG-002"],
}


def main(files):
    failed = []
    for file in files:
        for name, command in CHECKERS.items():
            done = subprocess.run([sys.executable, *command, file], capture_output=True, text=True, check=False)
            print(f"{name} {file}: {'nothing found' if done.returncode == 0 else 'FAILED'}", flush=True)
            if done.returncode != 0:
                failed.append(f"{name}:\n{done.stdout}{done.stderr}")
    print("\n".join(failed), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
