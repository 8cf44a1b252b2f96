import { commands } from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import type { Event } from '../base/event.ts';
import type { ChatEvent } from '../chat/chatEvent.ts';
import type { Settings } from './settings.ts';

/** Tells the walkthrough which of its steps are done: it listens to these contexts (see base/walkthrough.ts). */
export function followWalkthrough(settings: Settings, onChatEvent: Event<ChatEvent>): Disposable {
  const store = new DisposableStore();
  const setContext = (key: `parity.${string}`, value: boolean): void => {
    void commands.executeCommand('setContext', key, value);
  };
  const noteModel = (): void => setContext('parity.hasOwnModel', settings.get('model.path').trim() !== '');
  store.add(settings.onChange(['model.path'], noteModel));
  noteModel();
  store.add(
    onChatEvent(({ kind }) => {
      if (kind === 'call-approved') setContext('parity.hasAcceptedEdit', true);
    }),
  );
  return store;
}
