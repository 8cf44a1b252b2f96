import { resolve } from 'node:path';
import type { EndpointSetting } from '../../base/endpointSchema.ts';
import type { Log } from '../../base/log.ts';
import type { EngineRecord } from '../../benchmark/result.ts';
import { absentEngine } from '../engines/absentEngine.ts';
import type { OpenedEngine } from '../engines/openedEngine.ts';
import { openEndpoint } from '../engines/openEndpoint.ts';
import type { ModelFileSpecification } from '../engines/openModelFile.ts';
import { openModelFiles } from '../engines/openModelFiles.ts';
import { checkModelFile } from '../../models/checkModelFile.ts';
import type { Fetch } from '../../providers/guardedFetch.ts';
import type { RunCommand } from './command.ts';
import type { EngineChoice } from './engineChoice.ts';
import { installedFiles } from './installedFiles.ts';

export interface EnginePorts {
  /** By engine id. */
  readonly keys: ReadonlyMap<string, string>;
  /** Which knows the proxy of the environment. */
  readonly fetch: Fetch;
  readonly log: Log;
  /** Of a run that goes on, what it was begun with; else nothing. */
  readonly begun: readonly EngineRecord[];
  readonly onOpening: (name: string) => void;
}

/** Fails where one of them cannot be opened at all, before tasks are made for them. No model is loaded, and no code is sent. */
export async function tryEngines(command: RunCommand, ports: EnginePorts, signal: AbortSignal): Promise<void> {
  for (const choice of command.engines) {
    if (choice.kind === 'endpoint') await (await openServer(choice.setting, command, ports, signal)).dispose();
    else await checkModelFile(fileOf(choice, command).load.path, signal);
  }
}

/** Opens all of them, or none. Who gets them disposes of them. Model files take turns in memory. */
export async function openEngines(
  command: RunCommand,
  ports: EnginePorts,
  signal: AbortSignal,
): Promise<readonly OpenedEngine[]> {
  const opened = new Map<string, OpenedEngine>();
  const { log, onOpening } = ports;
  try {
    const files = command.engines.flatMap((choice) => (choice.kind === 'endpoint' ? [] : [fileOf(choice, command)]));
    for (const { id } of files) onOpening(id);
    for (const engine of await openModelFiles(files, { workerPath: installedFiles.worker, log }, signal)) {
      opened.set(engine.record.id, engine);
    }
    for (const choice of command.engines) {
      if (choice.kind !== 'endpoint') continue;
      onOpening(choice.setting.name ?? choice.setting.id);
      try {
        opened.set(choice.setting.id, await openServer(choice.setting, command, ports, signal));
      } catch (error) {
        // Of a run that goes on: the others do not wait for it.
        opened.set(choice.setting.id, absentEngine(choice.setting.id, ports.begun, error));
      }
    }
    return command.engines.flatMap((choice) => opened.get(idOf(choice)) ?? []);
  } catch (error) {
    await disposeAll([...opened.values()]);
    throw error;
  }
}

export async function disposeAll(engines: readonly OpenedEngine[]): Promise<void> {
  await Promise.all(engines.map((engine) => engine.dispose()));
}

function idOf(choice: EngineChoice): string {
  return choice.kind === 'endpoint' ? choice.setting.id : choice.id;
}

function fileOf(
  choice: Exclude<EngineChoice, { kind: 'endpoint' }>,
  { contextTokens, thinking }: RunCommand,
): ModelFileSpecification {
  const path = choice.kind === 'starter' ? installedFiles.starterModel : resolve(choice.path);
  return { id: choice.id, load: { path, contextTokens, threads: 0, gpu: 'auto' }, thinking };
}

function openServer(
  setting: EndpointSetting,
  { thinking, parallel, allowNetwork, prices }: RunCommand,
  { keys, fetch, log }: EnginePorts,
  signal: AbortSignal,
): Promise<OpenedEngine> {
  const specification = { setting, key: keys.get(setting.id), thinking, parallel, prices };
  return openEndpoint(specification, { isOffline: () => !allowNetwork, fetch, log }, signal);
}
