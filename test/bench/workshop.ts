/** The harness's own work per task on 2,000 files: open, apply, changes, dispose; against a plain copy of the same files. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorkshop } from '../../src/harness/workshop/createWorkshop.ts';

const files = 2000;
const rounds = 15;
const folder = mkdtempSync(join(tmpdir(), 'parity-bench-workshop-'));
const checkout = join(folder, 'checkout');
for (let index = 0; index < files; index += 1) {
  const place = join(checkout, `d${index % 40}`, `e${index % 7}`);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, `f${index}.ts`), `export const value${index} = 1;\n`.repeat(1 + (index % 300)));
}
const git = (...words: string[]): string => execFileSync('git', words, { cwd: checkout, encoding: 'utf8' }).trim();
git('init', '-q');
git('add', '.');
git('-c', 'user.name=b', '-c', 'user.email=b@example.invalid', 'commit', '-qm', 'base');
const base = { kind: 'commit', commit: git('rev-parse', 'HEAD') } as const;
rmSync(join(checkout, '.git', 'hooks'), { recursive: true, force: true });

const { signal } = new AbortController();
const workshop = await createWorkshop({ checkout, temporaryFolder: folder }, signal);
try {
  const times = { task: [] as number[], withCommand: [] as number[], plain: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const one = await timed(() => task(false));
    const two = await timed(() => task(true));
    const copy = join(folder, 'plain');
    const three = await timed(async () => {
      await cp(checkout, copy, { recursive: true, filter: (path) => !path.endsWith('.git') });
      await rm(copy, { recursive: true });
    });
    // The first round makes the folder.
    if (round === 0) continue;
    times.task.push(one);
    times.withCommand.push(two);
    times.plain.push(three);
  }
  const plain = median(times.plain);
  const rows = { 'without a command': times.task, 'with a command (its own time included)': times.withCommand };
  process.stdout.write(`sandbox: ${workshop.sandbox.level}\nplain copy and removal: ${plain.toFixed(0)} ms\n`);
  for (const [name, values] of Object.entries(rows)) {
    process.stdout.write(`${name}: ${median(values).toFixed(0)} ms, ${(median(values) / plain).toFixed(2)} of it\n`);
  }
} finally {
  await workshop.dispose();
  rmSync(folder, { recursive: true, force: true });
}

async function task(runs: boolean): Promise<void> {
  const copy = await workshop.open(base, [{ path: 'd0/e0/f0.ts', text: 'broken' }], signal);
  await copy.apply([{ path: 'd0/e0/f0.ts', text: 'mended' }], signal);
  if (runs) {
    const bounds = { directory: '.', environment: {}, collect: [], timeoutMs: 10_000, outputBytes: 1000 };
    await copy.run({ argv: ['sh', '-c', 'echo x >> d1/e1/f1.ts'], ...bounds }, signal);
  }
  await copy.changes(signal);
  await copy.dispose();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
