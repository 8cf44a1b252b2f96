import { randomBytes } from 'node:crypto';
import { type ExtensionContext, Uri, ViewColumn, type Webview, type WebviewPanel, env, l10n, window } from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { type FromVoting, type ToVoting, fromVotingSchema } from '../../benchmark/voting/votingMessage.ts';
import type { VoteFile } from '../../harness/voting/voteFile.ts';
import { chatStrings } from '../chatStrings.ts';
import { chatViewHtml } from '../chatViewHtml.ts';
import { insertAtCursor } from '../insertAtCursor.ts';
import { createBallotBox } from './ballotBox.ts';

export interface VotePanel extends Disposable {
  /** Shows the pairs that wait for a vote, from the first. */
  open(): void;
  /** What is kept has changed. */
  refresh(): void;
}

export interface VotePanelPorts {
  readonly context: ExtensionContext;
  readonly file: VoteFile;
  readonly showStandings: () => Promise<void>;
  readonly report: (error: unknown) => void;
  readonly log: Log;
}

/** The page that votes are cast on; there is one. */
export function createVotePanel({ context, file, showStandings, report, log }: VotePanelPorts): VotePanel {
  let present: { readonly panel: WebviewPanel; refresh(): void } | undefined;

  function open(): void {
    if (present !== undefined) {
      present.panel.reveal();
      present.refresh();
      return;
    }
    const store = new DisposableStore();
    const media = Uri.joinPath(context.extensionUri, 'dist', 'webview');
    const panel = window.createWebviewPanel('parity.voting', l10n.t('Vote on Answers'), ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      localResourceRoots: [media],
    });
    const box = createBallotBox(file, { random: Math.random, now: () => new Date() });
    let isTold = false;
    const post = async (): Promise<void> => {
      const { unreadableLines, ...shown } = await box.show();
      const message: ToVoting = { kind: 'ballot', ...shown, strings: chatStrings(), locale: env.language };
      await panel.webview.postMessage(message);
      if (unreadableLines === 0 || isTold) return;
      isTold = true;
      tellUnreadable(unreadableLines, file.path);
    };
    const handle = async (message: FromVoting): Promise<void> => {
      switch (message.kind) {
        case 'ready':
          return post();
        case 'vote':
          await box.vote(message.id, message.vote);
          return post();
        case 'next':
          box.next();
          return post();
        case 'undo':
          await box.undo();
          return post();
        case 'standings':
          return showStandings();
        case 'copy':
          return env.clipboard.writeText(message.text);
        case 'insert':
          return insertAtCursor(message.text);
        case 'open-link':
          await env.openExternal(Uri.parse(message.url, true));
      }
    };
    let last: Promise<void> = Promise.resolve();
    const queue = (work: () => Promise<void>): void => {
      last = last.then(work).catch(report);
    };
    store.add(
      panel.webview.onDidReceiveMessage((found: unknown) => {
        const parsed = fromVotingSchema.safeParse(found);
        if (parsed.success) queue(() => handle(parsed.data));
        else log.warn(`voting page: ignored a message of unknown shape (${parsed.error.issues.length} problems)`);
      }),
    );
    panel.onDidDispose(() => {
      present = undefined;
      store.dispose();
    });
    panel.webview.html = pageOf(panel.webview, media);
    present = { panel, refresh: () => queue(post) };
  }

  return { open, refresh: () => present?.refresh(), dispose: () => present?.panel.dispose() };
}

/** Says that some of what was kept cannot be shown. */
export function tellUnreadable(lines: number, path: string): void {
  void window.showWarningMessage(
    l10n.t('Lines of {0} that this version cannot read: {1}. They are left as they are, and not shown.', path, lines),
  );
}

function pageOf(webview: Webview, media: Uri): string {
  const uriOf = (name: string): string => webview.asWebviewUri(Uri.joinPath(media, name)).toString();
  return chatViewHtml({
    nonce: randomBytes(16).toString('base64url'),
    cspSource: webview.cspSource,
    scriptUri: uriOf('voting.js'),
    styleUris: [uriOf('codicon.css'), uriOf('chat.css')],
    language: env.language,
    title: l10n.t('Vote on Answers'),
  });
}
