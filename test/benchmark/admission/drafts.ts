import type { BodyTask, ReplayTask } from '../../../src/benchmark/task.ts';

const common = {
  schema: 1,
  language: 'javascript',
  base: { kind: 'files', files: [] },
  cluster: 'src/a.js',
  date: null,
  path: 'src/a.js',
} as const satisfies Partial<BodyTask>;

export function bodyDraft(): Omit<BodyTask, 'id' | 'tests'> {
  return {
    ...common,
    family: 'body',
    setup: [{ path: 'src/a.js', text: 'broken' }],
    gold: [{ path: 'src/a.js', text: 'gold' }],
    functionName: 'run',
    hole: { start: 0, end: 6 },
  };
}

export function replayDraft(): Omit<ReplayTask, 'id' | 'tests'> {
  return {
    ...common,
    family: 'replay',
    setup: [],
    gold: [
      { path: 'src/a.js', text: 'gold' },
      { path: 'package.json', text: 'new dependencies' },
    ],
    commit: 'a'.repeat(40),
    message: 'Do it',
    hidden: [{ path: 'checks/hidden.js', text: 'hidden' }],
  };
}
