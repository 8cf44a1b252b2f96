import { resolve } from 'node:path';
import type { Log } from '../../base/log.ts';
import type { OpenedEngine } from '../engines/openedEngine.ts';
import { openEndpoint } from '../engines/openEndpoint.ts';
import { openModelFile } from '../engines/openModelFile.ts';
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
  readonly onOpening: (name: string) => void;
}

/** Opens all of them, or none. Who gets them disposes of them. */
export async function openEngines(
  command: RunCommand,
  ports: EnginePorts,
  signal: AbortSignal,
): Promise<readonly OpenedEngine[]> {
  const opened: OpenedEngine[] = [];
  try {
    for (const choice of command.engines) {
      ports.onOpening(choice.kind === 'endpoint' ? (choice.setting.name ?? choice.setting.id) : choice.id);
      opened.push(await openEngine(choice, { command, ...ports }, signal));
    }
    return opened;
  } catch (error) {
    await disposeAll(opened);
    throw error;
  }
}

export async function disposeAll(engines: readonly OpenedEngine[]): Promise<void> {
  await Promise.all(engines.map((engine) => engine.dispose()));
}

function openEngine(
  choice: EngineChoice,
  { command, keys, fetch, log }: Omit<EnginePorts, 'onOpening'> & { readonly command: RunCommand },
  signal: AbortSignal,
): Promise<OpenedEngine> {
  const { thinking, parallel, contextTokens, allowNetwork } = command;
  switch (choice.kind) {
    case 'starter':
    case 'file': {
      const path = choice.kind === 'starter' ? installedFiles.starterModel : resolve(choice.path);
      const load = { path, contextTokens, threads: 0, gpu: 'auto' as const };
      return openModelFile({ id: choice.id, load, thinking }, { workerPath: installedFiles.worker, log }, signal);
    }
    case 'endpoint': {
      const { setting } = choice;
      const specification = { setting, key: keys.get(setting.id), thinking, parallel };
      return openEndpoint(specification, { isOffline: () => !allowNetwork, fetch, log }, signal);
    }
  }
}
