import { type ExtensionContext, Uri, commands, window } from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import type { ViewId } from '../../base/views.ts';
import { quantDownload } from '../../models/catalogue/quantDownload.ts';
import type { LibraryModel, LibraryQuant } from '../../models/library.ts';
import type { ModelDownloads } from '../downloads.ts';
import { modelFolder } from '../modelFolder.ts';
import { wantedModelPath } from '../modelPaths.ts';
import type { Settings } from '../settings.ts';
import { createVirtualDocument } from '../virtualDocument.ts';
import { chooseContextSize } from './chooseContextSize.ts';
import { findModel } from './findModel.ts';
import { createMachineSurvey } from './machineSurvey.ts';
import { addAdapter, pathOf, removeAdapter, removeInstalled, reveal, useModel } from './modelActions.ts';
import { modelRows } from './modelRows.ts';
import { modelsState } from './modelsState.ts';
import { createModelsTree } from './modelsTree.ts';
import { offerDownload } from './offerDownload.ts';
import { type PickedAction, pickRow } from './pickRow.ts';
import { type RowAction, type RowSubject, type TreeRow, isTreeRow } from './treeRow.ts';
import { viewMessage } from './viewMessage.ts';

export interface ModelsPorts {
  readonly context: ExtensionContext;
  readonly settings: Settings;
  readonly downloads: ModelDownloads;
  /** Loads the model that the settings name once more. */
  readonly reload: () => Promise<void>;
  readonly log: Log;
}

export interface ModelsView extends Disposable {
  focus(): Promise<void>;
  /** Looks at the machine and for files again. */
  refresh(): Promise<void>;
  /** By name, or by the address of a file. */
  find(): Promise<void>;
  chooseContextSize(): Promise<void>;
  /** Does what a menu of a row offers. False: `argument` is no row of this view, and nothing was done. */
  act(action: RowAction, argument: unknown): Promise<boolean>;
  /** The same, and where `argument` is no row, asks for one: every action can be had without the view. */
  actOrAsk(action: PickedAction, argument: unknown): Promise<void>;
}

const viewId: ViewId = 'parity.models';

/** The Models view. Nothing is looked at before it is shown, and nothing again by itself while it is. */
export function connectModels({ context, settings, downloads, reload, log }: ModelsPorts): ModelsView {
  const store = new DisposableStore();
  const folder = (): string => modelFolder(context, settings);
  const survey = store.add(
    createMachineSurvey({ probePath: context.asAbsolutePath('dist/probe.mjs'), modelFolder: folder, log }),
  );
  const details = store.add(createVirtualDocument(Uri.from({ scheme: 'parity-model', path: '/Model Details.md' })));

  const state = () =>
    modelsState({
      hardware: survey.hardware,
      search: survey.search,
      contextTokens: settings.get('model.contextTokens'),
      modelPath: settings.get('model.path').trim(),
      adapters: settings.get('model.adapters'),
      downloads: downloads.downloads.list,
    });
  const rows = (): readonly TreeRow[] => modelRows(state());
  const tree = store.add(createModelsTree(rows));
  const { view } = tree;

  let drawn = '';
  const draw = (): void => {
    if (!view.visible) return;
    const message = viewMessage({
      recommended: state().library.recommended,
      isLooking: survey.isLooking,
      problem: survey.hardware?.problem,
      isOffline: settings.get('network.offline'),
    });
    view.message = message ?? '';
    // A download tells of itself several times a second, and a view that is drawn anew drops its tooltips.
    const now = JSON.stringify(rows(), (key, value: unknown) => (key === 'subject' ? undefined : value));
    if (now === drawn) return;
    drawn = now;
    tree.refresh();
  };

  const look = async (machineToo: boolean): Promise<void> => {
    await window.withProgress({ location: { viewId } }, () => survey.look({ machineToo }));
  };
  const lookIfShown = (): void => {
    if (!view.visible) return;
    look(false).catch((error: unknown) => log.error('the Models view could not look', error));
  };

  store.add(survey.onChange(draw));
  store.add(view.onDidChangeVisibility(lookIfShown));
  store.add(settings.onChange(['model.path', 'model.contextTokens', 'model.adapters', 'network.offline'], draw));
  store.add(settings.onChange(['model.folder'], lookIfShown));
  store.add(
    downloads.downloads.onChange(({ state: { kind } }) => {
      draw();
      if (kind === 'done') lookIfShown();
    }),
  );

  const offerPorts = { context, settings, begin: downloads.begin };
  const offerQuant = ({ model }: LibraryModel, { quant, bytes, verdict }: LibraryQuant): Promise<void> =>
    offerDownload(quantDownload(model, quant), { license: model.license, bytes, verdict }, offerPorts);

  /** What was agreed to when it was begun is gone on with; anything else is offered first. */
  const download = async (subject: RowSubject): Promise<void> => {
    const known = downloads.downloads.list.find((each) => each.download.id === downloadIdOf(subject));
    if (known !== undefined) await downloads.begin(known.download);
    else if (subject.kind === 'quant') await offerQuant(subject.entry, subject.quant);
  };

  const run = async (action: RowAction, { subject, tooltip }: TreeRow): Promise<void> => {
    const path = pathOf(subject);
    const id = downloadIdOf(subject);
    switch (action) {
      case 'download':
        return download(subject);
      case 'cancelDownload':
        return id === undefined ? undefined : downloads.downloads.cancel(id);
      case 'discardDownload':
        return id === undefined ? undefined : downloads.downloads.discard(id);
      case 'use':
        return useModel(path, settings, reload);
      case 'addAdapter':
        return addAdapter(path, settings);
      case 'removeAdapter':
        return path === undefined ? undefined : removeAdapter(path, settings);
      case 'reveal':
        return path === undefined ? undefined : reveal(path);
      case 'remove':
        if (path !== undefined && (await removeInstalled(path, folder(), settings))) await look(false);
        return;
      case 'details':
        // As a page: for the keyboard, and for reading at leisure.
        return tooltip === undefined ? undefined : details.show(tooltip());
    }
  };

  return {
    focus: async () => commands.executeCommand(`${viewId}.focus`),
    refresh: () => look(true),
    async find() {
      const found = await findModel(state().library.models);
      switch (found?.kind) {
        case undefined:
          return;
        case 'address':
          return offerDownload(
            found.download,
            { license: undefined, bytes: undefined, verdict: undefined },
            offerPorts,
          );
        case 'catalogue': {
          const { localPath } = found.quant;
          if (localPath === undefined) await offerQuant(found.entry, found.quant);
          else await useModel(localPath, settings, reload);
        }
      }
    },
    async chooseContextSize() {
      if (survey.hardware === undefined) await look(true);
      await chooseContextSize({
        modelPath: wantedModelPath(context, settings),
        hardware: survey.hardware,
        present: settings.get('model.contextTokens'),
      });
    },
    async act(action, argument) {
      if (!isTreeRow(argument)) return false;
      await run(action, argument);
      return true;
    },
    async actOrAsk(action, argument) {
      if (isTreeRow(argument)) return run(action, argument);
      if (survey.search === undefined) await look(false);
      const row = await pickRow(action, rows(), view.selection[0]);
      if (row !== undefined) await run(action, row);
    },
    dispose: () => store.dispose(),
  };
}

function downloadIdOf(subject: RowSubject): string | undefined {
  if (subject.kind === 'download') return subject.id;
  return subject.kind === 'quant' ? quantDownload(subject.entry.model, subject.quant.quant).id : undefined;
}
