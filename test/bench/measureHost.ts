import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { runInServer } from '../host/runInServer.ts';
import { places } from '../vscode/places.ts';
import type { Activation } from './hostActivation.ts';

export const parity = 'parity.parity';
/** Comes with VS Code and, like Parity, has a process of its own for the heavy work. */
export const yardstick = 'vscode.markdown-language-features';

/** Both, activated in one new extension host. */
export type HostRound = Readonly<Record<typeof parity | typeof yardstick, Activation>>;

/** A worker that never answers: no model loads, as far as the extension host can tell. */
const silentWorker = `process.on('disconnect', () => process.exit());`;

/** Each round has a VS Code and an extension host of its own; which of the two comes first alternates. */
export async function measureHost(extension: string, folder: string, rounds: number): Promise<HostRound[]> {
  const bundle = join(folder, 'hostActivation.cjs');
  await build({
    entryPoints: [join(places.root, 'test/bench/hostActivation.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const worker = join(folder, 'silentWorker.mjs');
  writeFileSync(worker, silentWorker);
  const measured: HostRound[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const result = join(folder, 'activation.json');
    rmSync(result, { force: true });
    const order = round % 2 === 0 ? [parity, yardstick] : [yardstick, parity];
    await runInServer({
      packages: [],
      developmentExtension: extension,
      bundle,
      environment: {
        PARITY_ENGINE_WORKER: worker,
        PARITY_BENCH_EXTENSIONS: order.join(','),
        PARITY_BENCH_RESULT: result,
      },
    });
    if (!existsSync(result)) throw new Error('The extension host left no result.');
    // Written by our own hostActivation.ts.
    measured.push(JSON.parse(readFileSync(result, 'utf8')) as HostRound);
  }
  return measured;
}
