import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Channel, ChannelEnd } from './channel.ts';
import type { LoadRequest } from './engine.ts';
import { type ChannelEngine, type ChannelEngineEvents, engineOverChannel } from './engineOverChannel.ts';
import type { HostMessage, WorkerMessage } from './protocol.ts';
import { Pulse } from './pulse.ts';

/** One process, or one use of a shared one, from its start to its end. It runs one load and no other. */
export interface EngineLife {
  readonly request: LoadRequest;
  readonly engine: ChannelEngine;
  readonly pulse: Pulse;
  hasLoaded: boolean;
  /** It has said goodbye. */
  isOver: boolean;
  /** How it ended, once it has. */
  end: ChannelEnd | undefined;
}

export interface EngineLifeOptions extends Pick<ChannelEngineEvents, 'onPong' | 'onShared'> {
  readonly request: LoadRequest;
  readonly channel: Channel<HostMessage, WorkerMessage>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onSilent: (isSilent: boolean) => void;
  /** The process ends on purpose; `ended` settles when it has. */
  readonly onGoodbye: (ended: Promise<void>) => void;
  readonly onEnd: (end: ChannelEnd) => void;
}

export function startEngineLife(options: EngineLifeOptions): EngineLife {
  const { request, channel, clock, log, onSilent, onGoodbye, onEnd, ...events } = options;
  let refusal: Error | undefined;
  const pulse: Pulse = new Pulse({ clock, ping: () => engine.ping(), onSilent });
  const engine = engineOverChannel(channel, log, {
    ...events,
    onMessage: () => pulse.hear(),
    onRefused: (error) => (refusal = error),
    onGoodbye() {
      life.isOver = true;
      onGoodbye(new Promise((resolve) => channel.onEnd(() => resolve())));
    },
  });
  const life: EngineLife = { request, engine, pulse, hasLoaded: false, isOver: false, end: undefined };
  channel.onEnd((end) => {
    pulse.dispose();
    life.end = refusal === undefined ? end : { ...end, failure: refusal };
    onEnd(life.end);
  });
  return life;
}
