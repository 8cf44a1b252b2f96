import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/harness/cli/parseCommand.ts';
import { previewRun } from '../../../src/harness/cli/previewRun.ts';
import { makeTasks } from '../../benchmark/running/runFixture.ts';

const usdIn = (line = ''): readonly number[] => [...line.matchAll(/\$(\d+(?:\.\d+)?)/g)].map(([, usd]) => Number(usd));

async function preview(line: string, tasks?: Awaited<ReturnType<typeof makeTasks>>) {
  const command = parseCommand(`run ${line} --max-usd 5`.split(' '));
  if (command.kind !== 'run') throw new Error(command.kind);
  return previewRun(command, tasks);
}

describe('the preview of a run', () => {
  it('says the most that each engine can cost, and what the run can find', async () => {
    const lines = await preview('--engine starter --engine openai:gpt-5 --engine anthropic:claude-sonnet-5-5');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/starter runs on this machine/);
    expect(lines[1]).toMatch(/^openai costs at most \$/);
    expect(lines[2]).toMatch(/^anthropic costs at most \$/);
    expect(lines[3]).toMatch(/30 tasks find a difference of \d\d percentage points or more between engines in 4 of 5/);
  });

  it('knows more of tasks that are there, and never takes an unknown price for none', async () => {
    const tasks = await makeTasks(30);
    const engines = '--engine starter --engine openai:gpt-5 --families toolcall';
    const [ofNew] = usdIn((await preview(engines))[1]);
    const [most, likely] = usdIn((await preview(engines, tasks))[1]);
    expect(most).toBeLessThanOrEqual(ofNew ?? 0);
    expect(likely).toBeLessThan(most ?? 0);
    expect(await preview('--engine custom:unheard@https://host.example/v1')).toEqual([
      'What custom costs is not known.',
    ]);
  });

  it('says that few tasks find nothing, and that more engines need more of them', async () => {
    expect((await preview('--engine starter --engine openai:gpt-5 --size 5')).at(-1)).toMatch(/too few/);
    const points = async (engines: string): Promise<number> =>
      Number(/of (\d+) percentage/.exec((await preview(engines)).at(-1) ?? '')?.[1]);
    const two = '--engine starter --engine openai:gpt-5';
    expect(await points(`${two} --engine openai:gpt-5-mini`)).toBeGreaterThan(await points(two));
  });
});
