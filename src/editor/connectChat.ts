import { platform } from 'node:os';
import { type ExtensionContext, commands, l10n, window, workspace } from 'vscode';
import { systemClock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { ChatEvent } from '../chat/chatEvent.ts';
import { type ChatSession, createChatSession } from '../chat/session.ts';
import type { Summarizer } from '../chat/summarize.ts';
import type { WorkspaceFacts } from '../chat/systemPrompt.ts';
import type { PairKeeper } from '../chat/pair/pairDesk.ts';
import type { StatefulEngine } from '../engine/statefulEngine.ts';
import { labelFolders } from '../tools/labelFolders.ts';
import { toolList } from '../tools/toolList.ts';
import type { ApiKeys } from './apiKeys.ts';
import type { EnginePorts } from './benchmark/openEngines.ts';
import { prepareAsk } from './askTwo/prepareAsk.ts';
import { modelState, workspaceState } from './chatSurroundings.ts';
import { type ChatView, chatViewId, createChatView } from './chatView.ts';
import { describeProblem } from './describeProblem.ts';
import { createEditReview, type EditReview } from './editReview.ts';
import { locateFile, workspaceRoots } from './locateFile.ts';
import type { Settings } from './settings.ts';
import { createWorkspaceFiles } from './workspaceFiles.ts';

export interface ChatPorts {
  readonly context: ExtensionContext;
  readonly engine: StatefulEngine;
  /** Whichever engine answers here, this one can be asked beside another. */
  readonly local: StatefulEngine;
  /** For work beside the answers. */
  readonly background: StatefulEngine;
  readonly settings: Settings;
  readonly keys: ApiKeys;
  readonly costs: EnginePorts['costs'];
  readonly pairs: PairKeeper;
  readonly report: (error: unknown) => void;
  readonly log: Log;
  /** Fires when an answer begins and when it is over. */
  readonly onAnswering: (isAnswering: boolean) => void;
}

export interface Chat extends Disposable {
  readonly session: ChatSession;
  readonly view: ChatView;
  readonly review: EditReview;
  /** Does an answer hang on the engine right now? Then the chat itself shows how the engine fails. */
  isWaitingForEngine(): boolean;
}

/** The one conversation of this window: its session, its view, and the review of its edits. */
export function connectChat(ports: ChatPorts): Chat {
  const { context, engine, background, settings, log, onAnswering } = ports;
  const store = new DisposableStore();
  const session = store.add(
    createChatSession({
      engine,
      summarizers: () => (settings.get('chat.summarize') ? summarizersOf([background, engine]) : []),
      tools: toolList,
      files: createWorkspaceFiles(),
      facts: workspaceFacts,
      settings: () => ({ maxReplyTokens: settings.get('chat.maxReplyTokens') }),
      describeProblem,
      pairs: ports.pairs,
      clock: systemClock,
      log,
    }),
  );
  const review = store.add(createEditReview(log));
  store.add(review.onDecision(({ callId, decision }) => void session.decide(callId, decision)));

  let thinking = settings.get('chat.thinking');
  const updateSurroundings = (): void => {
    session.setSurroundings({ model: modelState(engine.state), workspace: workspaceState(), thinking });
  };
  store.add(engine.onState(updateSurroundings));
  store.add(workspace.onDidGrantWorkspaceTrust(updateSurroundings));
  store.add(workspace.onDidChangeWorkspaceFolders(updateSurroundings));
  store.add(
    settings.onChange(['chat.thinking'], () => {
      thinking = settings.get('chat.thinking');
      updateSurroundings();
    }),
  );
  updateSurroundings();

  const reviewed = new Set<string>();
  let isAnswering = false;
  const follow = (event: ChatEvent): void => {
    if (event.kind === 'call-approved' || event.kind === 'call-ended') review.close(event.id);
    if (event.kind === 'cleared') for (const callId of reviewed) review.close(callId);
    const isNow = session.state.activity.kind !== 'idle';
    if (isNow === isAnswering) return;
    isAnswering = isNow;
    void commands.executeCommand('setContext', 'parity.isAnswering', isNow);
    onAnswering(isNow);
  };
  store.add(session.onEvent(follow));

  const view = createChatView({
    extensionUri: context.extensionUri,
    session: {
      state: () => session.state,
      onEvent: session.onEvent,
      send: (text) => void session.send(text),
      stop: () => session.stop(),
      decide: (callId, decision) => void session.decide(callId, decision),
      review(callId) {
        const change = session.pendingChange(callId);
        if (change === undefined) return;
        reviewed.add(callId);
        review.show(callId, change).catch((error: unknown) => log.error('the diff could not be shown', error));
      },
      setThinking(next) {
        thinking = next;
        updateSurroundings();
      },
      newChat: () => session.clear(),
      askTwo(text) {
        prepareAsk(text, context, ports)
          .then((ask) => (ask === undefined ? undefined : session.askTwo(ask)))
          .catch(ports.report);
      },
      pair: session.pair,
    },
    openFile,
    log,
  });
  store.add(window.registerWebviewViewProvider(chatViewId, view));
  const isWaitingForEngine = (): boolean => {
    const { kind } = session.state.activity;
    return kind !== 'idle' && kind !== 'calling' && kind !== 'awaiting-approval' && kind !== 'asking-two';
  };
  return { session, view, review, isWaitingForEngine, dispose: () => store.dispose() };
}

/** Those of the engines that can chat now. */
function summarizersOf(engines: readonly StatefulEngine[]): readonly Summarizer[] {
  return engines.flatMap((engine) => {
    const { state } = engine;
    if (state.kind !== 'ready' || !state.model.capabilities.chat) return [];
    return [{ engine, contextTokens: state.model.contextTokens }];
  });
}

function workspaceFacts(): WorkspaceFacts {
  const names: Readonly<Record<string, string>> = { darwin: 'macOS', win32: 'Windows', linux: 'Linux' };
  return {
    folderNames: labelFolders((workspace.workspaceFolders ?? []).map(({ name, uri }) => ({ name, path: uri.path }))),
    operatingSystem: names[platform()] ?? platform(),
  };
}

/** Opens what a model named, if it lies in the workspace. */
async function openFile(path: string): Promise<void> {
  const file = await locateFile(path, await workspaceRoots(workspace.workspaceFolders ?? []));
  if (file.kind === 'located') await window.showTextDocument(file.uri);
  else void window.showWarningMessage(l10n.t('{0} cannot be opened: it is not a file of this workspace.', path));
}
