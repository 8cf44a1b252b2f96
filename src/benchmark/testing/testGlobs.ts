/** Which files a JavaScript runner takes for tests: what its configuration says where that can be read, else its own rule. */
import { globMatcher } from '../../tools/globMatcher.ts';
import type { TestRunnerId } from '../task.ts';

const script = '.{js,jsx,ts,tsx,cjs,mjs,cts,mts}';

/** Of the runners' documentation, as globs below the folder they start in. */
const defaults: Partial<Readonly<Record<TestRunnerId, readonly string[]>>> = {
  vitest: [`**/*.{test,spec}${script}`],
  jest: [`**/__tests__/**/*${script}`, `**/*.{test,spec}${script}`, `**/{test,spec}${script}`],
  mocha: ['test/*.{js,cjs,mjs,ts,mts,cts}'],
  'node-test': [`**/*{.,-,_}test${script}`, `**/test-*${script}`, `**/test${script}`, `**/test/**/*${script}`],
};

/** Matches paths relative to the suite's folder. `globs`: of its script and configuration; none: the runner's own rule. */
export function testFileMatcher(
  runner: TestRunnerId,
  globs: readonly string[],
  isRecursive: boolean,
): (path: string) => boolean {
  const wanted = globs.length > 0 ? globs.map((glob) => asGlob(glob, isRecursive)) : (defaults[runner] ?? []);
  const spanning = runner === 'mocha' && globs.length === 0 && isRecursive ? [`test/**/*${script}`] : wanted;
  const matchers = spanning.map((glob) => globMatcher(anchored(plainGlob(glob))));
  return (path) =>
    /\.[cm]?[jt]sx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path) && matchers.some((matches) => matches(path));
}

/** A folder stands for what is in it. */
function asGlob(glob: string, isRecursive: boolean): string {
  const trimmed = glob.replace(/^\.\//, '').replace(/\/$/, '');
  if (/[*?{[]/.test(trimmed) || /\.[cm]?[jt]sx?$/.test(trimmed)) return trimmed;
  const below = isRecursive || !glob.includes('*') ? '**/*' : '*';
  return trimmed === '.' || trimmed === '' ? `${below}${script}` : `${trimmed}/${below}${script}`;
}

/** `globMatcher` lets a glob without a slash match at any depth; a runner means its own folder. */
function anchored(glob: string): string {
  return glob.includes('/') ? glob : `./${glob}`;
}

/** The extended patterns of these tools, `?(a|b)`, `+(a|b)` and `@(a|b)`, as alternatives. */
function plainGlob(glob: string): string {
  return glob
    .replaceAll('<rootDir>/', '')
    .replace(/\?\(([^()]*)\)/g, (_match, inside: string) => `{,${inside.replaceAll('|', ',')}}`)
    .replace(/[+@]\(([^()]*)\)/g, (_match, inside: string) => `{${inside.replaceAll('|', ',')}}`);
}

/**
 * The globs that a configuration file gives for one of `keys`. The file is code, and it is not run: only plain strings
 * in plain lists count, and of these the ones that speak of tests.
 */
export function configuredGlobs(text: string, keys: readonly string[]): readonly string[] {
  const key = new RegExp(
    `["']?\\b(?:${keys.join('|')})\\b["']?\\s*:\\s*(\\[[^\\]]*\\]|["'][^"'\\n]+["']|(?:\\n\\s*-[^\\n]+)+)`,
    'g',
  );
  const globs = [...text.slice(0, 100_000).matchAll(key)].flatMap(([, value = '']) =>
    value.startsWith('\n')
      ? value.split('\n').map((line) =>
          line
            .replace(/^\s*-\s*/, '')
            .replace(/^["']|["']\s*$/g, '')
            .trim(),
        )
      : [...value.matchAll(/["']([^"'\n]+)["']/g)].map(([, glob = '']) => glob),
  );
  return globs.filter((glob) => glob !== '' && !glob.startsWith('!') && /test|spec/i.test(glob));
}
