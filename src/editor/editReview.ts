import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposables.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import type { FileChange } from '../tools/tool.ts';

export interface EditDecision {
  readonly callId: string;
  readonly decision: 'accept' | 'reject';
}

/** Proposed edits as diffs in the editor. It shows and reports decisions; whoever waits for one applies the edit. */
export interface EditReview extends Disposable {
  /** Opens the diff of a call's edit, or reveals it. */
  show(callId: string, change: FileChange): Promise<void>;
  /** Closes the diff, wherever the decision was made. Free for a call that is not shown. */
  close(callId: string): void;
  readonly onDecision: Event<EditDecision>;
  /** Decides the edit whose diff is in the active editor, if there is one. */
  decideActive(decision: EditDecision['decision']): void;
}

export const editReviewScheme = 'parity-edit';
const contextKey = 'parity.isReviewingEdit';

type Side = 'before' | 'after';

export function createEditReview(log: Log): EditReview {
  const changeByCall = new Map<string, FileChange>();
  const decisions = new Emitter<EditDecision>((error) => log.error('An edit decision was not handled', error));
  const store = new DisposableStore();

  /** The call whose diff this tab is, while it is undecided. */
  const callOf = (tab: vscode.Tab | undefined): string | undefined => {
    const input = tab?.input;
    if (!(input instanceof vscode.TabInputTextDiff) || input.modified.scheme !== editReviewScheme) return undefined;
    const callId = addressed(input.modified).callId;
    return changeByCall.has(callId) ? callId : undefined;
  };
  const activeCall = (): string | undefined => callOf(vscode.window.tabGroups.activeTabGroup.activeTab);
  let isReviewing = false;
  const updateContext = (): void => {
    const isNow = activeCall() !== undefined;
    if (isNow === isReviewing) return;
    isReviewing = isNow;
    void vscode.commands.executeCommand('setContext', contextKey, isNow);
  };
  const close = (callId: string): void => {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => callOf(tab) === callId);
    changeByCall.delete(callId);
    updateContext();
    if (tabs.length === 0) return;
    vscode.window.tabGroups.close(tabs, true).then(undefined, (error: unknown) => {
      log.warn(`A diff could not be closed: ${String(error)}`);
    });
  };

  store.add(
    vscode.workspace.registerTextDocumentContentProvider(editReviewScheme, {
      provideTextDocumentContent(uri) {
        const { callId, side } = addressed(uri);
        return changeByCall.get(callId)?.[side];
      },
    }),
  );
  store.add(vscode.window.tabGroups.onDidChangeTabs(updateContext));
  store.add(vscode.window.tabGroups.onDidChangeTabGroups(updateContext));
  store.add(toDisposable(() => [...changeByCall.keys()].forEach(close)));

  return {
    async show(callId, change) {
      changeByCall.set(callId, change);
      const name = change.path.split('/').at(-1) ?? change.path;
      await vscode.commands.executeCommand(
        'vscode.diff',
        address(callId, change.path, 'before'),
        address(callId, change.path, 'after'),
        vscode.l10n.t('{0} (Proposed Edit)', name),
        { preview: false } satisfies vscode.TextDocumentShowOptions,
      );
      updateContext();
    },
    close,
    onDecision: decisions.event,
    decideActive(decision) {
      const callId = activeCall();
      if (callId === undefined) return;
      close(callId);
      decisions.fire({ callId, decision });
    },
    dispose: () => store.dispose(),
  };
}

/** The path keeps the file's name and extension, so that the diff has its language. */
function address(callId: string, path: string, side: Side): vscode.Uri {
  const query = new URLSearchParams({ call: callId, side }).toString();
  return vscode.Uri.from({ scheme: editReviewScheme, path: `/${path}`, query });
}

/** Anyone can open an address of this scheme: one that we did not make names a call that does not exist. */
function addressed(uri: vscode.Uri): { callId: string; side: Side } {
  const query = new URLSearchParams(uri.query);
  return { callId: query.get('call') ?? '', side: query.get('side') === 'before' ? 'before' : 'after' };
}
