import {
  type CancellationToken,
  type InlineCompletionContext,
  InlineCompletionItem,
  InlineCompletionTriggerKind,
  languages,
  type Position,
  Range,
  type TextDocument,
} from 'vscode';
import type { CommandId } from '../base/commands.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { Completer } from '../completion/completer.ts';
import type { Outcome, Suggested } from '../completion/outcome.ts';
import { captureSnapshot } from './captureSnapshot.ts';

export interface InlineCompletionPorts {
  readonly completer: Completer;
  /** What the settings say for this document. */
  readonly isEnabled: (document: TextDocument) => boolean;
  readonly log: Log;
}

/** An outcome and where it came about. */
export interface LastOutcome {
  readonly uri: string;
  readonly outcome: Outcome;
}

export interface InlineCompletions extends Disposable {
  /** What came of the last request that was not given up for a newer one; undefined before the first. */
  lastOutcome(): LastOutcome | undefined;
  /** For the command `parity.suggestionAccepted`, which every suggestion carries. */
  noteAccepted(): void;
}

/** Offers suggestions in every editor. Where none belongs, the outcome says why. */
export function registerInlineCompletions({ completer, isEnabled, log }: InlineCompletionPorts): InlineCompletions {
  const store = new DisposableStore();
  let last: LastOutcome | undefined;

  const provide = async (
    document: TextDocument,
    position: Position,
    context: InlineCompletionContext,
    token: CancellationToken,
  ): Promise<InlineCompletionItem[]> => {
    const snapshot = captureSnapshot(document, position, context, isEnabled(document));
    const trigger = context.triggerKind === InlineCompletionTriggerKind.Invoke ? 'explicit' : 'automatic';
    const outcome = await withSignal(token, (signal) => completer.complete(snapshot, trigger, signal));
    const isSuperseded = outcome.kind === 'skipped' && outcome.reason.kind === 'superseded';
    if (!isSuperseded || last === undefined) last = { uri: snapshot.uri, outcome };
    log.debug(`completion ${outcome.kind} ${outcome.kind === 'suggested' ? outcome.source : outcome.reason.kind}`);
    return outcome.kind === 'suggested' ? [itemFor(outcome, position)] : [];
  };

  store.add(
    languages.registerInlineCompletionItemProvider({ pattern: '**' }, { provideInlineCompletionItems: provide }),
  );
  return {
    lastOutcome: () => last,
    noteAccepted: () => completer.noteAccepted(),
    dispose: () => store.dispose(),
  };
}

function itemFor({ text, replaceBefore, replaceAfter }: Suggested, position: Position): InlineCompletionItem {
  const range = new Range(position.translate(0, -replaceBefore), position.translate(0, replaceAfter));
  const command: CommandId = 'parity.suggestionAccepted';
  return new InlineCompletionItem(text, range, { command, title: '' });
}

/** Runs `work` with a signal that aborts when the token is canceled. */
async function withSignal<T>(token: CancellationToken, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const subscription = token.onCancellationRequested(() => controller.abort());
  if (token.isCancellationRequested) controller.abort();
  try {
    return await work(controller.signal);
  } finally {
    subscription.dispose();
  }
}
