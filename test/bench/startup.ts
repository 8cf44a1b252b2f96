/**
 * What Parity costs at start: its activation and memory in the extension host of a real VS Code, and its worker from the
 * fork until a model is loaded. On the package that `npm run package` made. `npm run bench:startup`. With `--shape` the
 * worker also loads the shape of Qwen 3.5 0.8B and uses it, which takes minutes.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LoadRequest } from '../../src/engine/engine.ts';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { cachedShapeModel } from '../model/makeShapeModel.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { packagedExtension } from '../vscode/packagedExtension.ts';
import type { Activation } from './hostActivation.ts';
import { type HostRound, measureHost, parity, yardstick } from './measureHost.ts';
import { type WorkerMemory, type WorkerStart, bareNodeMs, measureWorker } from './measureWorker.ts';
import { median, milliseconds, printMachine, printTable, times } from './report.ts';
import { unpackExtension } from './unpackedExtension.ts';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', default: 'host,worker' },
    rounds: { type: 'string', default: '5' },
    shape: { type: 'boolean', default: false },
    /** Another package than the one that was made last, to compare with. */
    package: { type: 'string' },
  },
});
const rounds = Number(flags.rounds);
const threads = 2;
const shapeName = '0.8B shape, Q4_0';
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const folder = await mkdtemp(join(tmpdir(), 'parity-startup-'));
try {
  const extension = await unpackExtension(flags.package ?? packagedExtension(), folder);
  printMachine(threads);
  if (flags.only.includes('host')) printHost(await measureHost(extension, folder, rounds));
  if (flags.only.includes('worker')) await benchWorker(join(extension, 'dist/worker.mjs'));
} finally {
  await rm(folder, { recursive: true, force: true });
}

function printHost(measured: readonly HostRound[]): void {
  const row = (name: string, unit: (value: number) => string, value: (activation: Activation) => number): string[] => {
    const ours = median(measured.map((round) => value(round[parity])));
    const theirs = median(measured.map((round) => value(round[yardstick])));
    return [name, unit(ours), unit(theirs), times(ours / theirs)];
  };
  printTable(
    `In the extension host, no model, medians of ${measured.length} hosts`,
    ['', 'Parity', "VS Code's Markdown extension", 'ratio'],
    [
      row('loading the module', milliseconds, ({ loadMs }) => loadMs),
      row('activate()', milliseconds, ({ activateMs }) => activateMs),
      row('both', milliseconds, ({ loadMs, activateMs }) => loadMs + activateMs),
      row('heap added', megabytes, ({ heapBytes }) => heapBytes),
      row('resident memory added', megabytes, ({ residentBytes }) => residentBytes),
    ],
  );
}

async function benchWorker(workerPath: string): Promise<void> {
  const tiny = join(folder, 'tiny.gguf');
  await makeTinyModel(tiny);
  const models = new Map([['tiny', tiny]]);
  if (flags.shape) models.set(shapeName, await cachedShapeModel({ size: '0.8B', quant: 'Q4_0' }));
  const load = { contextTokens: 8192, threads, gpu: 'off', infillProbe: 'trust' } satisfies Omit<LoadRequest, 'path'>;
  const measured = [...models].map(([name, path]) => ({
    ...{ name, path, starts: new Array<WorkerStart>(), checks: new Array<number>() },
    memories: new Array<WorkerMemory>(),
  }));
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareNodeMs());
    for (const { name, path, starts, checks, memories } of measured) {
      const { start, memory } = await measureWorker(workerPath, { ...load, path }, name === shapeName);
      starts.push(start);
      memories.push(memory);
      checks.push(await checkMs(path));
    }
  }
  const nodeMs = median(bare);
  const row = (name: string, value: (start: WorkerStart) => number): string[] => {
    const values = measured.map(({ starts }) => median(starts.map(value)));
    return [name, ...values.flatMap((ms) => [milliseconds(ms), times(ms / nodeMs)])];
  };
  printTable(
    `The worker, from the fork until the model is loaded, medians of ${rounds}; ratios to \`node -e 0\` (${milliseconds(nodeMs)})`,
    ['', ...measured.flatMap(({ name }) => [name, 'ratio'])],
    [
      row('until it answers (Node and modules)', ({ modulesMs }) => modulesMs),
      row('check of the file, start of the engine', ({ engineMs }) => engineMs),
      row('weights and vocabulary', ({ weightsMs }) => weightsMs),
      row('contexts', ({ contextsMs }) => contextsMs),
      row('total', ({ totalMs }) => totalMs),
    ],
  );
  const alone = measured.map(({ checks }) => milliseconds(median(checks))).join(' and ');
  console.log(`\nThe check of the file by itself: ${alone}.`);
  printMemory(measured.find(({ name }) => name === shapeName)?.memories ?? []);
}

function printMemory(memories: readonly WorkerMemory[]): void {
  if (memories.length === 0) return;
  const resident = (value: (memory: WorkerMemory) => number | undefined): number =>
    median(memories.map((memory) => value(memory) ?? Number.NaN));
  const stages = [
    ['modules', resident(({ modules }) => modules)],
    ['weights and vocabulary', resident(({ weights }) => weights)],
    ['contexts of 4,096 and 8,192 tokens', resident(({ contexts }) => contexts)],
    ['after two completions and answers', resident(({ used }) => used)],
    ['peak', resident(({ peak }) => peak)],
  ] as const;
  printTable(
    `Resident memory of the worker, ${shapeName}, medians of ${rounds}`,
    ['', 'in all', 'of which new'],
    stages.map(([name, bytes], index) => [
      name,
      megabytes(bytes),
      name === 'peak' ? '' : megabytes(bytes - (stages[index - 1]?.[1] ?? 0)),
    ]),
  );
}

async function checkMs(path: string): Promise<number> {
  const started = performance.now();
  await checkModelFile(path, AbortSignal.timeout(60_000));
  return performance.now() - started;
}
