import type { ProjectFiles } from './projectFiles.ts';
import type { SuiteCandidate } from './javascriptSuites.ts';

const configs: readonly (readonly [name: string, section: RegExp])[] = [
  ['pytest.ini', /^/],
  ['.pytest.ini', /^/],
  ['pyproject.toml', /^\[tool\.pytest/m],
  ['setup.cfg', /^\[tool:pytest\]/m],
  ['tox.ini', /^\[pytest\]/m],
];
const requirementNames =
  /^(?:(?:dev-|test-)?requirements[\w.-]*\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|tox\.ini|Pipfile|conftest\.py)$/;
const pytestFiles = ['test_*.py', '*_test.py'];
/** What a package of its own has, for which tests are started in its folder. */
const packageNames: ReadonlySet<string> = new Set([
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'Pipfile',
  'requirements.txt',
]);

/**
 * pytest where the folder is set up for it or speaks of it. The top, and a package that says nothing of tests, have the
 * standard library's runner too: what a test file is written for decides.
 */
export async function pythonSuites(
  files: Pick<ProjectFiles, 'read'>,
  directory: string,
  names: readonly string[],
): Promise<readonly SuiteCandidate[]> {
  const at = (name: string): string => (directory === '.' ? name : `${directory}/${name}`);
  for (const [name, section] of configs) {
    const text = names.includes(name) ? await files.read(at(name)) : undefined;
    if (text !== undefined && section.test(text)) return [pytestSuite(directory, pythonFiles(text))];
  }
  if (directory !== '.' && !isPackage(directory, names)) return [];
  for (const name of names.filter((name) => requirementNames.test(name))) {
    if (name === 'conftest.py' || /\bpytest\b/.test((await files.read(at(name))) ?? '')) {
      return [pytestSuite(directory, pytestFiles)];
    }
  }
  return [
    {
      setup: { runner: 'unittest', directory, options: [], environment: {} },
      isTest: (path) => /^(?:test[^/]*|[^/]*_test|tests)\.py$/.test(path.split('/').at(-1) ?? ''),
    },
    pytestSuite(directory, pytestFiles),
  ];
}

/** Requirements beside tests are those of the tests: the package is around them. */
function isPackage(directory: string, names: readonly string[]): boolean {
  const ofTests = /(?:^|\/)tests?$/.test(directory);
  return names.some((name) => packageNames.has(name) && !(ofTests && name === 'requirements.txt'));
}

function pytestSuite(directory: string, patterns: readonly string[]): SuiteCandidate {
  const matchers = patterns.map(namePattern);
  return {
    setup: { runner: 'pytest', directory, options: [], environment: {} },
    isTest: (path) => {
      const name = path.split('/').at(-1) ?? '';
      return name.endsWith('.py') && matchers.some((matcher) => matcher.test(name));
    },
  };
}

/** `python_files = a b`, or a list of it, on one line. */
function pythonFiles(text: string): readonly string[] {
  const value = /^\s*python_files\s*=\s*(.+)$/m.exec(text)?.[1];
  const patterns = value?.match(/[\w*?.[\]-]*\.py\b/g) ?? [];
  return patterns.length > 0 ? patterns : pytestFiles;
}

function namePattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}
