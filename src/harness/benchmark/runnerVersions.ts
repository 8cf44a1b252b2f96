import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { RunRecord } from '../../benchmark/result.ts';
import type { Task, TestRunnerId } from '../../benchmark/task.ts';

const manifestSchema = z.object({ version: z.string().max(100) });

/** The runners whose tests decide in these tasks, as they are installed in the checkout; `null`: that cannot be told. */
export async function runnerVersions(
  tasks: readonly Task[],
  checkout: string | undefined,
): Promise<RunRecord['runners']> {
  const plans = tasks.flatMap((task) => (task.family === 'toolcall' || task.tests === undefined ? [] : [task.tests]));
  const found = new Map<TestRunnerId, string | null>();
  for (const { runner, directory } of plans) {
    if (!found.has(runner)) found.set(runner, await versionOf(runner, checkout, directory));
  }
  return [...found].map(([id, version]) => ({ id, version })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function versionOf(
  runner: TestRunnerId,
  checkout: string | undefined,
  directory: string,
): Promise<string | null> {
  switch (runner) {
    case 'vitest':
    case 'jest':
    case 'mocha': {
      const places = checkout === undefined ? [] : [join(checkout, directory), checkout];
      for (const place of places) {
        const version = await packageVersion(join(place, 'node_modules', runner, 'package.json'));
        if (version !== null) return version;
      }
      return null;
    }
    case 'node-test':
    case 'pytest':
    case 'unittest':
      return null;
  }
}

async function packageVersion(path: string): Promise<string | null> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8'))).version;
  } catch {
    return null;
  }
}
