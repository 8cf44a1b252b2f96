import type { TestRunnerId } from '../task.ts';
import { javascriptSuites, type SuiteCandidate } from './javascriptSuites.ts';
import type { ProjectFiles } from './projectFiles.ts';
import { pythonSuites } from './pythonSuites.ts';
import type { RunnerSetup, TestSuite } from './runnerSetup.ts';

const mostPackages = 300;
const notOwnCode =
  /(?:^|\/)(?:node_modules|\.git|dist|build|out|vendor|third_party|\.venv|venv|site-packages|__pycache__)\//;

/**
 * The test suites of a project, each test file in one of them: the nearest folder above it whose runner takes it. Where
 * several runners of a folder would, the file's own words decide, else the runner of the script `test`.
 */
export async function detectSuites(files: ProjectFiles): Promise<readonly TestSuite[]> {
  const paths = files.paths.filter((path) => !notOwnCode.test(path)).toSorted();
  const candidates = new Map<string, readonly SuiteCandidate[]>();
  for (const [directory, names] of packageFolders(paths)) {
    candidates.set(directory, await folderSuites(files, directory, names));
  }
  const taken = new Map<SuiteCandidate, string[]>();
  for (const path of paths) {
    if (!/\.(?:[cm]?[jt]sx?|py)$/.test(path)) continue;
    const suite = await suiteOf(files, path, candidates);
    if (suite === undefined) continue;
    const tests = taken.get(suite) ?? [];
    taken.set(suite, tests);
    tests.push(path);
  }
  return [...taken].map(([{ setup }, tests]) => ({ ...setup, files: tests }));
}

/** How a runner is started in a folder, from that folder's own files. `undefined`: nothing there speaks of it. */
export async function findSetup(
  files: ProjectFiles,
  runner: TestRunnerId,
  directory: string,
): Promise<RunnerSetup | undefined> {
  const names = namesIn(files.paths, directory);
  const suites = await folderSuites(files, directory, names);
  return suites.find(({ setup }) => setup.runner === runner)?.setup;
}

async function folderSuites(
  files: Pick<ProjectFiles, 'read'>,
  directory: string,
  names: readonly string[],
): Promise<readonly SuiteCandidate[]> {
  const javascript = names.includes('package.json') ? await javascriptSuites(files, directory, names) : [];
  return [...javascript, ...(await pythonSuites(files, directory, names))];
}

/** Folders that may have a runner of their own, with the names of the files in them. */
function packageFolders(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const marks =
    /(?:^|\/)(?:package\.json|pytest\.ini|\.pytest\.ini|pyproject\.toml|setup\.(?:cfg|py)|tox\.ini|Pipfile|requirements\.txt)$/;
  const folders = new Map<string, string[]>([['.', []]]);
  for (const path of paths) {
    if (marks.test(path) && folders.size < mostPackages) folders.set(folderOf(path), []);
  }
  for (const path of paths) folders.get(folderOf(path))?.push(path.split('/').at(-1) ?? '');
  return folders;
}

function namesIn(paths: readonly string[], directory: string): readonly string[] {
  return paths.filter((path) => folderOf(path) === directory).map((path) => path.split('/').at(-1) ?? '');
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

async function suiteOf(
  files: ProjectFiles,
  path: string,
  candidates: ReadonlyMap<string, readonly SuiteCandidate[]>,
): Promise<SuiteCandidate | undefined> {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const relative = folder === '.' ? path : path.slice(folder.length + 1);
    const isPython = path.endsWith('.py');
    const taking = (candidates.get(folder) ?? []).filter(
      ({ setup, isTest }) => isPython === isPythonRunner(setup.runner) && isTest(relative),
    );
    const [only] = taking;
    if (only !== undefined) return taking.length === 1 ? only : chooseByText(await files.read(path), taking);
    if (folder === '.') return undefined;
  }
}

function isPythonRunner(runner: TestRunnerId): boolean {
  return runner === 'pytest' || runner === 'unittest';
}

/** What a file imports or, for pytest, how its tests are written. */
const signsOf: Partial<Readonly<Record<TestRunnerId, RegExp>>> = {
  vitest: /["']vitest(?:\/[^"']*)?["']/,
  jest: /["']@jest\/globals["']|\bjest\.(?:fn|mock|spyOn)\(/,
  mocha: /["']mocha["']/,
  'node-test': /["']node:test["']/,
  pytest: /^\s*(?:import|from)\s+pytest\b|^(?:async\s+)?def\s+test|^class\s+Test\w*\s*(?:\(\s*\))?:/m,
};

function chooseByText(text: string | undefined, taking: readonly SuiteCandidate[]): SuiteCandidate | undefined {
  const isFor = (runner: TestRunnerId): boolean => signsOf[runner]?.test(text ?? '') === true;
  return taking.find(({ setup }) => isFor(setup.runner)) ?? taking[0];
}
