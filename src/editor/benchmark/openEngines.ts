import { basename } from 'node:path';
import { AppError } from '../../base/appError.ts';
import type { Log } from '../../base/log.ts';
import { isLoopback } from '../../base/networkPolicy.ts';
import type { EngineRecord } from '../../benchmark/result.ts';
import type { BenchmarkEngine } from '../../benchmark/running/benchmarkEngine.ts';
import type { StatefulEngine } from '../../engine/statefulEngine.ts';
import { absentEngine } from '../../harness/engines/absentEngine.ts';
import { engineRecord } from '../../harness/engines/engineRecord.ts';
import { modelFileRecord } from '../../harness/engines/modelFileRecord.ts';
import type { OpenedEngine } from '../../harness/engines/openedEngine.ts';
import type { ModelFileSpecification } from '../../harness/engines/openModelFile.ts';
import { openModelFiles } from '../../harness/engines/openModelFiles.ts';
import { openEndpoint } from '../../harness/engines/openEndpoint.ts';
import type { ApiKeys } from '../apiKeys.ts';
import type { Costs } from '../costs/connectCosts.ts';
import { tallyEngine } from '../costs/tallyEngine.ts';
import type { Settings } from '../settings.ts';
import { type OfferedFile, isFileId } from './offeredFiles.ts';
import { readyModel } from './readyModel.ts';

export interface EnginePorts {
  /** As it serves completions and chat: no second copy of the weights is loaded. */
  readonly local: StatefulEngine;
  readonly settings: Settings;
  readonly keys: ApiKeys;
  readonly costs: Pick<Costs, 'prices' | 'usage'>;
  /** Absent: engines of the settings alone can be asked for. */
  readonly modelFiles?: {
    /** On this machine, beside the one in use. */
    readonly list: () => Promise<readonly OfferedFile[]>;
    /** Of the program that runs a model. */
    readonly workerPath: string;
  };
  readonly log: Log;
}

/** Requests at once that a server far away is sent: enough to be quick, few enough for an account's limits. */
const remoteRequests = 4;

export interface WantedEngines {
  readonly ids: readonly string[];
  readonly thinking: boolean;
  /** Of a run that goes on: what it was begun with. */
  readonly begun?: readonly EngineRecord[];
}

/** Makes the engines of a run ready, in this order. Rejects with what is wrong with the first that cannot be. */
export async function openEngines(
  { ids, thinking, begun = [] }: WantedEngines,
  ports: EnginePorts,
  signal: AbortSignal,
): Promise<readonly OpenedEngine[]> {
  const opened = new Map<string, OpenedEngine>();
  try {
    for (const engine of await openFiles({ ids, thinking }, ports, signal)) opened.set(engine.record.id, engine);
    for (const id of ids) {
      if (opened.has(id)) continue;
      try {
        opened.set(
          id,
          id === 'local' ? await openLocal(thinking, ports, signal) : await openById({ id, thinking }, ports, signal),
        );
      } catch (error) {
        // Of a run that goes on: the others do not wait for it.
        opened.set(id, absentEngine(id, begun, error));
      }
    }
    return ids.flatMap((id) => opened.get(id) ?? []);
  } catch (error) {
    await Promise.all([...opened.values()].map((engine) => engine.dispose()));
    throw error;
  }
}

/** They take turns in memory: there may be room for one of them beside the model in use, and not for all. */
async function openFiles(
  { ids, thinking }: { readonly ids: readonly string[]; readonly thinking: boolean },
  { modelFiles, settings, log }: EnginePorts,
  signal: AbortSignal,
): Promise<readonly OpenedEngine[]> {
  if (modelFiles === undefined || !ids.some(isFileId)) return [];
  const offered = await modelFiles.list();
  const wanted = ids.filter(isFileId).map((id): ModelFileSpecification => {
    const file = offered.find((candidate) => candidate.id === id);
    if (file === undefined) throw new AppError('model-missing', { path: id });
    const { path, name, quantization } = file;
    return {
      id,
      label: quantization === undefined ? name : `${name} ${quantization}`,
      load: {
        path,
        contextTokens: settings.get('model.contextTokens'),
        threads: settings.get('model.threads'),
        gpu: settings.get('model.gpu'),
      },
      thinking,
    };
  });
  return openModelFiles(wanted, { workerPath: modelFiles.workerPath, log }, signal);
}

async function openLocal(thinking: boolean, { local }: EnginePorts, signal: AbortSignal): Promise<OpenedEngine> {
  const model = await readyModel(local, signal);
  const { place } = model;
  const file = place.kind === 'local' ? await modelFileRecord(place.path, signal) : undefined;
  const asked = place.kind === 'local' ? basename(place.path) : model.name;
  const engine: BenchmarkEngine = {
    record: engineRecord(model, {
      ...{ id: 'local', label: model.name, model: asked, parallel: 1, thinking },
      ...(file === undefined ? {} : { file }),
    }),
    engine: local,
    model,
    price: undefined,
  };
  // Completions and the chat go on with it.
  return { ...engine, dispose: async () => {} };
}

async function openById(
  { id, thinking }: { readonly id: string; readonly thinking: boolean },
  { settings, keys, costs, log }: EnginePorts,
  signal: AbortSignal,
): Promise<OpenedEngine> {
  const setting = settings.get('endpoints').find((candidate) => candidate.id === id);
  if (setting === undefined) throw new AppError('endpoint-missing', { id });
  const isOffline = (): boolean => settings.get('network.offline');
  const specification = { setting, key: await keys.get(setting), thinking, prices: await costs.prices.rows() };
  if (isLoopback(new URL(setting.url))) {
    return openEndpoint({ ...specification, parallel: 1 }, { isOffline, log }, signal);
  }
  const opened = await openEndpoint({ ...specification, parallel: remoteRequests }, { isOffline, log }, signal);
  const source = { engine: id, model: setting.model, place: 'remote' } as const;
  return { ...opened, engine: tallyEngine(opened.engine, (usage) => costs.usage.note(source, usage)) };
}
