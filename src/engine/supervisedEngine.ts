import type { AppError } from '../base/appError.ts';
import type { Clock } from '../base/clock.ts';
import type { Event } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import type { Channel } from './channel.ts';
import type { EngineCrash } from './crashHistory.ts';
import type { LoadRequest, LocalEngine } from './engine.ts';
import type { HostMessage, WorkerMessage } from './protocol.ts';
import type { StatefulEngine } from './statefulEngine.ts';

export interface SupervisedEngine extends LocalEngine, StatefulEngine {
  /** Fires once for each process that ended by itself, whatever was pending in it. */
  readonly onCrash: Event<EngineCrash>;
  /** Fires when the process has not answered for a while; `state.isSilent` tells when it does again. */
  readonly onSilence: Event<AppError<'engine-silent'>>;
  /** Gives the memory back, unless other windows use it; the next request loads the model again. */
  unload(): Promise<void>;
  /** Ends the process, for every window; the next request starts a new one. Pending requests reject with `engine-closed`. */
  restart(): Promise<void>;
}

export interface SupervisorPorts {
  /** Starts a process for this load, or joins one that another window started. */
  readonly start: (request: LoadRequest, signal: AbortSignal) => Promise<Channel<HostMessage, WorkerMessage>>;
  readonly clock: Clock;
  /** Without a request for this long the process ends until the next one. 0: never. */
  readonly idleMinutes: () => number;
  /** What a shared process tells of itself. */
  readonly onShared?: (shared: { readonly pid: number; readonly clients: number }) => void;
  readonly log: Log;
}
