import { type TextDocument, window } from 'vscode';
import { systemClock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import { createCompleter } from '../completion/completer.ts';
import { accessStateful } from '../completion/engineAccess.ts';
import { isCrash } from '../engine/crashHistory.ts';
import type { StatefulEngine } from '../engine/statefulEngine.ts';
import { describeCompletionStatistics } from './completionStatus.ts';
import { explainOutcome } from './explainOutcome.ts';
import { registerInlineCompletions } from './inlineCompletions.ts';

export interface CompletionPorts {
  readonly engine: StatefulEngine;
  readonly isEnabled: (document: TextDocument) => boolean;
  readonly report: (error: unknown) => void;
  readonly log: Log;
}

export interface Completions extends Disposable {
  noteAccepted(): void;
  /** Says what came of the last request. */
  explain(): void;
  /** The last suggestion's cost, in words. */
  statistics(): string;
}

export function connectCompletions({ engine, isEnabled, report, log }: CompletionPorts): Completions {
  const store = new DisposableStore();
  const completer = store.add(
    createCompleter({
      access: accessStateful(engine),
      clock: systemClock,
      gatherContext: () => [],
      // The supervisor reports the death of its process itself, once for everyone who waited.
      reportError: (error) => (isCrash(error) ? undefined : report(error)),
    }),
  );
  const inline = store.add(registerInlineCompletions({ completer, isEnabled, log }));
  return {
    noteAccepted: () => inline.noteAccepted(),
    explain: () => void window.showInformationMessage(explainOutcome(inline.lastOutcome()?.outcome)),
    statistics: () => describeCompletionStatistics(completer.statistics()),
    dispose: () => store.dispose(),
  };
}
