import type { Log } from '../base/log.ts';
import type { Channel } from '../engine/channel.ts';
import type { LoadRequest } from '../engine/engine.ts';
import { type HostMessage, type WorkerMessage, protocolVersion } from '../engine/protocol.ts';
import { attachShared } from './attachShared.ts';
import { engineKey } from './engineKey.ts';
import { forkWorker } from './forkWorker.ts';
import { SharingProblem } from './sharingProblem.ts';
import { openSocketFolder } from './socketFolder.ts';

/** How this window's engine runs, for the Doctor and for the log. */
export type EngineSharing =
  | { readonly kind: 'none' }
  /** `clients`: windows that use it, this one included; undefined until it has said so. */
  | { readonly kind: 'shared'; readonly pid: number | undefined; readonly clients: number | undefined }
  /** `why`: one clause. */
  | { readonly kind: 'private'; readonly pid: number | undefined; readonly why: string };

export interface EngineStarter {
  readonly start: (request: LoadRequest, signal: AbortSignal) => Promise<Channel<HostMessage, WorkerMessage>>;
  readonly onShared: (shared: { readonly pid: number; readonly clients: number }) => void;
  sharing(): EngineSharing;
}

export interface EngineStarterOptions {
  /** The worker's module. */
  readonly modulePath: string;
  /** Names another program in the worker's place; empty for our own. */
  readonly variant: string;
  readonly isWanted: () => boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** Starts the engine for all windows together, and where that cannot be, for this one. */
export function createEngineStarter(options: EngineStarterOptions): EngineStarter {
  const { modulePath, variant, isWanted, environment, log } = options;
  let sharing: EngineSharing = { kind: 'none' };

  const startPrivately = (why: string): Channel<HostMessage, WorkerMessage> => {
    log.info(`this window gets an engine of its own: ${why}`);
    const channel = forkWorker(modulePath, log);
    sharing = { kind: 'private', pid: channel.pid, why };
    return channel;
  };

  return {
    async start(request, signal) {
      if (!isWanted()) return startPrivately('the setting parity.engine.shared is off');
      try {
        const folder = openSocketFolder(environment);
        const key = engineKey(protocolVersion, request, variant);
        sharing = { kind: 'shared', pid: undefined, clients: undefined };
        return await attachShared({ modulePath, folder, key, build: protocolVersion }, log, signal);
      } catch (error) {
        if (!(error instanceof SharingProblem)) throw error;
        if (error.cause !== undefined) log.warn(`cause: ${String(error.cause)}`);
        return startPrivately(error.message);
      }
    },
    onShared({ pid, clients }) {
      sharing = { kind: 'shared', pid, clients };
    },
    sharing: () => sharing,
  };
}
