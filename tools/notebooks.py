"""Run notebooks in place and store what they print, so that a second run changes no byte.

    python tools/notebooks.py           every notebook
    python tools/notebooks.py 03        only the one whose name starts with 03

Then write what tools/derive.py derives. The rest of the source, cell ids and tags are never
touched. A notebook with a cell that fails, or that writes to stderr, is left as it was.
"""

import gc
import json
import os
import re
import sys
import tempfile
import time
import uuid
import warnings
from pathlib import Path

import derive
import nbformat
import sheet
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.output_widget import OutputWidget

ROOT = Path(__file__).resolve().parent.parent
KERNELS = tempfile.TemporaryDirectory(prefix="kernels-")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")
SLIDER = "nbval-ignore-output"
WIDGET = "application/vnd.jupyter.widget-view+json"


class QuietOutput(OutputWidget):
    """An imitation of a slider's output that sends nothing to the kernel."""

    def sync_state(self):
        """Do nothing: a message here races with the cell's reply, whose wait then takes 60 s."""


def chosen(lesson):
    """The notebooks whose name starts with `lesson`; all of them for an empty string."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    found = [path for path in paths if path.name.startswith(lesson)]
    if not found:
        names = ", ".join(path.stem for path in paths)
        sys.exit(f"No notebook starts with {lesson!r}. There are: {names or 'none'}.")
    return found


def read(path):
    """The notebook, unless nbformat would have to mend it and so change what the author wrote."""
    try:
        text = path.read_text(encoding="utf-8")
        raw = json.loads(text)
    except ValueError as error:
        sys.exit(f"{path.name} cannot be read ({error}): take it back from git, or merge it anew.")
    ids = [cell.get("id") for cell in raw["cells"]]
    for place, name in enumerate(ids):
        if name is None:
            refuse(path, f"number {place + 1}", "has no id. Give it a readable one of its own.")
        if ids.count(name) > 1:
            refuse(path, name, "shares its id with another cell. Give it one of its own.")
    if (raw["nbformat"], raw["nbformat_minor"]) != (4, 5):
        sys.exit(f"{path.name} is in format {raw['nbformat']}.{raw['nbformat_minor']}, not in 4.5.")
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code" and not cell.source.strip():
            refuse(path, cell.id, "is an empty code cell. Fill it or delete it.")
    return notebook


def refuse(path, cell_id, why):
    sys.exit(f"{path.name}, cell {cell_id}: {why}\n{path.name} was left as it was.")


def kernel_manager(manager, **options):
    """A manager whose kernel has files for sockets, not ports.

    A port is picked while it is free, given back, and taken by the kernel a second later. What
    connects in that second, a browser say, may be given the same one: the kernel never answers.
    """
    if os.name != "nt":
        file = os.path.join(KERNELS.name, f"{uuid.uuid4().hex[:8]}.json")
        options |= {"transport": "ipc", "connection_file": file}
    return manager(**options)


def run(path, notebook):
    """Run every cell, in the folder and with the Python that a learner would use."""
    client = NotebookClient(
        notebook,
        timeout=60,
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
        km=kernel_manager(AsyncKernelManager, kernel_name="python3"),
    )
    client.widget_registry["@jupyter-widgets/output"]["OutputModel"] = QuietOutput
    running = None

    def remember(cell, cell_index):
        nonlocal running
        running = cell

    client.on_cell_start = remember
    try:
        client.execute()
    except CellTimeoutError:
        refuse(path, running.id, "took longer than 60 seconds.")
    except DeadKernelError:
        refuse(path, running.id, "ended its kernel.")
    except CellExecutionError as error:
        refuse(path, running.id, "raised an error.\n\n" + COLOUR_CODES.sub("", error.traceback))
    finally:
        with warnings.catch_warnings():  # nbclient leaves sockets open, which are found later
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                refuse(path, cell.id, f"wrote to stderr.\n\n{output.text}")


def normalise(notebook):
    """Keep of the outputs what every run and every machine would store alike."""
    notebook.metadata = nbformat.from_dict(METADATA)
    count = 0
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k == "tags"})
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            slider = SLIDER in cell.metadata.get("tags", [])  # whose outputs nothing compares
            cell.outputs = [] if slider else outputs_to_keep(cell.outputs, count)


def outputs_to_keep(outputs, count):
    kept = []
    for output in outputs:
        if WIDGET in output.get("data", {}):
            continue  # it is stored under a random name, and is dead without its kernel
        if output.output_type == "stream" and kept and kept[-1].get("name") == output.name:
            kept[-1].text += output.text
            continue
        if output.output_type == "execute_result":
            output.execution_count = count
        if output.output_type == "error":
            # The frames name files of this machine.
            output.traceback = [f"{output.ename}: {output.evalue}"]
        kept.append(output)
    return kept


def rewrite(notebooks, root):
    """What is derived, {path: text}, and what is changed in place in all notebooks, {name: it}."""
    where = derive.address((root / "pyproject.toml").read_text(encoding="utf-8"))
    readme = root / "README.md"
    text = derive.derive(where, notebooks, readme.read_text(encoding="utf-8"))
    lessons = {name: notebooks[name].cells for name in sorted(notebooks)}
    for cell in lessons[min(lessons)]:
        cell.source = sheet.terms(cell.source, lessons)
    return {readme: text, root / "notebooks" / "sheet.md": sheet.sheet(lessons)}


def text_of(notebook):
    nbformat.validate(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def write(path, text):
    """Write a file, and only if that changes it."""
    changed = not path.exists() or path.read_bytes() != text.encode()
    if changed:
        path.write_bytes(text.encode())
    return changed


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    to_run = chosen("".join(sys.argv[1:]))
    notebooks = {path.name: read(path) for path in chosen("")}
    try:
        rewrite(notebooks, ROOT)
        for path in to_run:
            start = time.perf_counter()
            run(path, notebooks[path.name])
            normalise(notebooks[path.name])
            rewrite(notebooks, ROOT)
            state = "stored anew" if write(path, text_of(notebooks[path.name])) else "unchanged"
            print(f"{path.name}: {state}, {time.perf_counter() - start:.1f} s", flush=True)
        texts = rewrite(notebooks, ROOT)
    except derive.NotSaid as problem:
        sys.exit(str(problem))
    texts |= {ROOT / "notebooks" / name: text_of(book) for name, book in notebooks.items()}
    for path, text in texts.items():
        if write(path, text):
            print(f"{path.name}: written anew, from the lessons")


if __name__ == "__main__":
    main()
