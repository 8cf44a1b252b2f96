import type { Clock } from '../../base/clock.ts';
import type { Engine, ReplyPart, Usage } from '../../engine/engine.ts';

export interface ReplyMeter {
  /** Passes everything on, and takes note. */
  readonly engine: Pick<Engine, 'reply' | 'count'>;
  /** From the first request to the first thing that came: thinking, text or a call. */
  readonly firstTokenMs: number | undefined;
  /** Of all requests so far. Undefined: one was ended or failed, and nobody knows what it took. */
  readonly usages: readonly Usage[] | undefined;
}

/** Measures as the user waits: by this side's clock, so that all engines are measured in the same way. */
export function meterReplies(engine: Pick<Engine, 'reply' | 'count'>, clock: Clock): ReplyMeter {
  const usages: Usage[] = [];
  let begunMs: number | undefined;
  let firstTokenMs: number | undefined;
  let untold = 0;
  const note = ({ kind }: ReplyPart): void => {
    if (kind !== 'thinking' && kind !== 'text' && kind !== 'call-started') return;
    firstTokenMs ??= clock.now() - (begunMs ?? clock.now());
  };
  return {
    engine: {
      count: (prompt, signal) => engine.count(prompt, signal),
      async reply(request, onPart, signal) {
        begunMs ??= clock.now();
        untold += 1;
        const pass = (part: ReplyPart): void => {
          note(part);
          onPart(part);
        };
        const result = await engine.reply(request, pass, signal);
        untold -= 1;
        usages.push(result.usage);
        return result;
      },
    },
    get firstTokenMs() {
      return firstTokenMs;
    },
    get usages() {
      return untold > 0 ? undefined : usages;
    },
  };
}
