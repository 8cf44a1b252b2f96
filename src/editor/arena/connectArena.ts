import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { ProgressLocation, Uri, l10n, window, workspace } from 'vscode';
import { AppError, isAbort } from '../../base/appError.ts';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import { createSpending } from '../../benchmark/running/spending.ts';
import { type ContestEvent, type ContestResult, holdContest } from '../../harness/arena/holdContest.ts';
import { runParameters } from '../../harness/benchmark/runParameters.ts';
import type { OpenedEngine } from '../../harness/engines/openedEngine.ts';
import { containerChoice } from '../benchmark/containerChoice.ts';
import { chooseFolder } from '../benchmark/chooseFolder.ts';
import { engineOffers } from '../benchmark/engineOffers.ts';
import { type EnginePorts, openEngines } from '../benchmark/openEngines.ts';
import { repositoryRoot } from '../benchmark/repositoryRoot.ts';
import { showConsentPage } from '../benchmark/showConsentPage.ts';
import { trySandbox } from '../benchmark/trySandbox.ts';
import type { EditReview } from '../editReview.ts';
import { createVirtualDocument } from '../virtualDocument.ts';
import { createWorkspaceFiles } from '../workspaceFiles.ts';
import { createArenaDiffs } from './arenaDiffs.ts';
import { contestProgress } from './arenaProgress.ts';
import { changesText, effortText, resultMarkdown, testsText } from './arenaWords.ts';
import { applyEntry } from './applyEntry.ts';
import { arenaCeiling, type ArenaOrder, arenaPoints, askArena } from './askArena.ts';

export interface ArenaPorts extends EnginePorts {
  readonly review: EditReview;
}

export interface Arena extends Disposable {
  /** From the task to the winner's changes. */
  hold(): Promise<void>;
}

/** Parity: Arena. Two engines do the same task, each in a copy; the user reads, and takes one of them or none. */
export function connectArena(ports: ArenaPorts): Arena {
  const store = new DisposableStore();
  const diffs = store.add(createArenaDiffs());
  const page = store.add(createVirtualDocument(Uri.from({ scheme: 'parity-arena-result', path: '/Arena.md' })));
  const files = createWorkspaceFiles();
  let last: ArenaOrder | undefined;
  /** A result that nobody has decided on yet. */
  let open: { readonly order: ArenaOrder; readonly result: ContestResult } | undefined;
  let isHeld = false;

  const agree = async (root: string): Promise<ArenaOrder | undefined> => {
    for (;;) {
      const today = new Date().toISOString().slice(0, 10);
      const prices = await ports.costs.prices.rows();
      const order = await askArena(engineOffers(ports.settings, ports.local.state, { today, prices }), last);
      if (order === undefined) return undefined;
      last = order;
      const sandbox = await trySandbox(root, ports.settings);
      if (sandbox === undefined) return undefined;
      const answer = await showConsentPage({
        name: l10n.t('Arena'),
        title: l10n.t('Give both engines this task?'),
        points: arenaPoints({ ...order, parameters: parameters(), sandbox }),
        run: l10n.t('Start'),
      });
      if (answer === 'run') return order;
      if (answer === 'cancel') return undefined;
    }
  };

  const parameters = () => runParameters(ports.settings.get('chat.thinking'));

  const contest = async (folder: string, root: string, order: ArenaOrder): Promise<ContestResult | undefined> => {
    const options = { location: ProgressLocation.Notification, title: l10n.t('Arena'), cancellable: true };
    return window.withProgress(options, async (progress, token) => {
      const stop = new AbortController();
      const subscription = token.onCancellationRequested(() => stop.abort());
      const opened: OpenedEngine[] = [];
      try {
        progress.report({ message: l10n.t('making the engines ready') });
        const ids = order.engines.map(({ id }) => id);
        const { thinking } = parameters();
        opened.push(...(await openEngines({ ids, thinking }, ports, stop.signal)));
        for (const { model } of opened) {
          if (!model.capabilities.chat) throw new AppError('chat-unsupported', { model: model.name });
          if (!model.capabilities.tools) throw new AppError('tools-unsupported', { model: model.name });
        }
        const told = contestProgress(opened.map(({ record }) => record));
        const onEvent = (event: ContestEvent): void => progress.report({ message: told(event) });
        const contenders = opened.map((engine, index) => {
          const offer = order.engines[index];
          const maxUsd = offer === undefined ? null : (arenaCeiling(offer, parameters()) ?? null);
          return { engine, spending: createSpending({ maxTokens: null, maxUsd }) };
        });
        const unsaved = unsavedTexts(await realpath(root));
        const { instruction } = order;
        const container = containerChoice(ports.settings);
        const request = {
          folder,
          instruction,
          contenders,
          parameters: parameters(),
          unsaved,
          container,
          log: ports.log,
        };
        return await holdContest(request, onEvent, stop.signal);
      } catch (error) {
        if (isAbort(error)) return undefined;
        throw error;
      } finally {
        subscription.dispose();
        await Promise.all(opened.map((engine) => engine.dispose()));
      }
    });
  };

  const settle = async (order: ArenaOrder, result: ContestResult): Promise<void> => {
    await page.show(resultMarkdown(order.instruction, result));
    for (;;) {
      const items = result.entries.flatMap((entry) => {
        const detail = `${testsText(entry, result.before)} · ${effortText(entry)}`;
        if (entry.edits.length === 0) return [];
        return [
          {
            label: `$(diff-multiple) ${l10n.t('Look at the changes of {0}', entry.label)}`,
            description: changesText(entry, result),
            detail,
            run: 'look' as const,
            entry,
          },
          {
            label: `$(check) ${l10n.t('Review and apply the changes of {0}', entry.label)}`,
            run: 'apply' as const,
            entry,
          },
        ];
      });
      if (items.length === 0) open = undefined;
      if (items.length === 0) return void window.showInformationMessage(l10n.t('Neither engine changed anything.'));
      const neither = { label: `$(close) ${l10n.t('Take neither')}`, run: 'leave' as const };
      const chosen = await window.showQuickPick([...items, neither], {
        title: l10n.t('Arena: Which Answer Is Better?'),
        ignoreFocusOut: true,
      });
      if (chosen === undefined) return;
      if (chosen.run === 'leave') {
        open = undefined;
        return;
      }
      if (chosen.run === 'apply') {
        open = undefined;
        return applyEntry(chosen.entry, result, { review: ports.review, files });
      }
      await diffs.show(chosen.entry, result);
      const next = l10n.t('Decide');
      if ((await window.showInformationMessage(l10n.t('Read the changes, then decide.'), next)) !== next) return;
    }
  };

  return {
    async hold() {
      if (isHeld) return void window.showInformationMessage(l10n.t('An arena is under way. Stop it first.'));
      isHeld = true;
      try {
        if (open !== undefined && (await wantsToDecide(open.order))) return await settle(open.order, open.result);
        const folder = await chooseFolder();
        if (folder === undefined) return;
        const root = await repositoryRoot(folder);
        const order = await agree(root);
        const result = order === undefined ? undefined : await contest(folder, root, order);
        if (order === undefined || result === undefined) return;
        open = { order, result };
        await settle(order, result);
      } finally {
        isHeld = false;
      }
    },
    dispose: () => store.dispose(),
  };
}

async function wantsToDecide({ instruction }: ArenaOrder): Promise<boolean> {
  const decide = { label: l10n.t('Decide on the last arena'), detail: instruction };
  const begin = { label: l10n.t('Begin a new one'), detail: l10n.t('What the last one gave is forgotten.') };
  return (await window.showQuickPick([decide, begin], { title: l10n.t('Arena') })) !== begin;
}

/** By path relative to `root`, with `/`. */
function unsavedTexts(root: string): ReadonlyMap<string, string> {
  const dirty = workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file');
  return new Map(
    dirty.flatMap((document) => {
      const path = relative(root, document.uri.fsPath).split(sep).join('/');
      return path === '' || path.startsWith('../') ? [] : [[path, document.getText()] as const];
    }),
  );
}
