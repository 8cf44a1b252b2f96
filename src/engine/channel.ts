import type { Disposable } from '../base/disposables.ts';

/** How the other end went away. */
export interface ChannelEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The end of what it wrote to its standard error, where that is known. */
  readonly lastWords?: string;
  /** Why there never was another end. */
  readonly failure?: Error;
}

/** Ordered messages both ways until one end closes. Posting after the end does nothing. */
export interface Channel<Out, In> {
  post(message: Out): void;
  /** Messages that arrive before the first listener are kept for it. One listener at a time. */
  onMessage(listener: (message: In) => void): Disposable;
  /** Fires once, also for a listener added after the end. */
  onEnd(listener: (end: ChannelEnd) => void): Disposable;
  close(): void;
}
