import { describe, expect, it } from 'vitest';
import { detectSuites, findSetup } from '../../../src/benchmark/testing/detectSuites.ts';
import type { ProjectFiles } from '../../../src/benchmark/testing/projectFiles.ts';

/** `null`: there, and its text is of no interest. */
function project(files: Readonly<Record<string, string | object | null>>): ProjectFiles {
  return {
    paths: Object.keys(files),
    read: (path) => {
      const file = files[path];
      return Promise.resolve(typeof file === 'object' && file !== null ? JSON.stringify(file) : (file ?? undefined));
    },
  };
}

async function suites(files: Readonly<Record<string, string | object | null>>): Promise<readonly string[]> {
  const found = await detectSuites(project(files));
  return found.map(({ runner, directory, options, files: tests }) =>
    [`${runner} in ${directory}`, ...(options.length > 0 ? [options.join(' ')] : []), tests.join(' ')].join(': '),
  );
}

describe('the suites of a project', () => {
  it.each<[string, Record<string, string | object | null>, string[]]>([
    [
      'vitest by its script, with the options that it needs',
      {
        'package.json': {
          scripts: { test: 'vitest run --config test/vitest.config.ts --project unit --reporter=dot --bail 1' },
        },
        'src/a.ts': null,
        'src/a.test.ts': null,
        'src/a.test.d.ts': null,
      },
      ['vitest in .: --config test/vitest.config.ts: src/a.test.ts'],
    ],
    [
      'jest by its section of package.json',
      {
        'package.json': {
          scripts: { test: 'npm run lint && CI=1 npx jest --coverage' },
          jest: { testMatch: ['<rootDir>/spec/**/*.js'] },
        },
        'spec/deep/a.js': null,
        'src/a.test.js': null,
      },
      ['jest in .: spec/deep/a.js'],
    ],
    [
      'jest for modules, started through node',
      {
        'package.json': { scripts: { test: 'node --experimental-vm-modules node_modules/jest/bin/jest.js --ci' } },
        '__tests__/a.mjs': null,
      },
      ['jest in .: __tests__/a.mjs'],
    ],
    [
      'mocha with a loader and a quoted glob',
      {
        'package.json': {
          scripts: { test: "c8 -r lcov mocha -r ts-node/register --reporter dot 'test/**/*.ts' --bail" },
        },
        'test/deep/a.ts': null,
        'other/a.ts': null,
      },
      ['mocha in .: -r ts-node/register: test/deep/a.ts'],
    ],
    [
      'mocha by its own rule',
      { 'package.json': { devDependencies: { mocha: '^11.0.0' } }, 'test/a.js': null, 'test/deep/b.js': null },
      ['mocha in .: test/a.js'],
    ],
    [
      'mocha by its configuration',
      {
        'package.json': { scripts: { test: 'mocha' } },
        '.mocharc.yml': 'recursive: true\nspec:\n  - "spec/**/*.spec.js"\n  - more-tests/*.js\n',
        'spec/x/a.spec.js': null,
        'more-tests/b.js': null,
        'test/c.js': null,
      },
      ['mocha in .: more-tests/b.js spec/x/a.spec.js'],
    ],
    [
      "Node's runner with a loader and a folder",
      {
        'package.json': { scripts: { test: 'node --test --import tsx test/' } },
        'test/a.ts': null,
        'test/deep/b.ts': null,
        'a.ts': null,
      },
      ['node-test in .: --import tsx: test/a.ts test/deep/b.ts'],
    ],
    [
      "Node's runner by its own rule",
      {
        'package.json': { scripts: { test: 'node --test' } },
        'src/a.test.js': null,
        'test/b.js': null,
        'src/c.js': null,
      },
      ['node-test in .: src/a.test.js test/b.js'],
    ],
    [
      'a script behind a script, and no loop without end',
      {
        'package.json': {
          scripts: { test: 'run-s test:unit', 'test:unit': 'npm run test && yarn unit', unit: 'vitest' },
        },
        'a.spec.tsx': null,
      },
      ['vitest in .: a.spec.tsx'],
    ],
    [
      'each package of a monorepo by its own runner, and the root for the rest',
      {
        'package.json': { scripts: { test: 'vitest' }, workspaces: ['packages/*'] },
        'packages/a/package.json': { scripts: { test: 'mocha test' } },
        'packages/a/test/a.js': null,
        'packages/b/package.json': { name: 'b' },
        'packages/b/b.test.ts': null,
        'node_modules/c/package.json': { scripts: { test: 'jest' } },
        'node_modules/c/c.test.js': null,
      },
      ['mocha in packages/a: packages/a/test/a.js', 'vitest in .: packages/b/b.test.ts'],
    ],
    [
      'what a file imports, where two runners would take it',
      {
        'package.json': { scripts: { test: 'vitest run && node --test' } },
        'a.test.js': "import { it } from 'vitest';",
        'b.test.js': "import { it } from 'node:test';",
      },
      ['vitest in .: a.test.js', 'node-test in .: b.test.js'],
    ],
    [
      'pytest by its configuration',
      {
        'pyproject.toml': '[tool.pytest.ini_options]\npython_files = ["check_*.py"]',
        'tests/check_a.py': null,
        'tests/test_b.py': null,
      },
      ['pytest in .: tests/check_a.py'],
    ],
    [
      'pytest by its requirements',
      { 'requirements-dev.txt': 'pytest>=7\n', 'tests/test_a.py': null, 'tests/util.py': null },
      ['pytest in .: tests/test_a.py'],
    ],
    [
      'the standard library without any word',
      { 'setup.py': 'setup()', 'tests/test_a.py': null },
      ['unittest in .: tests/test_a.py'],
    ],
    [
      'pytest in a folder of its own',
      {
        'package.json': { scripts: { test: 'vitest' } },
        'a.test.ts': null,
        'py/tox.ini': '[pytest]\n',
        'py/test_a.py': null,
      },
      ['vitest in .: a.test.ts', 'pytest in py: py/test_a.py'],
    ],
    [
      'what a Python test is written for, where nothing says it',
      {
        'tests/conftest.py': null,
        'tests/test_a.py': 'from a import a\n\ndef test_a():\n    assert a()\n',
        'tests/test_b.py': 'import unittest\n\nclass TestB(unittest.TestCase):\n    def test_b(self):\n        pass\n',
      },
      ['pytest in .: tests/test_a.py', 'unittest in .: tests/test_b.py'],
    ],
    [
      'the runner of each Python package in its folder, but not in that of requirements of tests',
      {
        'services/a/requirements.txt': 'pytest\n',
        'services/a/tests/test_a.py': null,
        'services/b/setup.py': 'setup()',
        'services/b/tests/requirements.txt': 'pytest\n',
        'services/b/tests/test_b.py': null,
      },
      ['pytest in services/a: services/a/tests/test_a.py', 'unittest in services/b: services/b/tests/test_b.py'],
    ],
    ['nothing in a broken package.json', { 'package.json': '{', 'a.test.ts': null }, []],
  ])('are found: %s', async (_name, files, expected) => {
    expect((await suites(files)).toSorted()).toEqual(expected.toSorted());
  });

  it('take over the environment that changes how code is loaded, and nothing else of it', async () => {
    const script =
      'cross-env NODE_ENV=test PATH=/evil LD_PRELOAD=x NODE_OPTIONS="--experimental-vm-modules --inspect-brk" jest';
    const setup = await findSetup(project({ 'package.json': { scripts: { test: script } } }), 'jest', '.');
    expect(setup?.environment).toEqual({ NODE_ENV: 'test', NODE_OPTIONS: '--experimental-vm-modules' });
  });

  it('are found again by their runner, whatever file had named it', async () => {
    expect(await findSetup(project({ 'requirements.txt': 'attrs' }), 'pytest', '.')).toMatchObject({
      runner: 'pytest',
    });
  });

  it('do not name a runner that its folder does not speak of', async () => {
    expect(await findSetup(project({ 'package.json': { scripts: { test: 'vitest' } } }), 'jest', '.')).toBe(undefined);
  });
});
