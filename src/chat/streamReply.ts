import { isAbort } from '../base/appError.ts';
import type { Clock } from '../base/clock.ts';
import type { Engine, ReplyPart, ReplyRequest, ReplyResult } from '../engine/engine.ts';
import type { AssistantMessage } from '../engine/message.ts';
import type { AnswerEvent } from './chatEvent.ts';
import { contextUse } from './contextBudget.ts';
import { raceAbort } from '../base/raceAbort.ts';

export interface ReplyStream {
  readonly engine: Pick<Engine, 'reply'>;
  readonly request: ReplyRequest;
  readonly contextTokens: number;
  /** Of the entry that shows the reply. */
  readonly id: string;
  readonly emit: (event: AnswerEvent) => void;
  readonly clock: Clock;
}

/** `partial` is what the user saw of the reply. It has no calls: one that was not finished was not made. */
export type StreamedReply =
  | { readonly kind: 'complete'; readonly result: ReplyResult }
  | { readonly kind: 'stopped'; readonly partial: AssistantMessage }
  | { readonly kind: 'failed'; readonly partial: AssistantMessage; readonly error: unknown };

/** One request to the engine, shown as it comes. Settles as soon as `signal` aborts; never rejects. */
export async function streamReply(stream: ReplyStream, signal: AbortSignal): Promise<StreamedReply> {
  const { engine, request, contextTokens, id, emit } = stream;
  const display = createDisplay(stream);
  emit({ kind: 'assistant-began', id });
  emit({ kind: 'activity', activity: { kind: 'waiting' } });
  try {
    const onPart = (part: ReplyPart): void => {
      if (!signal.aborted) display.show(part);
    };
    const result = await raceAbort(engine.reply(request, onPart, signal), signal);
    display.complete(result.message);
    const progress = result.finish === 'length' ? 'cut-off' : 'done';
    const context = contextUse(result.usage, contextTokens);
    emit({ kind: 'assistant-ended', id, progress, usage: result.usage, context });
    return { kind: 'complete', result };
  } catch (error) {
    const partial = display.end();
    const isStopped = signal.aborted || isAbort(error);
    const progress = isStopped ? 'stopped' : 'failed';
    emit({ kind: 'assistant-ended', id, progress, usage: undefined, context: undefined });
    return isStopped ? { kind: 'stopped', partial } : { kind: 'failed', partial, error };
  }
}

interface Display {
  show(part: ReplyPart): void;
  /** Shows what the message has and the stream did not bring. */
  complete(message: AssistantMessage): void;
  /** Nothing more comes. */
  end(): AssistantMessage;
}

function createDisplay({ id, emit, clock }: ReplyStream): Display {
  let thinking = '';
  let text = '';
  let thinkingSince: number | undefined;
  let activity: 'thinking' | 'writing' | undefined;

  const setActivity = (kind: 'thinking' | 'writing'): void => {
    if (activity === kind) return;
    activity = kind;
    emit({ kind: 'activity', activity: { kind } });
  };
  const endThinking = (): void => {
    if (thinkingSince === undefined) return;
    emit({ kind: 'thinking-ended', id, durationMs: Math.round(clock.now() - thinkingSince) });
    thinkingSince = undefined;
  };
  const addThinking = (added: string): void => {
    if (added === '') return;
    thinkingSince ??= clock.now();
    thinking += added;
    setActivity('thinking');
    emit({ kind: 'thinking', id, text: added });
  };
  const addText = (added: string): void => {
    if (added === '') return;
    endThinking();
    text += added;
    setActivity('writing');
    emit({ kind: 'text', id, text: added });
  };

  return {
    show(part) {
      switch (part.kind) {
        case 'prefill': {
          const { doneTokens, totalTokens, reusedTokens } = part;
          emit({ kind: 'activity', activity: { kind: 'reading', doneTokens, totalTokens, reusedTokens } });
          return;
        }
        case 'thinking':
          return addThinking(part.text);
        case 'text':
          return addText(part.text);
        case 'call-started':
          endThinking();
          return setActivity('writing');
        case 'silent':
          activity = undefined;
          return emit({ kind: 'activity', activity: { kind: 'silent', seconds: part.seconds } });
        case 'retrying': {
          activity = undefined;
          const { cause, afterSeconds } = part;
          return emit({ kind: 'activity', activity: { kind: 'retrying', cause, afterSeconds } });
        }
      }
    },
    complete(message) {
      if (text === '') addThinking(missingEnd(thinking, message.thinking));
      addText(missingEnd(text, message.text));
      endThinking();
    },
    end() {
      endThinking();
      return { role: 'assistant', thinking, text, calls: [] };
    },
  };
}

function missingEnd(shown: string, whole: string): string {
  return whole.startsWith(shown) ? whole.slice(shown.length) : '';
}
