import { expect, it } from 'vitest';
import { projectRoot } from '../../../src/build/projectRoot.ts';
import type { Task, TestRunnerId } from '../../../src/benchmark/task.ts';
import { runnerVersions } from '../../../src/harness/benchmark/runnerVersions.ts';
import { fixtureWorkshop } from '../testing/fixtureWorkshop.ts';
import vitest from '../../../node_modules/vitest/package.json' with { type: 'json' };

const signal = new AbortController().signal;

function taskOf(runner: TestRunnerId): Task {
  const tests = { runner, directory: '.', files: ['a'], failToPass: ['a'], passToPass: [], timeoutMs: 1000 };
  const infill = { family: 'infill', hole: 'line', path: 'a', before: '', truth: 'a', after: '' } as const;
  const base = { kind: 'files' as const, files: [{ path: 'a', text: 'a' }] };
  const common = { schema: 1, id: '0'.repeat(16), language: 'javascript', base, cluster: 'a', date: null } as const;
  return { ...common, ...infill, tests };
}

it('tells the versions of runners and of what runs them, and nothing where that is not there', async () => {
  const tasks = [taskOf('vitest'), taskOf('node-test'), taskOf('node-test')];
  const node = `Node ${process.versions.node}`;
  const workshop = fixtureWorkshop();
  expect(await runnerVersions(tasks, { workshop, checkout: projectRoot }, signal)).toEqual([
    { id: 'node-test', version: node },
    { id: 'vitest', version: `${vitest.version} (${node})` },
  ]);
  expect(await runnerVersions(tasks, { workshop, checkout: undefined }, signal)).toEqual([
    { id: 'node-test', version: node },
    { id: 'vitest', version: node },
  ]);
});
