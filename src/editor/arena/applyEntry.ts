import { join } from 'node:path';
import { TabInputTextDiff, l10n, window } from 'vscode';
import { DisposableStore } from '../../base/disposables.ts';
import type { ContestResult, Entry } from '../../harness/arena/holdContest.ts';
import type { WorkspaceFiles } from '../../tools/workspaceFiles.ts';
import { type EditReview, editReviewScheme } from '../editReview.ts';

export interface ApplyPorts {
  readonly review: EditReview;
  readonly files: WorkspaceFiles;
}

type Applied = { readonly applied: readonly string[]; readonly problems: readonly string[] };

/**
 * Puts the changes of an entry through the review of edits that the chat has, file by file: nothing is written that was
 * not accepted, and each is an ordinary edit that Undo takes back. A file that has changed since is left alone.
 */
export async function applyEntry(entry: Entry, result: ContestResult, ports: ApplyPorts): Promise<void> {
  const signal = new AbortController().signal;
  const applied: string[] = [];
  const problems: string[] = [];
  let acceptsAll = false;
  for (const [index, { path, text }] of entry.edits.entries()) {
    const before = result.texts.get(path);
    const place = join(result.root, path);
    const current = await ports.files.read(place, signal);
    const currentText = current.kind === 'text' ? current.text : undefined;
    if (text === null) {
      problems.push(l10n.t('{0}: deleting files is left to you', path));
      continue;
    }
    if (current.kind === 'problem' && current.problem !== 'not-found') {
      problems.push(`${path}: ${current.detail}`);
      continue;
    }
    if (plain(currentText) !== plain(before)) {
      problems.push(l10n.t('{0}: it has changed since the arena began', path));
      continue;
    }
    const change = { path, before: currentText ?? '', after: withoutMark(text) };
    const decision: Decision = acceptsAll
      ? 'accept'
      : await decide(`arena-${entry.engineId}-${index}`, change, { ...ports, index, count: entry.edits.length });
    if (decision === 'stop') break;
    if (decision === 'reject') continue;
    acceptsAll ||= decision === 'accept-all';
    const written = await ports.files.write(place, change.before, change.after, signal);
    if (written.kind === 'written') applied.push(path);
    else problems.push(`${path}: ${written.detail}`);
  }
  await tell(entry, { applied, problems });
}

type Decision = 'accept' | 'accept-all' | 'reject' | 'stop';

interface Turn extends ApplyPorts {
  readonly index: number;
  readonly count: number;
}

/** The diff is open until it is decided on, there or in the notification. Closing it is a no. */
async function decide(
  callId: string,
  change: { readonly path: string; readonly before: string; readonly after: string },
  { review, index, count }: Turn,
): Promise<Decision> {
  const store = new DisposableStore();
  try {
    await review.show(callId, change);
    return await new Promise<Decision>((resolve) => {
      store.add(review.onDecision((made) => (made.callId === callId ? resolve(made.decision) : undefined)));
      store.add(
        window.tabGroups.onDidChangeTabs(({ closed }) => {
          const isOwn = closed.some(
            ({ input }) =>
              input instanceof TabInputTextDiff &&
              input.modified.scheme === editReviewScheme &&
              new URLSearchParams(input.modified.query).get('call') === callId,
          );
          if (isOwn) resolve('reject');
        }),
      );
      const answers: Readonly<Record<string, Decision>> = {
        [l10n.t('Accept')]: 'accept',
        [l10n.t('Reject')]: 'reject',
        [l10n.t('Accept All')]: 'accept-all',
        [l10n.t('Stop')]: 'stop',
      };
      const words = l10n.t('Change {0} of {1}: {2}', index + 1, count, change.path);
      void window.showInformationMessage(words, ...Object.keys(answers)).then((chosen) => {
        const decision = chosen === undefined ? undefined : answers[chosen];
        if (decision !== undefined) resolve(decision);
      });
    });
  } finally {
    store.dispose();
    review.close(callId);
  }
}

async function tell({ label, edits }: Entry, { applied, problems }: Applied): Promise<void> {
  const words = l10n.t('{0} of {1} files changed as {2} has it.', applied.length, edits.length, label);
  if (problems.length === 0) await window.showInformationMessage(words);
  else await window.showWarningMessage(`${words} ${problems.join('; ')}`);
}

/** Line ends and a byte order mark are no change: editors and copies hold them in their own ways. */
function plain(text: string | undefined): string | undefined {
  return text === undefined ? undefined : withoutMark(text).replaceAll('\r\n', '\n');
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
