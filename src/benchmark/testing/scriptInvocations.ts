import type { TestRunnerId } from '../task.ts';
import type { PackageManifest } from './packageManifest.ts';
import { type ReadArguments, readArguments, readNodeOptions } from './runnerOptions.ts';
import { shellCommands } from './shellWords.ts';

/** A runner started by one of the package's scripts. */
export interface Invocation extends ReadArguments {
  readonly runner: TestRunnerId;
  readonly environment: Readonly<Record<string, string>>;
}

const deepestReference = 5;
/** Programs that only run another one, with the options that have a value. */
const wrappers: Readonly<Record<string, RegExp>> = {
  npx: /^(?:-p|--package)$/,
  pnpx: /^$/,
  bunx: /^$/,
  'cross-env': /^$/,
  env: /^$/,
  c8: /^(?:-r|--reporter|-x|--exclude|-n|--include|-o|--reports-dir|--temp-directory)$/,
  nyc: /^(?:--reporter|-r|--exclude|-x|--include|-n)$/,
  dotenv: /^(?:-e|-c)$/,
};
const safeEnvironment =
  /^(?:NODE_ENV|BABEL_ENV|TS_NODE_[A-Z_]+|TSX_TSCONFIG_PATH|TZ|LANG|LC_ALL|FORCE_COLOR|NO_COLOR|CI)$/;

/** The first invocation of each runner: of the script `test` first, then of those named alike, in their order. */
export function scriptInvocations(manifest: PackageManifest): readonly Invocation[] {
  const scripts = manifest.scripts ?? {};
  const names = Object.keys(scripts).filter((name) => /^(?:test|unit|spec|mocha|jest|vitest)\b/.test(name));
  const found = [...names.filter((name) => name === 'test'), ...names.filter((name) => name !== 'test')].flatMap(
    (name) => invocationsOf(scripts, name, 0),
  );
  return found.filter(({ runner }, index) => found.findIndex((other) => other.runner === runner) === index);
}

function invocationsOf(scripts: Readonly<Record<string, string>>, name: string, depth: number): Invocation[] {
  const script = scripts[name];
  if (script === undefined || depth > deepestReference) return [];
  return shellCommands(script.slice(0, 4000)).flatMap((words) => {
    const { command, environment } = unwrap(words);
    const reference = referencedScript(command, scripts);
    if (reference !== undefined) return invocationsOf(scripts, reference, depth + 1);
    const invocation = readInvocation(command);
    if (invocation === undefined) return [];
    return [{ ...invocation, environment: { ...environment, ...invocation.environment } }];
  });
}

function unwrap(words: readonly string[]): { command: readonly string[]; environment: Record<string, string> } {
  const environment: Record<string, string> = {};
  let index = 0;
  for (; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(word);
    if (assignment !== null) {
      const [, name = '', value = ''] = assignment;
      if (safeEnvironment.test(name)) environment[name] = value;
      if (name === 'NODE_OPTIONS') {
        const { options } = readNodeOptions(value.split(/\s+/).filter((part) => part !== ''));
        if (options.length > 0) environment[name] = options.join(' ');
      }
      continue;
    }
    const withValue = Object.hasOwn(wrappers, word) ? wrappers[word] : undefined;
    if (withValue === undefined) break;
    while (words[index + 1]?.startsWith('-') === true) {
      index += 1;
      if (withValue.test(words[index] ?? '')) index += 1;
    }
  }
  return { command: words.slice(index), environment };
}

/** `npm run x`, `npm test`, `pnpm x`, `yarn run x`; of `npm-run-all` and its like the first script named. */
function referencedScript(
  [program = '', ...words]: readonly string[],
  scripts: Readonly<Record<string, string>>,
): string | undefined {
  if (!/^(?:npm|pnpm|yarn|bun|run-s|run-p|npm-run-all)$/.test(program)) return undefined;
  const candidates = words.filter((word) => !word.startsWith('-') && word !== 'run' && word !== 'run-script');
  return candidates.find((word) => Object.hasOwn(scripts, word));
}

function readInvocation([program = '', ...words]: readonly string[]): Invocation | undefined {
  if (program !== 'node' && program !== 'tsx' && program !== 'ts-node') return invocationOf(program, words, []);
  const loading = program === 'tsx' ? ['--import', 'tsx'] : [];
  if (words.includes('--test')) {
    const read = readArguments('node-test', words);
    return { ...read, options: [...loading, ...read.options], runner: 'node-test', environment: {} };
  }
  // `node --experimental-vm-modules node_modules/jest/bin/jest.js …`
  const at = words.findIndex((word) => /node_modules\/(?:\.bin\/)?(?:jest|mocha|vitest)\b/.test(word));
  if (at < 0) return undefined;
  const name = /node_modules\/(?:\.bin\/)?(jest|mocha|vitest)\b/.exec(words[at] ?? '')?.[1] ?? '';
  return invocationOf(name, words.slice(at + 1), readNodeOptions(words.slice(0, at)).options);
}

function invocationOf(
  program: string,
  words: readonly string[],
  nodeOptions: readonly string[],
): Invocation | undefined {
  const runner = runnerOf(program);
  if (runner === undefined) return undefined;
  const read = readArguments(runner, words);
  const positional =
    runner === 'vitest' ? read.positional.filter((word) => !/^(?:run|watch|dev)$/.test(word)) : read.positional;
  return {
    ...read,
    positional,
    runner,
    environment: nodeOptions.length > 0 ? { NODE_OPTIONS: nodeOptions.join(' ') } : {},
  };
}

function runnerOf(program: string): TestRunnerId | undefined {
  const name = program.split('/').at(-1) ?? '';
  if (name === 'vitest' || name === 'jest' || name === 'pytest') return name;
  return name === 'mocha' || name === '_mocha' ? 'mocha' : undefined;
}
