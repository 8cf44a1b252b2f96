import { pythonPreamble } from './pythonPreamble.ts';

/** `python3 launch.py run|trace FILES…`, in the folder of the package. */
export const unittestLauncher = String.raw`${pythonPreamble}
import importlib.util
import time
import traceback
import unittest


class Result(unittest.TextTestResult):
    def startTest(self, test):
        self.started = time.perf_counter()
        self.has_failed_part = False
        super().startTest(test)

    def tell(self, test, status):
        # A test that was told of is one; setUpClass and setUpModule have no name of their own.
        names = getattr(test, "_testMethodName", None)
        path = [type(test).__qualname__, names] if names else [str(test)]
        add(current, path, status, time.perf_counter() - getattr(self, "started", time.perf_counter()))

    def addSuccess(self, test):
        super().addSuccess(test)
        if not self.has_failed_part:
            self.tell(test, "passed")

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.tell(test, "failed")

    def addError(self, test, error):
        super().addError(test, error)
        self.tell(test, "failed")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.tell(test, "skipped")

    def addExpectedFailure(self, test, error):
        super().addExpectedFailure(test, error)
        self.tell(test, "passed")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.tell(test, "failed")

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None and not self.has_failed_part:
            self.has_failed_part = True
            self.tell(test, "failed")


def load(file):
    # As discovery does: found from the folder around its package, or its own folder where that is no package.
    path = os.path.join(here, file)
    folder = top = os.path.dirname(path)
    while top != here and os.path.isfile(os.path.join(top, "__init__.py")):
        top = os.path.dirname(top)
    if top not in sys.path:
        sys.path.insert(0, top)
    name = os.path.relpath(path, top)[:-3].replace(os.sep, ".")
    if top != folder:
        return importlib.import_module(name)
    # By its path: there may be a module of this name elsewhere, in Python itself for one.
    full = os.path.relpath(path, here)[:-3].replace(os.sep, ".")
    specification = importlib.util.spec_from_file_location(full, path)
    module = importlib.util.module_from_spec(specification)
    sys.modules[full] = sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


start()
stream = sys.stderr
for current in files:
    try:
        suite = unittest.defaultTestLoader.loadTestsFromModule(load(current))
    except BaseException:
        traceback.print_exc()
        add(current, [], "failed")
        continue
    unittest.TextTestRunner(stream=stream, resultclass=Result).run(suite)
write_report()
`;
