import type { Catalogue, CatalogueModel, CatalogueQuant, PublishedScore } from './catalogue/catalogueSchema.ts';
import { isNewer, quantBytes } from './catalogue/catalogue.ts';
import { quantDownload } from './catalogue/quantDownload.ts';
import type { FoundFile, SkippedPlace } from './discover/foundModel.ts';
import type { DownloadSnapshot, DownloadState } from './download/downloadState.ts';
import type { FitHardware } from './fit/fitHardware.ts';
import { type FitVerdict, fitVerdict } from './fit/fitVerdict.ts';
import { catalogueFootprint, fileFootprint } from './fit/modelFootprint.ts';
import { type Recommendations, recommend } from './fit/recommend.ts';

/** Everything the Models page shows, as plain data: the words are the editor's. */
export interface ModelLibrary {
  /** `undefined` until the machine is known. */
  readonly recommended: Recommendations | undefined;
  /** In the catalogue's order, smallest first, the newer ones last. */
  readonly models: readonly LibraryModel[];
  /** In Parity's own folder: these it may delete. */
  readonly installed: readonly LibraryFile[];
  /** Elsewhere on this machine: used where they are, never deleted. */
  readonly discovered: readonly LibraryFile[];
  readonly adapters: readonly LibraryFile[];
  readonly skipped: readonly SkippedPlace[];
}

export interface LibraryModel {
  readonly model: CatalogueModel;
  readonly isNewer: boolean;
  readonly scores: readonly PublishedScore[];
  readonly quants: readonly LibraryQuant[];
}

export interface LibraryQuant {
  readonly quant: CatalogueQuant;
  /** `undefined`: not known. */
  readonly bytes: number | undefined;
  /** `undefined` until the machine is known. */
  readonly verdict: FitVerdict | undefined;
  readonly isRecommended: boolean;
  /** Where it is on this machine already, Parity's own folder first. */
  readonly localPath: string | undefined;
  /** `undefined`: it is not being downloaded, and nothing of it was kept. */
  readonly download: DownloadState | undefined;
}

export interface LibraryFile {
  readonly file: FoundFile;
  /** `undefined` for what is no model, and until the machine is known. */
  readonly verdict: FitVerdict | undefined;
  readonly isInUse: boolean;
}

export interface LibraryInputs {
  readonly catalogue: Catalogue;
  readonly hardware: FitHardware | undefined;
  /** Of a chat, as the settings have it. */
  readonly contextTokens: number;
  readonly found: readonly FoundFile[];
  readonly skipped: readonly SkippedPlace[];
  readonly downloads: readonly DownloadSnapshot[];
  /** The file that is loaded or will be. */
  readonly currentPath: string | undefined;
}

export function modelLibrary(inputs: LibraryInputs): ModelLibrary {
  const { catalogue, hardware, contextTokens, found } = inputs;
  const recommended = hardware === undefined ? undefined : recommend(catalogue, hardware, contextTokens);
  const files = found.map((file) => libraryFile(file, inputs));
  const isModel = ({ file }: LibraryFile): boolean => file.content.kind === 'model' || file.content.kind === 'unusable';
  return {
    recommended,
    models: catalogue.models.map((model) => ({
      model,
      isNewer: isNewer(model),
      scores: catalogue.scores.filter((score) => score.model === model.id),
      quants: model.quants.map((quant) => libraryQuant(model, quant, recommended, inputs)),
    })),
    installed: files.filter((entry) => isModel(entry) && entry.file.foundIn === 'parity'),
    discovered: files.filter((entry) => isModel(entry) && entry.file.foundIn !== 'parity'),
    adapters: files.filter(({ file }) => file.content.kind === 'adapter'),
    skipped: inputs.skipped,
  };
}

function libraryQuant(
  model: CatalogueModel,
  quant: CatalogueQuant,
  recommended: Recommendations | undefined,
  { hardware, contextTokens, found, downloads }: LibraryInputs,
): LibraryQuant {
  const best = recommended?.kind === 'some' ? recommended.ranked[0] : undefined;
  const local = found
    .filter(({ content }) => {
      const match = content.kind === 'model' ? content.match : undefined;
      return match?.modelId === model.id && match.quant === quant.name;
    })
    .toSorted((a, b) => Number(b.foundIn === 'parity') - Number(a.foundIn === 'parity'));
  return {
    quant,
    bytes: quantBytes(quant),
    verdict: hardware === undefined ? undefined : fitVerdict(catalogueFootprint(model, quant), contextTokens, hardware),
    isRecommended: best?.model.id === model.id && best.quant.name === quant.name,
    localPath: local[0]?.path,
    download: downloads.find(({ download }) => download.id === quantDownload(model, quant).id)?.state,
  };
}

function libraryFile(file: FoundFile, { hardware, contextTokens, currentPath }: LibraryInputs): LibraryFile {
  const { content } = file;
  const verdict =
    hardware === undefined || content.kind !== 'model'
      ? undefined
      : fitVerdict(fileFootprint(content.facts), contextTokens, hardware);
  return { file, verdict, isInUse: file.path === currentPath || file.realPath === currentPath };
}
