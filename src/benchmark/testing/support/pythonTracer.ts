/**
 * Imported by a launcher of ours in a traced run. Python 3.12 and later tell of the first call of each function and no
 * more (sys.monitoring); before, every call passes by (sys.setprofile).
 */
export const tracer = String.raw`
import atexit
import json
import os
import sys
import threading

support = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(support) + os.sep
seen = set()


def note(code):
    seen.add(code)


def start():
    atexit.register(write)
    monitoring = getattr(sys, "monitoring", None)
    if monitoring is not None:
        tool = monitoring.PROFILER_ID
        try:
            monitoring.use_tool_id(tool, "parity")
        except ValueError:
            return

        def called(code, offset):
            note(code)
            return monitoring.DISABLE

        monitoring.register_callback(tool, monitoring.events.PY_START, called)
        monitoring.set_events(tool, monitoring.events.PY_START)
        return

    def profile(frame, event, argument):
        if event == "call":
            note(frame.f_code)

    threading.setprofile(profile)
    sys.setprofile(profile)


def write():
    sys.setprofile(None)
    lines = set()
    for code in list(seen):
        path = os.path.abspath(code.co_filename)
        if code.co_filename.startswith("<"):
            continue
        if not path.startswith(root) or path.startswith(support + os.sep) or "site-packages" in path:
            continue
        name = getattr(code, "co_qualname", code.co_name)
        if code.co_name.startswith("<"):
            continue
        relative = path[len(root):].replace(os.sep, "/")
        lines.add(json.dumps({"path": relative, "name": name, "line": code.co_firstlineno}))
    with open(os.path.join(support, "calls-python.jsonl"), "w") as file:
        file.write("\n".join(sorted(lines)))
`;
