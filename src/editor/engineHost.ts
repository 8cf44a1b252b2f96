import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import { isAbort } from '../base/appError.ts';
import { systemClock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { LoadRequest } from '../engine/engine.ts';
import { isCrash } from '../engine/crashHistory.ts';
import { superviseEngine } from '../engine/superviseEngine.ts';
import type { SupervisedEngine } from '../engine/supervisedEngine.ts';
import { type EngineSharing, createEngineStarter } from '../process/startEngine.ts';
import { wantedModelPath } from './modelPaths.ts';
import type { Settings } from './settings.ts';
import { workerPath } from './workerPath.ts';

export interface EngineHost extends Disposable {
  readonly engine: SupervisedEngine;
  /** Loads what the settings name. A failure is in `engine.state` and has been reported. */
  reload(): Promise<void>;
  /** A new process for the same model. */
  restart(): Promise<void>;
  /** Leaves memory until it is loaded again; unless something uses it still. */
  unload(): Promise<void>;
  /** Whether other windows use the same process, and why not. */
  sharing(): EngineSharing;
}

export interface EngineHostPorts {
  readonly context: ExtensionContext;
  readonly settings: Settings;
  /** Does any role use the local engine? Otherwise it is not loaded. */
  readonly isWanted: () => boolean;
  readonly report: (error: unknown) => void;
  readonly log: Log;
}

/** The local engine for as long as the extension lives: its process, and the model that the settings name. */
export function createEngineHost({ context, settings, isWanted, report, log }: EngineHostPorts): EngineHost {
  const store = new DisposableStore();
  const starter = createEngineStarter({
    modulePath: workerPath(context),
    variant: process.env['PARITY_ENGINE_WORKER'] ?? '',
    isWanted: () => settings.get('engine.shared'),
    environment: process.env,
    log,
  });
  const engine = superviseEngine({
    start: starter.start,
    onShared: starter.onShared,
    clock: systemClock,
    idleMinutes: () => settings.get('model.idleUnloadMinutes'),
    log,
  });
  let loading = new AbortController();

  const wantedLoad = (): LoadRequest => ({
    path: wantedModelPath(context, settings),
    contextTokens: settings.get('model.contextTokens'),
    threads: settings.get('model.threads'),
    gpu: settings.get('model.gpu'),
    adapters: settings.get('model.adapters'),
    cacheFolder: join(context.globalStorageUri.fsPath, 'engine'),
  });

  const reload = async (): Promise<void> => {
    loading.abort();
    if (!isWanted()) return;
    loading = new AbortController();
    const { signal } = loading;
    try {
      await engine.load(wantedLoad(), () => {}, signal);
    } catch (error) {
      // The supervisor reports each death of the process once, for everyone who was waiting.
      if (!signal.aborted && !isAbort(error) && !isCrash(error)) report(error);
    }
  };

  store.add({ dispose: () => loading.abort() });
  store.add(
    settings.onChange(['model.path', 'model.contextTokens', 'model.threads', 'model.gpu', 'model.adapters'], () => {
      void reload();
    }),
  );
  const restart = async (): Promise<void> => {
    // A load under way is given up, which is nothing to tell the one who asked for the restart.
    loading.abort();
    if (engine.state.kind !== 'stopped' || isWanted()) await engine.restart();
    await reload();
  };
  store.add(settings.onChange(['engine.shared'], () => void restart()));

  return {
    engine,
    reload,
    restart,
    sharing: starter.sharing,
    async unload() {
      if (isWanted()) return;
      loading.abort();
      await engine.unload();
    },
    dispose() {
      store.dispose();
      engine.dispose().catch((error: unknown) => log.error('the engine did not end cleanly', error));
    },
  };
}
