import { basename } from 'node:path';
import { env, l10n } from 'vscode';
import { formatBytes } from '../../base/formatBytes.ts';
import type { DownloadState } from '../../models/download/downloadState.ts';
import type { FitVerdict } from '../../models/fit/fitVerdict.ts';
import type { Recommendations } from '../../models/fit/recommend.ts';
import type { LibraryFile, LibraryModel, LibraryQuant, ModelLibrary } from '../../models/library.ts';
import { downloadActions, downloadIcon, downloadParts, downloadRow } from './downloadRow.ts';
import { type FitWords, fitWords, speedWord } from './fitWords.ts';
import { catalogueTooltip, fileTooltip, sourceName } from './modelTooltip.ts';
import { plainTooltip } from './plainTooltip.ts';
import { recommendationSentences } from './recommendationSentence.ts';
import type { RowAction, TreeRow } from './treeRow.ts';

export interface ModelsState {
  readonly library: ModelLibrary;
  /** Of the file that is loaded, or will be. `starter`: the one that comes with Parity. */
  readonly current: CurrentModel;
  readonly adapters: readonly { readonly path: string; readonly scale: number }[];
  /** Downloads of files that are in no catalogue. */
  readonly otherDownloads: readonly { readonly id: string; readonly name: string; readonly state: DownloadState }[];
}

export type CurrentModel = { readonly kind: 'starter' } | { readonly kind: 'file'; readonly path: string };

/** The whole Models view: recommended first, then what is here, then what can be had. */
export function modelRows(state: ModelsState): readonly TreeRow[] {
  const { library } = state;
  return [
    ...(library.recommended === undefined ? [] : [recommendedSection(library.recommended, state)]),
    section('installed', l10n.t('Installed'), installedRows(state), 'open'),
    ...(library.discovered.length === 0 && library.adapters.length === 0
      ? []
      : [section('found', l10n.t('Found on This Machine'), foundRows(state), 'open')]),
    section(
      'all',
      l10n.t('All Models'),
      library.models.map((entry) => modelRow(entry, state)),
      'closed',
    ),
  ];
}

function section(id: string, label: string, children: readonly TreeRow[], shows: 'open' | 'closed'): TreeRow {
  return { id, label, spoken: label, actions: [], subject: { kind: 'section' }, shows, children };
}

function recommendedSection(recommendations: Recommendations, state: ModelsState): TreeRow {
  const label = l10n.t('Recommended for This Machine');
  if (recommendations.kind === 'none') return section('recommended', label, [nothingFitsRow(recommendations)], 'open');
  const [best] = recommendations.ranked;
  const entry = state.library.models.find(({ model }) => model.id === best.model.id);
  const quant = entry?.quants.find((candidate) => candidate.quant.name === best.quant.name);
  if (entry === undefined || quant === undefined) return section('recommended', label, [], 'open');
  const row = quantRow(entry, quant, state);
  const parts = quantParts(quant, state);
  const sentence = recommendationSentences(recommendations);
  const recommended: TreeRow = {
    ...row,
    id: 'recommended/best',
    label: entry.model.name,
    description: [...parts, quant.quant.name].join(' · '),
    tooltip: () => `${sentence}\n\n${row.tooltip?.() ?? ''}`,
    spoken: [entry.model.name, quant.quant.name, ...parts].join(', ') + `. ${sentence}`,
  };
  return section('recommended', label, [recommended], 'open');
}

function nothingFitsRow(recommendations: Recommendations): TreeRow {
  const sentence = recommendationSentences(recommendations);
  return {
    id: 'recommended/none',
    label: l10n.t('Nothing fits'),
    description: l10n.t('The starter model works'),
    icon: { name: 'info' },
    tooltip: () => sentence,
    spoken: sentence,
    actions: [],
    subject: { kind: 'section' },
    shows: 'leaf',
    children: [],
  };
}

function modelRow(entry: LibraryModel, state: ModelsState): TreeRow {
  const { model, quants } = entry;
  const verdict = bestVerdict(quants);
  const parts = [
    ...(quants.some(({ localPath }) => localPath !== undefined) ? [l10n.t('on this machine')] : []),
    ...verdictParts(verdict),
    ...(entry.isNewer ? [l10n.t('newer')] : []),
  ];
  return {
    id: `all/${model.id}`,
    label: model.name,
    description: parts.join(' · '),
    ...iconOf(verdict),
    tooltip: () => catalogueTooltip(entry, undefined),
    spoken: [model.name, ...parts].join(', '),
    actions: ['details'],
    subject: { kind: 'model', entry },
    shows: 'closed',
    children: quants.map((quant) => quantRow(entry, quant, state)),
  };
}

function quantRow(entry: LibraryModel, quant: LibraryQuant, state: ModelsState): TreeRow {
  const { model } = entry;
  const { verdict, localPath, isRecommended, download } = quant;
  const isHere = localPath !== undefined;
  const isUsed = isHere && isInUse(localPath, state);
  const parts = [...quantParts(quant, state), ...(isRecommended && !isUsed ? [l10n.t('recommended')] : [])];
  return {
    id: `all/${model.id}/${quant.quant.name}`,
    label: quant.quant.name,
    description: parts.join(' · '),
    icon: isUsed ? inUseIcon : (downloadIcon(download) ?? iconOf(verdict).icon ?? { name: 'circle-outline' }),
    tooltip: () => catalogueTooltip(entry, quant),
    spoken: [model.name, quant.quant.name, ...parts].join(', '),
    actions: isHere
      ? [...(isUsed ? [] : ['use' as const]), 'reveal', 'details']
      : [...downloadActions(download), 'details'],
    subject: { kind: 'quant', entry, quant },
    shows: 'leaf',
    children: [],
  };
}

function quantParts(quant: LibraryQuant, state: ModelsState): readonly string[] {
  const { bytes, verdict, localPath, download } = quant;
  const size = bytes === undefined ? l10n.t('size not known') : formatBytes(bytes, env.language);
  if (localPath !== undefined) {
    if (isInUse(localPath, state)) return [l10n.t('in use'), size];
    return [size, l10n.t('on this machine'), ...verdictParts(verdict)];
  }
  if (download !== undefined && download.kind !== 'done') return downloadParts(download);
  return [size, ...verdictParts(verdict)];
}

const inUseIcon = { name: 'play-circle', color: 'testing.iconPassed' } as const;

function installedRows(state: ModelsState): readonly TreeRow[] {
  const { library, current } = state;
  const isListed = [...library.installed, ...library.discovered].some(({ isInUse }) => isInUse);
  return [
    ...(current.kind === 'file' && !isListed ? [otherFileRow(current.path, state)] : []),
    ...library.installed.map((entry) => fileRow(entry, state)),
    ...state.otherDownloads.map(downloadRow),
    starterRow(state),
  ];
}

function starterRow(state: ModelsState): TreeRow {
  const isInUse = state.current.kind === 'starter';
  const parts = [...(isInUse ? [l10n.t('in use')] : []), l10n.t('completes lines, cannot chat')];
  const label = l10n.t('Starter model');
  return {
    id: 'installed/starter',
    label,
    description: parts.join(' · '),
    icon: isInUse ? inUseIcon : { name: 'package' },
    tooltip: () =>
      plainTooltip(
        label,
        l10n.t('Comes with Parity: 9 million parameters that finish the line you type. To chat, take a Qwen 3.5.'),
      ),
    spoken: [label, ...parts].join(', '),
    actions: [...(isInUse ? [] : ['use' as const]), 'details'],
    subject: { kind: 'starter' },
    ...childrenOf(isInUse ? adapterRows(state) : []),
  };
}

/** What the user has chosen by hand, wherever it is. */
function otherFileRow(path: string, state: ModelsState): TreeRow {
  const parts = [l10n.t('in use'), l10n.t('chosen by you')];
  return {
    id: `installed/${path}`,
    label: basename(path),
    description: parts.join(' · '),
    icon: inUseIcon,
    tooltip: () => plainTooltip(basename(path), ...parts, path),
    spoken: [basename(path), ...parts].join(', '),
    actions: ['reveal', 'details'],
    subject: { kind: 'other-file', path },
    ...childrenOf(adapterRows(state)),
  };
}

function foundRows(state: ModelsState): readonly TreeRow[] {
  const { discovered, adapters } = state.library;
  return [...discovered, ...adapters].map((entry) => fileRow(entry, state));
}

function fileRow(entry: LibraryFile, state: ModelsState): TreeRow {
  const { file, verdict, isInUse } = entry;
  const { content } = file;
  const isOurs = file.foundIn === 'parity';
  const isUsable = content.kind === 'model';
  const isApplied = content.kind === 'adapter' && state.adapters.some(({ path }) => path === file.path);
  // What decides first: of a narrow view's rows only the beginning is seen.
  const parts = [
    ...(isInUse ? [l10n.t('in use')] : []),
    ...(content.kind === 'unusable' ? [l10n.t('cannot be used: {0}', content.problem)] : []),
    ...(content.kind === 'adapter' ? [isApplied ? l10n.t('LoRA adapter, applied') : l10n.t('LoRA adapter')] : []),
    formatBytes(file.bytes, env.language),
    ...(isUsable && !isInUse ? verdictParts(verdict) : []),
    ...(isOurs ? [] : [sourceName(file.foundIn)]),
  ];
  const actions: readonly RowAction[] = [
    ...(isUsable && !isInUse ? ['use' as const] : []),
    ...(content.kind === 'adapter' && !isApplied ? ['addAdapter' as const] : []),
    'reveal',
    ...(isOurs ? ['remove' as const] : []),
    'details',
  ];
  return {
    id: `file/${file.path}`,
    // Of its path in a cache only the end: the whole is in the tooltip.
    label: file.name.slice(file.name.lastIndexOf('/') + 1),
    description: parts.join(' · '),
    icon: isInUse ? inUseIcon : fileIcon(entry),
    tooltip: () => fileTooltip(entry),
    spoken: [file.name, ...parts].join(', '),
    actions,
    subject: { kind: 'file', entry },
    ...childrenOf(isInUse ? adapterRows(state) : []),
  };
}

function fileIcon({ file: { content }, verdict }: LibraryFile): NonNullable<TreeRow['icon']> {
  if (content.kind === 'unusable') return { name: 'warning', color: 'list.warningForeground' };
  if (content.kind === 'adapter') return { name: 'extensions' };
  return iconOf(verdict).icon ?? { name: 'file-binary' };
}

function adapterRows({ adapters }: ModelsState): readonly TreeRow[] {
  const numbers = new Intl.NumberFormat(env.language, { maximumFractionDigits: 2 });
  return adapters.map(({ path, scale }) => {
    const parts = [l10n.t('LoRA adapter'), l10n.t('scale {0}', numbers.format(scale))];
    return {
      id: `adapter/${path}`,
      label: basename(path),
      description: parts.join(' · '),
      icon: { name: 'extensions' },
      tooltip: () => plainTooltip(basename(path), ...parts, path),
      spoken: [basename(path), ...parts].join(', '),
      actions: ['removeAdapter', 'reveal', 'details'],
      subject: { kind: 'adapter', path },
      shows: 'leaf',
      children: [],
    };
  });
}

function childrenOf(children: readonly TreeRow[]): Pick<TreeRow, 'shows' | 'children'> {
  return { shows: children.length === 0 ? 'leaf' : 'open', children };
}

function verdictParts(verdict: FitVerdict | undefined): readonly string[] {
  if (verdict === undefined || verdict.kind === 'unknown') return [];
  const { short } = fitWords(verdict);
  return verdict.speed === undefined ? [short] : [short, speedWord(verdict.speed.speed)];
}

function iconOf(verdict: FitVerdict | undefined): Pick<TreeRow, 'icon'> {
  if (verdict === undefined) return {};
  const { icon, color }: FitWords = fitWords(verdict);
  return { icon: { name: icon, color } };
}

/** The best place that any quantization of a model finds, and at equal places the fastest. */
function bestVerdict(quants: readonly LibraryQuant[]): FitVerdict | undefined {
  return quants.flatMap(({ verdict }) => verdict ?? []).toSorted((a, b) => rankOf(a) - rankOf(b))[0];
}

/** Lower is better. */
function rankOf(verdict: FitVerdict): number {
  const place = ['fits-gpu', 'partly-gpu', 'cpu-only', 'does-not-fit', 'unknown'].indexOf(verdict.kind);
  const speed = verdict.kind === 'unknown' ? undefined : verdict.speed?.speed;
  return place * 10 + (speed === undefined ? 9 : ['fast', 'comfortable', 'slow', 'very-slow'].indexOf(speed));
}

function isInUse(path: string, { library }: ModelsState): boolean {
  return [...library.installed, ...library.discovered].some((entry) => entry.file.path === path && entry.isInUse);
}
