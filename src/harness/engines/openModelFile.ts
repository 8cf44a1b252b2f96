import { basename } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { BenchmarkEngine } from '../../benchmark/running/benchmarkEngine.ts';
import type { LoadRequest } from '../../engine/engine.ts';
import { superviseEngine } from '../../engine/superviseEngine.ts';
import { createEngineStarter } from '../../process/startEngine.ts';
import { engineRecord } from './engineRecord.ts';
import { type ModelFileRecord, modelFileRecord } from './modelFileRecord.ts';
import type { OpenedEngine } from './openedEngine.ts';

export interface ModelFileSpecification {
  readonly id: string;
  /** Absent: the model's own name. */
  readonly label?: string;
  readonly load: Omit<LoadRequest, 'reductions' | 'brokenGpu'>;
  readonly thinking: boolean;
  /** Where it is known already: reading all of a file takes time. */
  readonly file?: ModelFileRecord;
}

export interface ModelFilePorts {
  readonly workerPath: string;
  readonly log: Log;
}

/** Loads a model in a process of its own, which no window shares: its measurements are its own as well. */
export async function openModelFile(
  { id, label, load, thinking, file: knownFile }: ModelFileSpecification,
  { workerPath, log }: ModelFilePorts,
  signal: AbortSignal,
): Promise<OpenedEngine> {
  const file = knownFile ?? (await modelFileRecord(load.path, signal));
  const starter = createEngineStarter({
    ...{ modulePath: workerPath, variant: '', environment: process.env, log },
    isWanted: () => false,
  });
  const engine = superviseEngine({
    ...{ start: starter.start, onShared: starter.onShared, clock: systemClock, log },
    idleMinutes: () => 0,
  });
  try {
    const model = await engine.load(load, () => {}, signal);
    const facts = { id, label: label ?? model.name, model: basename(load.path), thinking, parallel: 1, file };
    const opened: BenchmarkEngine = { record: engineRecord(model, facts), engine, model, price: undefined };
    return { ...opened, dispose: () => engine.dispose() };
  } catch (error) {
    await engine.dispose();
    throw error;
  }
}
