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

/** pytest where the folder is set up for it. `isRoot`: without a word on tests the standard library's runner is there. */
export async function pythonSuites(
  files: Pick<ProjectFiles, 'read'>,
  directory: string,
  names: readonly string[],
  isRoot: boolean,
): Promise<readonly SuiteCandidate[]> {
  const at = (name: string): string => (directory === '.' ? name : `${directory}/${name}`);
  for (const [name, section] of configs) {
    const text = names.includes(name) ? await files.read(at(name)) : undefined;
    if (text !== undefined && section.test(text)) return [pytestSuite(directory, pythonFiles(text))];
  }
  if (!isRoot) return [];
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
  ];
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
