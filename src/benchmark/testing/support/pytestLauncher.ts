import { pythonPreamble } from './pythonPreamble.ts';

/** `python3 launch.py run|trace FILES…`, in the folder of the package. */
export const pytestLauncher = String.raw`${pythonPreamble}

try:
    import pytest
except ImportError:
    print("pytest is not installed")
    sys.exit(97)


class Report:
    def __init__(self):
        self.outcomes = {}

    def pytest_configure(self, config):
        self.root = str(getattr(config, "rootpath", None) or config.rootdir)

    def names(self, nodeid):
        file, *names = nodeid.split("::")
        return os.path.join(self.root, file), names

    def pytest_runtest_logreport(self, report):
        # Three phases a test: it passes when all do. An expected failure counts as not run.
        status, seconds = self.outcomes.get(report.nodeid, ("passed", 0.0))
        if report.failed:
            status = "failed"
        elif report.skipped and status != "failed":
            status = "skipped"
        self.outcomes[report.nodeid] = (status, seconds + report.duration)

    def pytest_collectreport(self, report):
        if report.failed:
            file, names = self.names(report.nodeid)
            add(file, names, "failed")

    def pytest_sessionfinish(self, session):
        for nodeid, (status, seconds) in self.outcomes.items():
            file, names = self.names(nodeid)
            add(file, names, status, seconds)
        write_report()


arguments = ["-p", "no:cacheprovider", "--color=no", "-q", "--continue-on-collection-errors"]
try:
    import xdist  # its processes would report to nobody

    arguments += ["-n", "0"]
except ImportError:
    pass
start()
sys.exit(pytest.main(arguments + ["--"] + files, plugins=[Report()]))
`;
