/**
 * The chat view's page. The host owns the chat: the page folds what it is told into a copy, shows it, and posts what the
 * user does. It knows nothing of VS Code beyond `acquireVsCodeApi` and the theme's CSS variables.
 */
import { render } from 'preact';
import type { ToView } from '../chat/viewMessage.ts';
import { ChatApp } from './chatApp.tsx';
import { createChatStore } from './chatStore.ts';
import { composerText, focusComposer } from './composer/focusComposer.ts';
import { connectHost } from './hostApi.ts';
import { parseSavedView } from './savedView.ts';

/** In the page the host wrote. */
const root = document.getElementById('chat') ?? document.body;
const host = connectHost();
const saved = parseSavedView(host.saved());
const store = createChatStore(
  (run) => requestAnimationFrame(run),
  (shown) => render(<ChatApp shown={shown} host={host} saved={saved} />, root),
);

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = event.data;
  if (!isToView(message)) return;
  if (message.kind === 'focus') focusComposer();
  else if (message.kind === 'ask-two') host.post({ kind: 'ask-two', text: composerText() });
  else store.apply(message);
  // The view may have had the focus before there was a composer.
  if (message.kind === 'snapshot') takeFocus();
});

window.addEventListener('focus', takeFocus);

/** As in VS Code's own views: a view that gets the focus puts the caret where one writes. */
function takeFocus(): void {
  if (document.hasFocus() && document.activeElement === document.body) focusComposer();
}

host.post({ kind: 'ready' });

/** Only the host can post here, and it comes from the same build: this tells its messages from a browser's own. */
function isToView(message: unknown): message is ToView {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  const { kind } = message;
  return kind === 'snapshot' || kind === 'event' || kind === 'focus' || kind === 'ask-two';
}
