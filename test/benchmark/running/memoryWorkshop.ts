import type { FileEdit, Task } from '../../../src/benchmark/task.ts';
import type { GradeByTests } from '../../../src/benchmark/running/performTask.ts';
import type { Workshop } from '../../../src/benchmark/workshop.ts';
import { createMemoryFiles } from '../../tools/memoryFiles.ts';

/** Copies in memory, of bases that bring their files. Nothing can be started in them. */
export const memoryWorkshop: Workshop = {
  sandbox: { level: 'none', isOffline: true, isContained: true, memoryBytes: undefined, processes: undefined },
  async open(base, edits) {
    if (base.kind !== 'files') throw new Error('only bases that bring their files');
    const files = createMemoryFiles(Object.fromEntries(base.files.map(({ path, text }) => [path, text])));
    const apply = (changes: readonly FileEdit[]): void => {
      for (const { path, text } of changes) {
        if (text === null) files.texts.delete(path);
        else files.texts.set(path, text);
      }
    };
    apply(edits);
    const opened = new Map(files.texts);
    return {
      files,
      root: '/copy',
      apply: async (changes) => apply(changes),
      changes: async () =>
        [...files.texts].filter(([path, text]) => opened.get(path) !== text).map(([path, text]) => ({ path, text })),
      run: () => Promise.reject(new Error('nothing runs in memory')),
      dispose: async () => {},
    };
  },
};

/** Tests that pass for the true change, to the letter, and fail for anything else. */
export const gradeByGold: GradeByTests = async (task, edits) => {
  const isGold = goldOf(task).every(({ path, text }) => edits.some((edit) => edit.path === path && edit.text === text));
  return {
    outcome: isGold ? { kind: 'solved' } : { kind: 'failed', reason: 'tests-failed', detail: 'adds' },
    tests: { passed: isGold ? 1 : 0, failed: isGold ? [] : ['adds'], missing: [], durationMs: 0 },
    testOutput: '',
  };
};

function goldOf(task: Task): readonly FileEdit[] {
  switch (task.family) {
    case 'infill':
      return [{ path: task.path, text: task.before + task.truth + task.after }];
    case 'body':
    case 'bugfix':
    case 'replay':
    case 'agent':
      return task.gold;
    case 'toolcall':
      throw new Error('no tests decide on calls');
  }
}
