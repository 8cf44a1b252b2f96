import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import type { AnswerEvent, ChatEvent } from './chatEvent.ts';

const windowMs = 33;

export interface EventCoalescer {
  /** Hands the event on: at once, or, when it streams faster than the eye, merged with its like at the window's end. */
  push(event: ChatEvent): void;
  /** Hands on what waits. */
  flush(): void;
}

/**
 * Keeps a fast model from flooding the view. Order is kept and nothing is lost: text is joined, and only a progress that
 * newer progress replaces is left out. Everything that does not stream goes out at once, after what waits.
 */
export function coalesceEvents(emit: (event: ChatEvent) => void, clock: Clock): EventCoalescer {
  let waiting: StreamEvent[] = [];
  let timer: Disposable | undefined;

  const drain = (): void => {
    const events = waiting;
    waiting = [];
    for (const event of events) emit(event);
  };
  const flush = (): void => {
    timer?.dispose();
    timer = undefined;
    drain();
  };
  const onWindowEnd = (): void => {
    timer = undefined;
    if (waiting.length === 0) return;
    drain();
    timer = clock.after(windowMs, onWindowEnd);
  };

  return {
    flush,
    push(event) {
      if (!isStreaming(event)) {
        flush();
        emit(event);
        return;
      }
      if (timer === undefined) {
        timer = clock.after(windowMs, onWindowEnd);
        emit(event);
        return;
      }
      // Two answers stream side by side; between them there is no order to keep.
      const index = waiting.findLastIndex((other) => sideOf(other) === sideOf(event));
      const last = waiting[index];
      const merged = last && merge(last, event);
      if (merged === undefined) waiting.push(event);
      else waiting[index] = merged;
    },
  };
}

/** What comes faster than the eye. */
type StreamEvent = Extract<ChatEvent, { kind: 'text' | 'thinking' | 'activity' | 'pair-side' }>;

function isStreaming(event: ChatEvent): event is StreamEvent {
  if (event.kind === 'pair-side') return isStreaming(event.event);
  if (event.kind === 'activity') return event.activity.kind === 'reading';
  return event.kind === 'text' || event.kind === 'thinking';
}

function sideOf(event: StreamEvent): string {
  return event.kind === 'pair-side' ? `${event.id} ${event.side}` : '';
}

function merge(last: StreamEvent, next: StreamEvent): StreamEvent | undefined {
  if (last.kind !== 'pair-side') return next.kind === 'pair-side' ? undefined : mergeAnswers(last, next);
  if (next.kind !== 'pair-side') return undefined;
  const event = mergeAnswers(last.event, next.event);
  return event && { ...next, event };
}

function mergeAnswers<Last extends AnswerEvent>(last: Last, next: AnswerEvent): Last | undefined {
  if (last.kind === 'activity' && next.kind === 'activity') return { ...last, activity: next.activity };
  const isSame = (last.kind === 'text' || last.kind === 'thinking') && last.kind === next.kind && last.id === next.id;
  return isSame ? { ...last, text: last.text + next.text } : undefined;
}
