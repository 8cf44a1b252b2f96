import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TaskBase } from '../../../src/benchmark/task.ts';
import type { CommandOutcome, Workshop } from '../../../src/benchmark/workshop.ts';
import { measureHead } from '../../../src/harness/benchmark/measureHead.ts';
import { openPreparationFile } from '../../../src/harness/benchmark/preparationFile.ts';
import { memoryWorkshop } from '../../benchmark/running/memoryWorkshop.ts';

const base: TaskBase = {
  kind: 'files',
  files: [
    { path: 'package.json', text: '{ "type": "module", "scripts": { "test": "node --test" } }' },
    { path: 'test/a.test.js', text: '' },
    { path: 'test/b.test.js', text: '' },
  ],
};

/** Commands in its copies end as `outcomes` says, one after another. */
function workshopWhereCommandsEnd(outcomes: readonly Partial<CommandOutcome>[]): Workshop {
  const left = [...outcomes];
  const ended = { kind: 'exited', exitCode: 127, signal: null, durationMs: 1, output: '', collected: [] } as const;
  return {
    ...memoryWorkshop,
    open: async (...request) => ({
      ...(await memoryWorkshop.open(...request)),
      run: ({ collect }) => {
        const outcome = { ...ended, ...left.shift() };
        const folder = collect[0]?.split('/')[0] ?? '';
        // The launcher leaves this once it runs.
        const started = [{ path: `${folder}/started.txt`, text: 'node' }];
        return Promise.resolve({ ...outcome, collected: outcome.exitCode === 127 ? [] : started });
      },
    }),
  };
}

describe('measureHead', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parity-measure-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function measure(outcomes: readonly Partial<CommandOutcome>[]) {
    const told: string[] = [];
    let files = 0;
    await measureHead(
      {
        ...{ base, seed: 'seed', first: new Set<string>(), budgetMs: 60_000 },
        workshop: workshopWhereCommandsEnd(outcomes),
        kept: await openPreparationFile(join(folder, 'preparation.jsonl')),
        onFile: (done) => {
          files = done;
        },
        onNothingStarts: (file, output) => told.push(`${file}: ${output}`),
      },
      new AbortController().signal,
    );
    return { told, files };
  }

  it('tells once why no test starts', async () => {
    const missing = { output: 'sh: node: not found' };
    const { told, files } = await measure([missing, missing]);
    expect(files).toBe(2);
    expect(told).toEqual([expect.stringMatching(/^test\/[ab]\.test\.js: sh: node: not found$/)]);
  });

  it('tells nothing where one starts, whatever becomes of it', async () => {
    expect(await measure([{}, { exitCode: 1 }])).toEqual({ told: [], files: 2 });
  });
});
