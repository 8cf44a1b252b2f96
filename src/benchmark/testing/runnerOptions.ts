/**
 * Which options of a package script are taken over. The script is the repository's: an option that is not known here
 * (reporters, watch modes, bail, coverage, shards) is left out, so that it can neither hide a report nor change what runs.
 */
import type { TestRunnerId } from '../task.ts';

interface OptionRule {
  readonly names: readonly string[];
  readonly takesValue: boolean;
}

const valued = (...names: string[]): OptionRule => ({ names, takesValue: true });
const plain = (...names: string[]): OptionRule => ({ names, takesValue: false });

/** Of Node itself: how code is loaded. */
const nodeRules: readonly OptionRule[] = [
  valued('--import'),
  valued('--require', '-r'),
  valued('--loader', '--experimental-loader'),
  valued('--conditions', '-C'),
  plain(
    '--enable-source-maps',
    '--experimental-strip-types',
    '--experimental-transform-types',
    '--experimental-vm-modules',
    '--experimental-test-module-mocks',
    '--experimental-sqlite',
    '--expose-gc',
    '--no-warnings',
  ),
];

const rules: Readonly<Record<TestRunnerId, readonly OptionRule[]>> = {
  'node-test': nodeRules,
  mocha: [
    ...nodeRules,
    valued('--config', '--package', '--ui', '-u', '--extension', '--timeout', '-t', '--file', '--node-option', '-n'),
    plain('--exit', '--delay', '--async-only', '-A'),
  ],
  jest: [
    valued('--config', '-c', '--env', '--testEnvironment', '--preset', '--testTimeout', '--rootDir'),
    plain('--forceExit'),
  ],
  vitest: [
    // Not the project: files are named, and of several scripts only one has theirs.
    valued('--config', '-c', '--environment', '--mode', '--testTimeout', '--root', '-r', '--dir'),
    plain('--globals', '--dom'),
  ],
  pytest: [],
  unittest: [],
};

export interface ReadArguments {
  readonly options: readonly string[];
  /** What is no option: files, folders and globs. */
  readonly positional: readonly string[];
  readonly isRecursive: boolean;
}

export function readArguments(runner: TestRunnerId, words: readonly string[]): ReadArguments {
  return readBy(rules[runner], words);
}

/** For `NODE_OPTIONS` and for what stands between `node` and a runner's own file. */
export function readNodeOptions(words: readonly string[]): ReadArguments {
  return readBy(nodeRules, words);
}

function readBy(known: readonly OptionRule[], words: readonly string[]): ReadArguments {
  const options: string[] = [];
  const positional: string[] = [];
  let isRecursive = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) {
      positional.push(word);
      continue;
    }
    if (word === '--recursive') isRecursive = true;
    const [name = '', ...rest] = word.split('=');
    const rule = known.find(({ names }) => names.includes(name));
    const next = words[index + 1];
    if (rule === undefined) {
      // An unknown option may have a value behind it, which must not pass for a file.
      if (rest.length === 0 && isValueOfUnknown(name, next)) index += 1;
    } else if (!rule.takesValue) options.push(name);
    else if (rest.length > 0) options.push(`${name}=${rest.join('=')}`);
    else if (next !== undefined && !next.startsWith('-')) {
      options.push(name, next);
      index += 1;
    }
  }
  return { options, positional, isRecursive };
}

const unknownWithValue =
  /^(?:--(?:project|reporter|reporter-options?|outputFile|grep|fgrep|shard|retries|jobs|test-[a-z-]+|maxWorkers|pool|testNamePattern|coverage[A-Za-z.-]*)|-[gRjtwO])$/;

function isValueOfUnknown(name: string, next: string | undefined): boolean {
  return next !== undefined && !next.startsWith('-') && unknownWithValue.test(name);
}
