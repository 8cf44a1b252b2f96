import { env, l10n, window } from 'vscode';
import { formatBytes } from '../../base/formatBytes.ts';
import { resolveModelName } from '../../models/catalogue/resolveModelName.ts';
import type { CatalogueModel, NeverReleased } from '../../models/catalogue/catalogueSchema.ts';
import { parseModelAddress } from '../../models/download/modelAddress.ts';
import type { ModelDownload } from '../../models/download/modelDownload.ts';
import type { LibraryModel, LibraryQuant } from '../../models/library.ts';
import { fitWords } from './fitWords.ts';

/** What a person was looking for. */
export type FoundModel =
  | { readonly kind: 'catalogue'; readonly entry: LibraryModel; readonly quant: LibraryQuant }
  | { readonly kind: 'address'; readonly download: ModelDownload };

interface Suggestion {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly alwaysShow: true;
  readonly found?: FoundModel;
}

/** Takes a name as articles, Ollama or Hugging Face spell it, or the address of a file. Undefined: given up. */
export async function findModel(models: readonly LibraryModel[]): Promise<FoundModel | undefined> {
  const picker = window.createQuickPick<Suggestion>();
  picker.title = l10n.t('Find a Model by Name or Address');
  picker.placeholder = l10n.t('Qwen3.5-9B, qwen3.5:4b-q4_K_M, or the address of a .gguf file');
  picker.matchOnDescription = true;
  picker.items = suggestionsFor('', models);
  return new Promise((resolve) => {
    picker.onDidChangeValue((text) => (picker.items = suggestionsFor(text, models)));
    picker.onDidAccept(() => {
      const found = picker.activeItems[0]?.found;
      if (found === undefined) return;
      resolve(found);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

/** What is offered for the text that was typed so far. */
export function suggestionsFor(text: string, models: readonly LibraryModel[]): Suggestion[] {
  if (text.trim() === '') return models.flatMap((entry) => bestOf(entry) ?? []);
  const download = isAddress(text) ? parseModelAddress(text) : undefined;
  const resolved = resolveModelName(text);
  const of = ({ id }: CatalogueModel): Suggestion[] =>
    models.filter(({ model }) => model.id === id).flatMap((entry) => all(entry));
  switch (resolved.kind) {
    case 'found': {
      const wanted = of(resolved.model);
      const exact = wanted.filter(({ found }) => isQuant(found, resolved.quant?.name));
      return exact.length > 0 ? exact : wanted;
    }
    case 'never-released': {
      // Someone may have made a model of that name all the same.
      const theirs = download === undefined ? [] : [addressRow(download)];
      return [explanation(resolved.row, resolved.nearest), ...theirs, ...of(resolved.nearest)];
    }
    case 'unknown':
      if (download !== undefined) return [addressRow(download)];
      return [unknownRow(resolved.suggestions), ...resolved.suggestions.flatMap((model) => of(model).slice(0, 1))];
  }
}

/** A path or an address, rather than a name. */
function isAddress(text: string): boolean {
  return /\.gguf\b/i.test(text) && text.includes('/');
}

function isQuant(found: FoundModel | undefined, name: string | undefined): boolean {
  return found?.kind === 'catalogue' && found.quant.quant.name === name;
}

function explanation({ size, variant, reason }: NeverReleased, nearest: CatalogueModel): Suggestion {
  const name = `Qwen3.5-${size}${variant === undefined ? '' : `-${variant}`}`;
  return {
    label: `$(info) ${l10n.t('{0} was never released', name)}`,
    detail:
      reason === 'size-not-made'
        ? l10n.t('Articles name it, but there is no such size. The nearest is {0}.', nearest.name)
        : l10n.t('Articles name it, but there is no such variant. What was meant is {0}.', nearest.name),
    alwaysShow: true,
  };
}

function unknownRow(suggestions: readonly CatalogueModel[]): Suggestion {
  return {
    label: `$(question) ${l10n.t('Parity knows no model of this name')}`,
    detail:
      suggestions.length === 0
        ? l10n.t('Type a size, such as 9B, or paste the address of a .gguf file.')
        : l10n.t('The nearest sizes are below. Or paste the address of a .gguf file.'),
    alwaysShow: true,
  };
}

function addressRow(download: ModelDownload): Suggestion {
  const found = { kind: 'address', download } as const;
  return { label: `$(cloud-download) ${download.name}`, detail: download.folder, alwaysShow: true, found };
}

function all(entry: LibraryModel): Suggestion[] {
  return entry.quants
    .map((quant) => suggestion(entry, quant))
    .toSorted((a, b) => Number(isRecommended(b)) - Number(isRecommended(a)));
}

function isRecommended({ found }: Suggestion): boolean {
  return found?.kind === 'catalogue' && found.quant.isRecommended;
}

/** For a list of all models: the one of four bits that most people take. */
function bestOf(entry: LibraryModel): Suggestion | undefined {
  const { quants } = entry;
  const quant = quants.find((each) => each.isRecommended) ?? quants.find((each) => /Q4_K_M/.test(each.quant.name));
  return quant === undefined ? undefined : suggestion(entry, quant);
}

function suggestion(entry: LibraryModel, quant: LibraryQuant): Suggestion {
  const { bytes, verdict, localPath, isRecommended } = quant;
  const parts = [
    bytes === undefined ? l10n.t('size not known') : formatBytes(bytes, env.language),
    ...(verdict === undefined || verdict.kind === 'unknown' ? [] : [fitWords(verdict).short]),
    ...(localPath === undefined ? [] : [l10n.t('on this machine')]),
    ...(isRecommended ? [l10n.t('recommended')] : []),
  ];
  return {
    label: `${entry.model.name} ${quant.quant.name}`,
    description: parts.join(' · '),
    alwaysShow: true,
    found: { kind: 'catalogue', entry, quant },
  };
}
