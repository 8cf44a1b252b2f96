import { l10n } from 'vscode';
import type { EngineRecord } from '../../benchmark/result.ts';
import type { ContestEvent } from '../../harness/arena/holdContest.ts';

/** What each engine is at, in one line; the line of the last event of all. */
export function contestProgress(engines: readonly EngineRecord[]): (event: ContestEvent) => string {
  const labels = new Map(engines.map(({ id, label }) => [id, label]));
  const states = new Map<string, string>();
  return (event) => {
    switch (event.kind) {
      case 'testing':
        return event.engineId === undefined
          ? l10n.t('running the tests on what is there now')
          : l10n.t('running the tests on the changes of {0}', labels.get(event.engineId) ?? event.engineId);
      case 'answered':
        states.set(event.answer.engineId, l10n.t('done'));
        break;
      case 'answering':
        if (event.event.kind === 'call-began') {
          states.set(event.engineId, [event.event.tool, event.event.target].filter((part) => part !== '').join(' '));
        } else if (!states.has(event.engineId)) {
          states.set(event.engineId, l10n.t('thinking about it'));
        }
        break;
    }
    return [...states].map(([id, state]) => `${labels.get(id) ?? id}: ${state}`).join(' · ');
  };
}
