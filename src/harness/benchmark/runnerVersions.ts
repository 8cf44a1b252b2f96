import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { isAppError } from '../../base/appError.ts';
import type { RunRecord } from '../../benchmark/result.ts';
import type { Task, TaskBase, TestPlan, TestRunnerId } from '../../benchmark/task.ts';
import type { TaskCopy, Workshop } from '../../benchmark/workshop.ts';

const manifestSchema = z.object({ version: z.string().max(100) });

/** Tests decide by a runner, which is of one version, in an interpreter, which is of another. */
interface Versions {
  readonly own: string | undefined;
  readonly interpreter: string | undefined;
}

export interface RunnerPlaces {
  readonly workshop: Workshop;
  /** Undefined: tasks bring their files. */
  readonly checkout: string | undefined;
}

/** The runners whose tests decide in these tasks, as they are found by a copy; `null`: that cannot be told. */
export async function runnerVersions(
  tasks: readonly Task[],
  places: RunnerPlaces,
  signal: AbortSignal,
): Promise<RunRecord['runners']> {
  const first = new Map<TestRunnerId, { readonly base: TaskBase; readonly plan: TestPlan }>();
  for (const task of tasks) {
    const plan = task.family === 'toolcall' ? undefined : task.tests;
    if (plan !== undefined && !first.has(plan.runner)) first.set(plan.runner, { base: task.base, plan });
  }
  const found: RunRecord['runners'] = [];
  for (const [id, { base, plan }] of first) {
    found.push({ id, version: versionText(await versionsOf(base, plan, places, signal)) });
  }
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** `3.2.7 (Node 20.20.2)`. Of a runner that is a part of its interpreter, the version of that. */
function versionText({ own, interpreter }: Versions): string | null {
  if (own === undefined) return interpreter ?? null;
  return interpreter === undefined ? own : `${own} (${interpreter})`;
}

async function versionsOf(
  base: TaskBase,
  { runner, directory }: TestPlan,
  { workshop, checkout }: RunnerPlaces,
  signal: AbortSignal,
): Promise<Versions> {
  let copy: TaskCopy;
  try {
    copy = await workshop.open(base, [], signal);
  } catch (error) {
    if (isAppError(error, 'benchmark-base-missing')) return { own: undefined, interpreter: undefined };
    throw error;
  }
  try {
    const told = await tell(copy, { directory, argv: interpreters[languageOf(runner)] }, signal);
    switch (runner) {
      case 'vitest':
      case 'jest':
      case 'mocha':
        return { own: await packageVersion(runner, directory, checkout), interpreter: told[0] };
      case 'pytest':
        return { own: told[1], interpreter: told[0] };
      case 'node-test':
      case 'unittest':
        return { own: undefined, interpreter: told[0] };
    }
  } finally {
    await copy.dispose();
  }
}

const pythonScript = `import platform
print("Python", platform.python_version())
try:
    import pytest
    print(pytest.__version__)
except ImportError:
    pass`;
const interpreters = {
  node: ['node', '-e', 'console.log("Node", process.versions.node)'],
  python: ['python3', '-c', pythonScript],
} as const;

function languageOf(runner: TestRunnerId): keyof typeof interpreters {
  return runner === 'pytest' || runner === 'unittest' ? 'python' : 'node';
}

/** Lines of a program's output; none where it does not work. */
async function tell(
  copy: TaskCopy,
  { directory, argv }: { readonly directory: string; readonly argv: readonly [string, ...string[]] },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const limits = { timeoutMs: 30_000, outputBytes: 1000 };
  const { exitCode, output } = await copy.run({ argv, directory, environment: {}, collect: [], ...limits }, signal);
  return exitCode === 0 ? output.trim().split(/\r?\n/).filter(isVersion) : [];
}

function isVersion(line: string): boolean {
  return /^(?:Node |Python )?\d[\w.+-]{0,40}$/.test(line);
}

async function packageVersion(
  runner: string,
  directory: string,
  checkout: string | undefined,
): Promise<string | undefined> {
  for (const place of checkout === undefined ? [] : [join(checkout, directory), checkout]) {
    try {
      const text = await readFile(join(place, 'node_modules', runner, 'package.json'), 'utf8');
      return manifestSchema.parse(JSON.parse(text)).version;
    } catch {
      // Not installed here, or not to be read.
    }
  }
  return undefined;
}
