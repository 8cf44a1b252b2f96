import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposables.ts';
import type { Event } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import type { ChatEvent } from '../chat/chatEvent.ts';
import type { ChatState, ViewAction } from '../chat/chatState.ts';
import type { PairDecisions } from '../chat/pair/pairDesk.ts';
import { fromViewSchema, type FromView, type ToView } from '../chat/viewMessage.ts';
import { chatStrings } from './chatStrings.ts';
import { chatViewHtml } from './chatViewHtml.ts';
import { insertAtCursor } from './insertAtCursor.ts';

export const chatViewId = 'parity.chat';

/** What the view needs of the chat session. */
export interface ChatViewSession {
  state(): ChatState;
  /** Fires after `state` includes the event. */
  readonly onEvent: Event<ChatEvent>;
  send(text: string): void;
  stop(): void;
  decide(callId: string, decision: 'accept' | 'reject'): void;
  review(callId: string): void;
  setThinking(thinking: boolean): void;
  newChat(): void;
  /** Asks whom, and says what leaves the machine, before anything is sent. */
  askTwo(text: string): void;
  readonly pair: PairDecisions;
}

export interface ChatViewOptions {
  readonly extensionUri: vscode.Uri;
  readonly session: ChatViewSession;
  /** Opens a file that a model named: whoever implements it checks that it lies in the workspace. */
  readonly openFile: (path: string) => Promise<void>;
  readonly log: Log;
}

export interface ChatView extends vscode.WebviewViewProvider {
  /** Shows the view with the caret in its composer. */
  focus(): Promise<void>;
  /** As if the button for it beside the composer was pressed. */
  askTwo(): Promise<void>;
}

/** The chat's page, made anew whenever the view is shown; the session keeps the chat meanwhile. */
export function createChatView({ extensionUri, session, openFile, log }: ChatViewOptions): ChatView {
  let shownView: vscode.WebviewView | undefined;
  let isReady = false;
  let wantsFocus = false;
  let wantsAskTwo = false;

  function resolveWebviewView(view: vscode.WebviewView): void {
    const store = new DisposableStore();
    shownView = view;
    isReady = false;
    const { webview } = view;
    const post = (message: ToView): void => void webview.postMessage(message);

    webview.options = {
      enableScripts: true,
      enableForms: false,
      enableCommandUris: false,
      localResourceRoots: [webviewFolder(extensionUri), vscode.Uri.joinPath(extensionUri, 'media')],
    };
    store.add(webview.onDidReceiveMessage((found: unknown) => receive(found)));
    store.add(session.onEvent((event) => (isReady ? post({ kind: 'event', event }) : undefined)));
    store.add(
      view.onDidDispose(() => {
        if (shownView === view) shownView = undefined;
        isReady = false;
        store.dispose();
      }),
    );
    webview.html = pageOf(webview, extensionUri);

    function receive(found: unknown): void {
      const parsed = fromViewSchema.safeParse(found);
      if (!parsed.success) {
        log.warn(`chat view: ignored a message of unknown shape (${parsed.error.issues.length} problems)`);
        return;
      }
      if (parsed.data.kind === 'ready') {
        // Also when VS Code shows a hidden view again: it is a new page that knows nothing.
        isReady = true;
        post({ kind: 'snapshot', state: session.state(), strings: chatStrings(), locale: vscode.env.language });
        if (wantsFocus) post({ kind: 'focus' });
        wantsFocus = false;
        if (wantsAskTwo) post({ kind: 'ask-two' });
        wantsAskTwo = false;
        return;
      }
      handle(parsed.data).catch((error: unknown) => log.error(`chat view: ${parsed.data.kind} failed`, error));
    }
  }

  async function handle(message: Exclude<FromView, { kind: 'ready' }>): Promise<void> {
    switch (message.kind) {
      case 'send':
        return session.send(message.text);
      case 'stop':
        return session.stop();
      case 'ask-two':
        return session.askTwo(message.text);
      case 'stop-side':
        return session.pair.stopSide(message.id, message.side);
      case 'keep-answer':
        return session.pair.keep(message.id, message.side);
      case 'keep-neither':
        return session.pair.keepNeither(message.id);
      case 'vote':
        return session.pair.vote(message.id, message.vote);
      case 'reveal':
        return session.pair.reveal(message.id);
      case 'decide':
        return session.decide(message.callId, message.decision);
      case 'review':
        return session.review(message.callId);
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'insert':
        return insertAtCursor(message.text);
      case 'open-file':
        return openFile(message.path);
      case 'open-link':
        return openLink(message.url);
      case 'set-thinking':
        return session.setThinking(message.thinking);
      case 'action':
        return runAction(message.action, session);
    }
  }

  async function focus(): Promise<void> {
    wantsFocus = true;
    await vscode.commands.executeCommand(`${chatViewId}.focus`);
    if (!isReady || shownView === undefined) return;
    wantsFocus = false;
    await shownView.webview.postMessage({ kind: 'focus' } satisfies ToView);
  }

  return {
    resolveWebviewView,
    focus,
    async askTwo() {
      wantsAskTwo = true;
      await focus();
      if (!isReady || shownView === undefined) return;
      // A view that was made anew meanwhile has asked already.
      const isStillWanted = wantsAskTwo;
      wantsAskTwo = false;
      if (isStillWanted) await shownView.webview.postMessage({ kind: 'ask-two' } satisfies ToView);
    },
  };
}

/**
 * Asks first, unless the user trusts the site. (A link that the page opened by itself would not ask in a trusted
 * workspace, and a model can put what it read into an address.)
 */
async function openLink(url: string): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}

async function runAction(action: ViewAction, session: ChatViewSession): Promise<void> {
  switch (action) {
    case 'open-models':
      return vscode.commands.executeCommand('parity.openModels');
    case 'doctor':
      return vscode.commands.executeCommand('parity.doctor');
    case 'choose-model':
      return vscode.commands.executeCommand('parity.chooseModel');
    case 'choose-engines':
      return vscode.commands.executeCommand('parity.chooseEngines');
    case 'set-api-key':
      return vscode.commands.executeCommand('parity.setApiKey');
    case 'restart-engine':
      return vscode.commands.executeCommand('parity.restartEngine');
    case 'show-log':
      return vscode.commands.executeCommand('parity.showLog');
    case 'manage-trust':
      return vscode.commands.executeCommand('workbench.trust.manage');
    case 'open-folder':
      return vscode.commands.executeCommand('vscode.openFolder');
    case 'new-chat':
      return session.newChat();
  }
}

function webviewFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

function pageOf(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const uriOf = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extensionUri), name)).toString();
  return chatViewHtml({
    nonce: randomBytes(16).toString('base64url'),
    cspSource: webview.cspSource,
    scriptUri: uriOf('chat.js'),
    styleUris: [uriOf('codicon.css'), uriOf('chat.css')],
    language: vscode.env.language,
    title: 'Parity',
  });
}
