import { type ExtensionContext, commands } from 'vscode';
import { AppError } from '../../base/appError.ts';
import { systemClock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import type { ModelDescription } from '../../engine/engine.ts';
import type { EngineState, StatefulEngine } from '../../engine/statefulEngine.ts';
import { type ModelServer, type ServedCounts, startModelServer } from '../../serving/startModelServer.ts';
import type { Settings } from '../settings.ts';
import { newServingKey, onServingKey, servingKey } from './servingKey.ts';
import { lastingName, servedName } from './servingWords.ts';
import { showServing } from './showServing.ts';

export interface Serving extends Disposable {
  /** Does this window serve the local model, so that it has to be there? */
  readonly isOn: boolean;
  /** Begins, if it has not, and shows how programs reach the model. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** For the menu of the status bar. Undefined: not serving. */
  facts(): ServingFacts | undefined;
}

export interface ServingFacts {
  readonly url: string;
  readonly counts: ServedCounts;
}

export interface ServingPorts {
  readonly context: ExtensionContext;
  readonly engine: StatefulEngine;
  /** Loads the model that the settings name. */
  readonly load: () => Promise<void>;
  readonly settings: Settings;
  readonly report: (error: unknown) => void;
  readonly log: Log;
}

/**
 * Lets other programs of this machine use the local model. The window that was told to serves, until it is told to stop
 * or closes. A workspace has no part in it, trusted or not: it cannot start it, sets none of it, and none of its files
 * is read.
 */
export function connectServing({ context, engine, load, settings, report, log }: ServingPorts): Serving {
  const store = new DisposableStore();
  let server: ModelServer | undefined;
  let starting: Promise<ModelServer> | undefined;
  let key = '';

  const model = (): ModelDescription | undefined => modelOf(engine.state);

  const begin = async (): Promise<ModelServer> => {
    key = await servingKey(context.secrets);
    const wantedPort = settings.get('serving.port');
    try {
      return await startModelServer({
        model: {
          engine,
          describe: model,
          names() {
            const description = model();
            return description === undefined ? [lastingName] : [servedName(description.name), lastingName];
          },
        },
        key: () => key,
        port: wantedPort,
        clock: systemClock,
        log,
      });
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new AppError('serving-failed', { port: wantedPort, detail }, { cause });
    }
  };

  const stop = async (): Promise<void> => {
    const ending = server;
    server = undefined;
    starting = undefined;
    void commands.executeCommand('setContext', 'parity.isServing', false);
    await ending?.close();
  };

  store.add({ dispose: () => void stop() });
  store.add(
    onServingKey(context.secrets, (now) => {
      key = now;
    }),
  );
  return {
    get isOn() {
      return starting !== undefined;
    },
    async start() {
      starting ??= begin();
      try {
        server = await starting;
      } catch (error) {
        starting = undefined;
        throw error;
      }
      void commands.executeCommand('setContext', 'parity.isServing', true);
      // An idle one wakes with the first request.
      if (isAbsent(engine.state)) void load();
      const shown = showServing({
        server,
        model,
        key: () => key,
        async renewKey() {
          key = await newServingKey(context.secrets);
        },
        stop,
        report,
      });
      shown.catch(report);
    },
    stop,
    facts: () => (server === undefined ? undefined : { url: server.url, counts: server.counts }),
    dispose: () => store.dispose(),
  };
}

function modelOf(state: EngineState): ModelDescription | undefined {
  return state.kind === 'failed' ? undefined : state.model;
}

function isAbsent(state: EngineState): boolean {
  return state.kind === 'failed' || (state.kind === 'stopped' && state.model === undefined);
}
