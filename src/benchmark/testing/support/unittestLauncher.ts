import { pythonPreamble } from './pythonPreamble.ts';

/** `python3 launch.py run|trace FILES…`, in the folder of the package. */
export const unittestLauncher = String.raw`${pythonPreamble}
import importlib
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
    stem = file[:-3]
    try:
        return importlib.import_module(stem.replace("/", "."))
    except ModuleNotFoundError as error:
        name = error.name or ""
        if not (stem.replace("/", ".") + ".").startswith(name + ".") or "/" not in stem:
            raise
        # Its folder is no package.
        sys.path.insert(0, os.path.join(here, os.path.dirname(file)))
        return importlib.import_module(os.path.basename(stem))


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
