import type { FitHardware } from '../../models/fit/fitHardware.ts';
import { catalogue } from '../../models/catalogue/catalogue.ts';
import { quantDownload } from '../../models/catalogue/quantDownload.ts';
import type { DownloadSnapshot } from '../../models/download/downloadState.ts';
import type { SearchResult } from '../../models/discover/modelSearch.ts';
import { modelLibrary } from '../../models/library.ts';
import type { ModelsState } from './modelRows.ts';

/** What is known at a moment of the machine, of what lies on it and of the settings. */
export interface ModelsFacts {
  readonly hardware: FitHardware | undefined;
  readonly search: SearchResult | undefined;
  readonly contextTokens: number;
  /** As the settings have it; empty for the starter model. */
  readonly modelPath: string;
  readonly adapters: ModelsState['adapters'];
  readonly downloads: readonly DownloadSnapshot[];
}

/** Brings together what the Models view shows. Cheap: nothing is read or asked here. */
export function modelsState(facts: ModelsFacts): ModelsState {
  const { hardware, search, contextTokens, modelPath, adapters, downloads } = facts;
  const library = modelLibrary({
    catalogue: catalogue(),
    hardware,
    contextTokens,
    found: search?.files ?? [],
    skipped: search?.skipped ?? [],
    downloads,
    currentPath: modelPath === '' ? undefined : modelPath,
  });
  const known = new Set(
    library.models.flatMap(({ model, quants }) => quants.map(({ quant }) => quantDownload(model, quant).id)),
  );
  return {
    library,
    current: modelPath === '' ? { kind: 'starter' } : { kind: 'file', path: modelPath },
    adapters,
    otherDownloads: downloads
      .filter(({ download, state }) => !known.has(download.id) && state.kind !== 'done')
      .map(({ download: { id, name }, state }) => ({ id, name, state })),
  };
}
