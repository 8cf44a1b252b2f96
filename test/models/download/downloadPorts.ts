import type { Clock } from '../../../src/base/clock.ts';
import { toDisposable } from '../../../src/base/disposables.ts';
import { silentLog } from '../../../src/base/log.ts';
import { httpFetch } from '../../../src/providers/httpFetch.ts';
import type { DownloadsPorts } from '../../../src/models/download/downloads.ts';

/** Real time, so many times as fast: a backoff of seconds passes in milliseconds. */
export function fastClock(factor = 200): Clock {
  return {
    now: () => performance.now() * factor,
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs / factor);
      return toDisposable(() => clearTimeout(timer));
    },
  };
}

/**
 * Fast too, but a wait of `stallMs` or more, after which a silent connection is given up, ends only while `isStalled()`: on
 * a busy machine an answer that is on its way can take longer than such a wait made short.
 */
export function patientClock(factor: number, stallMs: number, isStalled: () => boolean): Clock {
  const fast = fastClock(factor);
  return {
    now: fast.now,
    after(delayMs, run) {
      if (delayMs < stallMs) return fast.after(delayMs, run);
      let timer = setTimeout(function look() {
        if (isStalled()) run();
        else timer = setTimeout(look, 20);
      }, delayMs / factor);
      return toDisposable(() => clearTimeout(timer));
    },
  };
}

/** Ports for downloads from `hub` into `root`, with small parts so that small files have several. */
export function portsForHub(hub: URL, root: string, changes: Partial<DownloadsPorts>): DownloadsPorts {
  return {
    folder: () => root,
    log: silentLog,
    clock: fastClock(),
    random: () => 0.5,
    http: { fetch: httpFetch, isOffline: () => false },
    limits: { connections: 4, spanBytes: 64 * 1024, stallMs: 60_000 },
    chooseSource: () =>
      Promise.resolve({ order: 'auto', huggingFaceUrl: hub, modelScopeUrl: hub, huggingFaceToken: undefined }),
    freeBytes: () => Promise.resolve(Number.MAX_SAFE_INTEGER),
    ...changes,
  };
}
