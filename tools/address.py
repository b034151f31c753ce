"""Write the repository's address wherever it stands: links, launch links, set-up cells.

python tools/address.py owner/name     this one
python tools/address.py                that of git's remote "origin"
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from derive import address, pages

ROOT = Path(__file__).resolve().parent.parent


def files(root):
    """The files that hold the address."""
    named = [root / name for name in ("pyproject.toml", "README.md", "CITATION.cff")]
    return named + sorted(root.glob("notebooks/*.ipynb"))


def origin(root):
    """The address of git's remote "origin" as owner/name."""
    if shutil.which("git") is None:
        sys.exit("There is no git here to say its origin. Say it: make address REPO=owner/name")
    asked = subprocess.run(
        ["git", "-C", root, "remote", "get-url", "origin"], capture_output=True, text=True
    )
    found = re.search(r"github\.com[:/]([^/]+/[^/]+?)(\.git)?/?$", asked.stdout.strip())
    if not found:
        sys.exit("git's origin is not on GitHub here. Say which: make address REPO=owner/name")
    return found[1]


def main():
    new = sys.argv[1] if len(sys.argv) > 1 else origin(ROOT)
    if not re.fullmatch(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+", new):
        sys.exit(f"REPO must be a GitHub owner/name, such as ada/lessons, but it is {new!r}.")
    old = address((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pairs = [(words(old).encode(), words(new).encode()) for words in (pages, str)]
    for path in files(ROOT):
        text = before = path.read_bytes()
        for was, now in pairs:
            text = text.replace(was, now)
        if text != before:
            path.write_bytes(text)
            print(f"{path.relative_to(ROOT)}: {sum(before.count(was) for was, _ in pairs)} times")
    print(f"The address is {new}.")


if __name__ == "__main__":
    main()
