import { ConfigurationTarget, type ExtensionContext, ProgressLocation, l10n, window, workspace } from 'vscode';
import { systemClock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { SettingKey } from '../base/settings.ts';
import type { DownloadState } from '../models/download/downloadState.ts';
import { type Downloads, createDownloads } from '../models/download/downloads.ts';
import { freeBytesOf } from '../models/download/freeSpace.ts';
import { parseModelAddress } from '../models/download/modelAddress.ts';
import type { ModelDownload } from '../models/download/modelDownload.ts';
import { defaultLimits } from '../models/download/transfer.ts';
import { httpFetch } from '../providers/httpFetch.ts';
import { describeDownload } from './describeDownload.ts';
import { chooseSource } from './downloadSource.ts';
import { modelFolder } from './modelFolder.ts';
import type { Settings } from './settings.ts';

export interface ModelDownloads extends Disposable {
  /** For the status bar and the Models page. What is begun here shows no notification. */
  readonly downloads: Downloads;
  /** Downloads with progress in a notification. */
  show(download: ModelDownload): Promise<DownloadState>;
  /** The same, and offers what to do next with the model. */
  begin(download: ModelDownload): Promise<void>;
  /** Asks for an address, unless a command was given one. */
  ask(address: unknown): Promise<void>;
  /** Asks which, if there are several. */
  cancel(): Promise<void>;
}

export interface ModelDownloadsPorts {
  readonly context: ExtensionContext;
  readonly settings: Settings;
  readonly report: (error: unknown) => void;
  readonly log: Log;
}

/** Downloads of models, as the user meets them. What earlier sessions left is offered, never begun by itself. */
export function connectDownloads({ context, settings, report, log }: ModelDownloadsPorts): ModelDownloads {
  const downloads = createDownloads({
    folder: () => modelFolder(context, settings),
    http: { fetch: httpFetch, isOffline: () => settings.get('network.offline') },
    chooseSource: () => chooseSource(settings, context.secrets),
    freeBytes: freeBytesOf,
    limits: defaultLimits,
    clock: systemClock,
    random: Math.random,
    log,
  });

  const begin = async (download: ModelDownload): Promise<void> => {
    const end = await showProgress(downloads, download);
    if (end.kind === 'failed') report(end.error);
    else if (end.kind === 'done') await offerUse(download, end.path);
    else if (end.kind === 'paused' && !end.isInterrupted) await offerResume(download, end);
  };

  const offerResume = async (download: ModelDownload, state: DownloadState & { kind: 'paused' }): Promise<void> => {
    const resume = l10n.t('Resume');
    const discard = l10n.t('Discard');
    const text = state.isInterrupted
      ? l10n.t('The download of {0} was interrupted ({1}).', download.name, describeDownload(state))
      : l10n.t('The download of {0} is {1}.', download.name, describeDownload(state));
    const choice = await window.showInformationMessage(text, resume, discard);
    if (choice === resume) await begin(download);
    if (choice === discard) await downloads.discard(download.id);
  };

  const restore = async (): Promise<void> => {
    await downloads.restore();
    const offers = downloads.list.map(async ({ download, state }) => {
      // Other kinds of files are gone on with by the command that began them.
      const isModel = download.origin.kind === 'repository';
      if (isModel && state.kind === 'paused' && state.isInterrupted) await offerResume(download, state);
    });
    await Promise.all(offers);
  };
  restore().catch(report);

  return {
    downloads,
    show: (download) => showProgress(downloads, download),
    begin,
    async ask(given) {
      const address = typeof given === 'string' ? given : await askAddress();
      if (address === undefined) return;
      const download = parseModelAddress(address);
      if (download !== undefined) await begin(download);
    },
    async cancel() {
      const running = downloads.list.filter(({ state }) => isRunning(state));
      const picks = running.map(({ download, state }) => ({
        label: download.name,
        detail: describeDownload(state),
        id: download.id,
      }));
      const nothing = l10n.t('No download is under way.');
      if (picks.length === 0) return void window.setStatusBarMessage(nothing, 5_000);
      const [only] = picks;
      const pick =
        picks.length === 1
          ? only
          : await window.showQuickPick(picks, { placeHolder: l10n.t('Cancel which download?') });
      if (pick !== undefined) await downloads.cancel(pick.id);
    },
    dispose: () => downloads.dispose(),
  };
}

function isRunning({ kind }: DownloadState): boolean {
  return kind === 'queued' || kind === 'resolving' || kind === 'downloading' || kind === 'verifying';
}

async function askAddress(): Promise<string | undefined> {
  return window.showInputBox({
    title: l10n.t('Download a Model'),
    prompt: l10n.t('The address of a GGUF file on Hugging Face or ModelScope.'),
    placeHolder: 'unsloth/Qwen3.5-4B-GGUF/Qwen3.5-4B-Q4_K_M.gguf',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || parseModelAddress(text) !== undefined
        ? undefined
        : l10n.t('Paste the address of a .gguf file, or type owner/repository/file.gguf.'),
  });
}

/** The notification's Cancel keeps what is loaded. */
async function showProgress(downloads: Downloads, download: ModelDownload): Promise<DownloadState> {
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t('Downloading {0}', download.name),
    cancellable: true,
  };
  return window.withProgress(options, async (progress, token) => {
    let shownPercent = 0;
    const listening = downloads.onChange((snapshot) => {
      if (snapshot.download.id !== download.id) return;
      const { state } = snapshot;
      const percent = state.kind === 'downloading' ? (100 * state.doneBytes) / state.totalBytes : shownPercent;
      progress.report({ message: describeDownload(state), increment: Math.max(0, percent - shownPercent) });
      shownPercent = Math.max(shownPercent, percent);
    });
    const cancelling = token.onCancellationRequested(() => void downloads.cancel(download.id));
    try {
      return await downloads.start(download);
    } finally {
      listening.dispose();
      cancelling.dispose();
    }
  });
}

async function offerUse({ name }: ModelDownload, path: string): Promise<void> {
  const use = l10n.t('Use This Model');
  const choice = await window.showInformationMessage(l10n.t('{0} is downloaded and checked.', name), use);
  if (choice !== use) return;
  const key = 'model.path' satisfies SettingKey;
  await workspace.getConfiguration('parity').update(key, path, ConfigurationTarget.Global);
}
