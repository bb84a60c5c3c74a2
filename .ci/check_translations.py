"""Checks that every text of the interface is translated, and that nothing is translated that is not there.

The texts are collected from a copy of the sources, so that checking changes nothing. Exit code 1 and one line
for each fault.
"""

import ast
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
PLURALS = "Plural-Forms: nplurals=1; plural=0;"  # Chinese has one form; without this Django looks for two
PLACE = re.compile(r"(?P<path>[^:]+):(?P<number>\d+): (?P<complaint>.*)")
SOURCES = ("portal", "disclosure", "petitions", "accountability", "templates")
GETTEXT = {"_", *(f"{kind}gettext{lazy}" for kind in ("", "n", "p", "np") for lazy in ("", "_lazy"))}


def main() -> int:
    """Check the Chinese catalogue and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        template = collect(Path(folder))
        faults = compare(ROOT / CATALOGUE, template) + overlooked(Path(folder))
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


def collect(folder: Path) -> Path:
    """Collect the texts of the committed and the changed sources into a template, and return its path."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *SOURCES, "manage.py"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        source = ROOT / name
        if source.suffix in {".py", ".html", ".txt"} and source.is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    (folder / CATALOGUE).parent.mkdir(parents=True)
    command = [sys.executable, "manage.py", "makemessages", "--locale", "zh_Hans", "--keep-pot", "--verbosity", "0"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "locale" / "django.pot"


def compare(catalogue: Path, template: Path) -> list[str]:
    """Return what is untranslated, doubtful or superfluous, and any text whose %(name)s differ."""
    faults = [] if PLURALS in catalogue.read_text() else [f"The head must say {PLURALS}"]
    faults += _complaints(["msgfmt", "--check-format", "--output-file=/dev/null", str(catalogue)])
    for line in _complaints(["msgcmp", "--no-fuzzy-matching", str(catalogue), str(template)]):
        found = PLACE.match(line)
        if found is None:
            continue  # the sum at the end
        path, number, complaint = Path(found["path"]), int(found["number"]), found["complaint"]
        what = "not translated" if path == template else complaint.removeprefix("warning: ")
        faults.append(f"{what}: {_message(path, number)}")
    return faults


def overlooked(folder: Path) -> list[str]:
    """Return the texts within f-strings, which xgettext does not read and would report to nobody."""
    return [
        f"within an f-string, where no text is collected: {path.relative_to(folder)}:{call.lineno}"
        for path in sorted(folder.rglob("*.py"))
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in GETTEXT
    ]


def _message(path: Path, number: int) -> str:
    """Return the text of the entry that a line of a catalogue belongs to, with where it is used if that is known."""
    lines = path.read_text().splitlines()
    begin = number - 1
    while begin > 0 and lines[begin - 1].strip():
        begin -= 1
    end = next((at for at in range(begin, len(lines)) if lines[at].startswith("msgstr")), number)
    entry = lines[begin:end]
    text = " ".join(line for line in entry if not line.startswith("#"))
    uses = [line.removeprefix("#: ") for line in entry if line.startswith("#: ")]
    return f"{text} ({uses[0]})" if uses else text


def _complaints(command: list[str]) -> list[str]:
    """Run one of gettext's programs; it says what is wrong on standard error and nothing where all is well."""
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    return [line for line in said.splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
