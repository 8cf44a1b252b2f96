import type { TestRunnerId } from '../task.ts';
import { dependsOn, type PackageManifest, parseManifest } from './packageManifest.ts';
import type { ProjectFiles } from './projectFiles.ts';
import type { RunnerSetup } from './runnerSetup.ts';
import { type Invocation, scriptInvocations } from './scriptInvocations.ts';
import { configuredGlobs, testFileMatcher } from './testGlobs.ts';

/** A setup that knows which files it would run. */
export interface SuiteCandidate {
  readonly setup: RunnerSetup;
  /** Of a path relative to the setup's folder. */
  readonly isTest: (path: string) => boolean;
}

type JavascriptRunner = 'vitest' | 'jest' | 'mocha' | 'node-test';

const configNames: Readonly<Record<JavascriptRunner, RegExp>> = {
  vitest: /^(?:vitest|vite)\.(?:config|workspace)\.[cm]?[jt]s$/,
  jest: /^jest\.config\.(?:[cm]?[jt]s|json)$/,
  mocha: /^\.mocharc\.(?:[cm]?js|json|jsonc|ya?ml)$/,
  'node-test': /^$/,
};

const globKeys: Readonly<Record<JavascriptRunner, readonly string[]>> = {
  vitest: ['include'],
  jest: ['testMatch'],
  mocha: ['spec'],
  'node-test': [],
};

/** The runners of one package, the one of its script `test` first. `names`: what lies in its folder. */
export async function javascriptSuites(
  files: Pick<ProjectFiles, 'read'>,
  directory: string,
  names: readonly string[],
): Promise<readonly SuiteCandidate[]> {
  const at = (name: string): string => (directory === '.' ? name : `${directory}/${name}`);
  const manifest = parseManifest(await files.read(at('package.json')));
  if (manifest === undefined) return [];
  const invocations = scriptInvocations(manifest);
  const configured = (['vitest', 'jest', 'mocha'] as const).filter(
    (runner) => invocations.every((invocation) => invocation.runner !== runner) && hasRunner(manifest, runner, names),
  );
  const all = [...invocations, ...configured.map((runner) => ({ ...noInvocation, runner }))];
  return Promise.all(
    all.flatMap((invocation) => {
      const { runner } = invocation;
      if (!isJavascriptRunner(runner)) return [];
      const configs = names.filter((name) => configNames[runner].test(name)).map(at);
      return [candidate(files, manifest, { ...invocation, runner }, directory, configs)];
    }),
  );
}

const noInvocation: Omit<Invocation, 'runner'> = { options: [], positional: [], isRecursive: false, environment: {} };

function isJavascriptRunner(runner: TestRunnerId): runner is JavascriptRunner {
  return runner !== 'pytest' && runner !== 'unittest';
}

function hasRunner(manifest: PackageManifest, runner: 'vitest' | 'jest' | 'mocha', names: readonly string[]): boolean {
  if (dependsOn(manifest, runner)) return true;
  const own = runner === 'vitest' ? /^vitest\./ : configNames[runner];
  return names.some((name) => own.test(name)) || (runner !== 'vitest' && manifest[runner] !== undefined);
}

async function candidate(
  files: Pick<ProjectFiles, 'read'>,
  manifest: PackageManifest,
  invocation: Invocation & { readonly runner: JavascriptRunner },
  directory: string,
  configs: readonly string[],
): Promise<SuiteCandidate> {
  const { runner, options, environment } = invocation;
  const named = optionValue(options, ['--config', '-c']);
  const paths = named === undefined ? configs : [directory === '.' ? named : `${directory}/${named}`, ...configs];
  const texts = await Promise.all(paths.slice(0, 4).map((path) => files.read(path.replace(/^\.\//, ''))));
  const inManifest = runner === 'jest' || runner === 'mocha' ? JSON.stringify(manifest[runner] ?? {}) : '';
  const text = [inManifest, ...texts.filter((config) => config !== undefined)].join('\n');
  const configGlobs = globKeys[runner].length === 0 ? [] : configuredGlobs(text, globKeys[runner]);
  // Words of a mocha or node script are files and globs; of vitest and jest they narrow down what the configuration says.
  const scriptGlobs = runner === 'mocha' || runner === 'node-test' ? invocation.positional : [];
  const globs = [...scriptGlobs, ...configGlobs];
  const isRecursive = invocation.isRecursive || /["']?recursive["']?\s*:\s*true/.test(text);
  const matches = testFileMatcher(runner, globs, isRecursive);
  const ownRule = testFileMatcher(runner, [], isRecursive);
  // A vitest configuration with several projects lists only some of them in plain text.
  const isTest = runner === 'vitest' ? (path: string): boolean => matches(path) || ownRule(path) : matches;
  return { setup: { runner, directory, options, environment }, isTest };
}

function optionValue(options: readonly string[], names: readonly string[]): string | undefined {
  const at = options.findIndex((option) => names.includes(option.split('=')[0] ?? ''));
  const option = options[at];
  if (option === undefined) return undefined;
  return option.includes('=') ? option.slice(option.indexOf('=') + 1) : options[at + 1];
}
