import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ExtensionContext, type QuickPickItem, Uri, ViewColumn, l10n, window, workspace } from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { standingsPage } from '../../benchmark/report/reportPage.ts';
import { exportVotes } from '../../benchmark/voting/exportVotes.ts';
import { standings } from '../../benchmark/voting/standings.ts';
import type { PairKeeper } from '../../chat/pair/pairDesk.ts';
import { voteFile } from '../../harness/voting/voteFile.ts';
import { readReportAssets } from '../benchmark/reportPanel.ts';
import { formatCount } from '../formatCount.ts';
import type { StoredRun } from '../benchmark/storedRuns.ts';
import type { Settings } from '../settings.ts';
import { addRunPairs } from './addRunPairs.ts';
import { keepPairs } from './keepPairs.ts';
import { createVotePanel, tellUnreadable } from './votePanel.ts';

export interface VotingPorts {
  readonly context: ExtensionContext;
  readonly settings: Settings;
  readonly report: (error: unknown) => void;
  readonly log: Log;
}

export interface Voting extends Disposable {
  /** For the chat. */
  readonly keeper: PairKeeper;
  vote(): void;
  /** As `vote`, with answers of a benchmark run added. */
  voteOnRun(run: Pick<StoredRun, 'folder'>): Promise<void>;
  showStandings(): Promise<void>;
  exportVotes(): Promise<void>;
  deleteAnswers(): Promise<void>;
}

/** Answers that are kept for blind votes, of this user and no workspace's: asked, voted on, counted, deleted. */
export function connectVoting({ context, settings, report, log }: VotingPorts): Voting {
  const store = new DisposableStore();
  const file = voteFile(join(context.globalStorageUri.fsPath, 'voting', 'answers.jsonl'));
  const showStandings = async (): Promise<void> => {
    const { pairs, unreadableLines } = await file.read();
    if (unreadableLines > 0) tellUnreadable(unreadableLines, file.path);
    const board = { standings: standings(pairs), madeAt: new Date().toISOString() };
    const html = await standingsPage(board, await readReportAssets(context));
    const panel = window.createWebviewPanel('parity.standings', l10n.t('Standings by Votes'), ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      localResourceRoots: [],
    });
    panel.webview.html = html;
  };
  const panel = store.add(createVotePanel({ context, file, showStandings, report, log }));

  return {
    keeper: keepPairs({
      file,
      isWanted: () => settings.get('voting.keepAnswers'),
      onError: report,
      newId: randomUUID,
      now: () => new Date(),
    }),
    vote: () => panel.open(),
    async voteOnRun(run) {
      if (await addRunPairs(run, file)) panel.open();
    },
    showStandings,
    async exportVotes() {
      const { pairs } = await file.read();
      if (pairs.length === 0) return tellNothing();
      const items: (QuickPickItem & { readonly text: () => string; readonly name: string })[] = [
        {
          label: l10n.t('Votes'),
          description: 'JSONL',
          detail: l10n.t('Engines, figures and votes, without questions and answers.'),
          text: () => exportVotes(pairs),
          name: 'votes.jsonl',
        },
        {
          label: l10n.t('Answers and votes'),
          description: 'JSONL',
          detail: l10n.t('Everything that is kept. It may hold code of your files.'),
          text: () => pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''),
          name: 'answers.jsonl',
        },
      ];
      const item = await window.showQuickPick(items, { title: l10n.t('Export Votes') });
      if (item === undefined) return;
      const target = await window.showSaveDialog({ defaultUri: Uri.file(join(homedir(), item.name)) });
      if (target === undefined) return;
      await workspace.fs.writeFile(target, new TextEncoder().encode(item.text()));
      await window.showInformationMessage(l10n.t('Saved as {0}.', target.fsPath));
    },
    async deleteAnswers() {
      const { pairs, unreadableLines } = await file.read();
      if (pairs.length === 0 && unreadableLines === 0) return tellNothing();
      const votes = pairs.filter(({ vote }) => vote !== undefined).length;
      const remove = l10n.t('Delete');
      const text = l10n.t(
        'Delete all kept answers ({0}) and the votes on them ({1})? This cannot be undone.',
        formatCount(pairs.length),
        formatCount(votes),
      );
      if ((await window.showWarningMessage(text, { modal: true }, remove)) !== remove) return;
      await file.delete();
      panel.refresh();
    },
    dispose: () => store.dispose(),
  };
}

async function tellNothing(): Promise<void> {
  await window.showInformationMessage(
    l10n.t('No answers are kept. Two engines are asked with Parity: Ask Two Engines.'),
  );
}
