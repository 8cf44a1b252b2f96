import type { FileEdit, TaskBase, TestRunnerId } from '../task.ts';
import { findSetup } from '../testing/detectSuites.ts';
import type { ProjectFiles } from '../testing/projectFiles.ts';
import { runTests } from '../testing/runTests.ts';
import type { TaskCopy, TestRun, Workshop } from '../workshop.ts';

/** Tests of one runner in one folder. */
export interface StateTests {
  readonly runner: TestRunnerId;
  readonly directory: string;
  readonly files: readonly string[];
  readonly timeoutMs: number;
}

/**
 * Runs tests in a fresh copy of the base with `state` on top. How the runner is started is found in that copy, where the
 * files that say it are protected ones. Rejects as `Workshop.open` does.
 */
export async function runState(
  workshop: Workshop,
  { base, state, tests }: { readonly base: TaskBase; readonly state: readonly FileEdit[]; readonly tests: StateTests },
  signal: AbortSignal,
): Promise<TestRun> {
  const copy = await workshop.open(base, state, signal);
  try {
    const setup = await findSetup(await configFiles(copy, tests.directory, signal), tests.runner, tests.directory);
    if (setup === undefined) {
      const output = `${tests.runner} is not set up in ${tests.directory}`;
      return { kind: 'broken', cause: 'not-started', output, durationMs: 0 };
    }
    return await runTests(copy, { setup, files: tests.files, timeoutMs: tests.timeoutMs }, signal);
  } finally {
    await copy.dispose();
  }
}

/** The names that setups are found by: asking for each is cheaper than to list a large folder. */
const asked = [
  'package.json',
  ...['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].flatMap((end) => [
    `vitest.config.${end}`,
    `vite.config.${end}`,
    `jest.config.${end}`,
  ]),
  ...[
    'jest.config.json',
    '.mocharc.js',
    '.mocharc.cjs',
    '.mocharc.json',
    '.mocharc.jsonc',
    '.mocharc.yml',
    '.mocharc.yaml',
  ],
  ...['pytest.ini', '.pytest.ini', 'pyproject.toml', 'setup.cfg', 'setup.py', 'tox.ini', 'conftest.py', 'Pipfile'],
  ...['requirements.txt', 'requirements-dev.txt', 'dev-requirements.txt', 'test-requirements.txt'],
];

async function configFiles(copy: TaskCopy, directory: string, signal: AbortSignal): Promise<ProjectFiles> {
  const paths = asked.map((name) => (directory === '.' ? name : `${directory}/${name}`));
  const found = await Promise.all(paths.map((path) => copy.files.read(path, signal)));
  const texts = new Map<string, string>();
  found.forEach((read, index) => {
    const path = paths[index];
    if (read.kind === 'text' && path !== undefined) texts.set(path, read.text);
  });
  return { paths: [...texts.keys()], read: (path) => Promise.resolve(texts.get(path)) };
}
