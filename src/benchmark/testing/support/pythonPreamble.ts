/**
 * What both Python launchers begin with. Code of the copy is found before any that is installed: an installed package may
 * be a link to the user's own checkout, and tests of that would not notice what is changed in the copy.
 */
export const pythonPreamble = String.raw`
import json
import os
import sys

support = os.path.dirname(os.path.abspath(__file__))
mode, files = sys.argv[1], sys.argv[2:]
here = os.getcwd()
sys.path[0:1] = [folder for folder in (here, os.path.join(here, "src")) if os.path.isdir(folder)]
lines = []


def add(file, names, status, seconds=None):
    # A runner may tell of files from another folder than this one.
    line = {"file": os.path.join(here, file), "names": names, "status": status}
    if seconds is not None:
        line["ms"] = max(0.0, seconds * 1000)
    lines.append(json.dumps(line))


def write_report():
    with open(os.path.join(support, "report.json"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines + [json.dumps({"end": True})]))


def start():
    with open(os.path.join(support, "started.txt"), "w") as file:
        file.write("python")
    if mode == "trace":
        sys.path.insert(0, support)
        import parity_trace

        del sys.path[0]
        parity_trace.start()
    sys.argv[1:] = []
`;
