import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ExtensionContext, type QuickPickItem, Uri, commands, env, l10n, window, workspace } from 'vscode';
import { writeReport } from '../../harness/benchmark/writeReport.ts';
import { readReportAssets } from './reportPanel.ts';
import type { StoredRun, StoredSet } from './storedRuns.ts';

type ExportForm = 'page' | 'lines' | 'table' | 'share' | 'tasks';

interface ExportItem extends QuickPickItem {
  readonly fileName: string;
  readonly form: ExportForm;
}

/** Asks in what form, and where to. What holds code of the repository says so. */
export async function exportRun(run: Pick<StoredRun, 'id' | 'folder'>, context: ExtensionContext): Promise<void> {
  const withCode = l10n.t('Holds code of the repository.');
  const items: ExportItem[] = [
    { label: l10n.t('Report'), description: 'HTML', detail: withCode, form: 'page', fileName: 'report.html' },
    { label: l10n.t('Results'), description: 'JSONL', detail: withCode, form: 'lines', fileName: 'results.jsonl' },
    {
      label: l10n.t('Table'),
      description: 'CSV',
      detail: l10n.t('One row for each answer, without code.'),
      form: 'table',
      fileName: 'results.csv',
    },
    {
      label: l10n.t('Share file'),
      description: 'JSON',
      detail: l10n.t('All numbers, without code, paths, or names of the repository and of servers.'),
      form: 'share',
      fileName: 'share.json',
    },
    { label: l10n.t('Tasks'), description: 'JSONL', detail: withCode, form: 'tasks', fileName: 'tasks.jsonl' },
  ];
  const item = await window.showQuickPick(items, {
    title: l10n.t('Export Benchmark'),
    placeHolder: l10n.t('In what form?'),
    matchOnDescription: true,
  });
  if (item !== undefined) await exportAs(item, run, context);
}

/** The report as the file that it is. */
export async function saveReport(run: Pick<StoredRun, 'id' | 'folder'>, context: ExtensionContext): Promise<void> {
  await saveFile(await madeFile('page', run, context), `report-${run.id}.html`);
}

/** In the browser of the machine that the window is on, which has no file of another machine. */
export async function openInBrowser(run: Pick<StoredRun, 'id' | 'folder'>, context: ExtensionContext): Promise<void> {
  if (env.remoteName !== undefined) return saveReport(run, context);
  await env.openExternal(Uri.file(await madeFile('page', run, context)));
}

export async function exportTasks({ path, id }: StoredSet): Promise<void> {
  await saveFile(path, `tasks-${id}.jsonl`);
}

async function exportAs(
  { form, fileName }: ExportItem,
  run: Pick<StoredRun, 'id' | 'folder'>,
  context: ExtensionContext,
): Promise<void> {
  await saveFile(await madeFile(form, run, context), fileName.replace('.', `-${run.id}.`));
}

/** Absolute path of the file in the run's folder, made anew where it is derived. */
async function madeFile(
  form: ExportForm,
  { folder }: Pick<StoredRun, 'folder'>,
  context: ExtensionContext,
): Promise<string> {
  switch (form) {
    case 'lines':
      return join(folder, 'results.jsonl');
    case 'tasks':
      return join(folder, 'tasks.jsonl');
    case 'page':
      return (await writeReport(folder, await readReportAssets(context))).page;
    case 'table':
      return (await writeReport(folder, await readReportAssets(context))).table;
    case 'share':
      return (await writeReport(folder, await readReportAssets(context))).share;
  }
}

async function saveFile(source: string, name: string): Promise<void> {
  const target = await window.showSaveDialog({ defaultUri: Uri.file(join(homedir(), name)), title: l10n.t('Save As') });
  if (target === undefined) return;
  await workspace.fs.writeFile(target, await readFile(source));
  const reveal = l10n.t('Reveal');
  const chosen = await window.showInformationMessage(l10n.t('Saved as {0}.', target.fsPath), reveal);
  if (chosen === reveal) await commands.executeCommand('revealFileInOS', target);
}
