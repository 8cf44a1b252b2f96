import { catalogue, quantBytes } from '../catalogue/catalogue.ts';
import type { CatalogueModel, CatalogueQuant } from '../catalogue/catalogueSchema.ts';
import { resolveModelName } from '../catalogue/resolveModelName.ts';
import { countParameters } from '../catalogue/shapeParameters.ts';
import type { ModelFileFacts } from '../modelFileFacts.ts';
import type { CatalogueMatch } from './foundModel.ts';

/** Blocks for multi-token prediction may or may not be in a file. */
const parameterTolerance = 0.05;

/** Which row of the catalogue a file is, if any. `names`: what it is called, where it was found and by itself. */
export function matchCatalogue(
  facts: Pick<ModelFileFacts, 'fileBytes' | 'parameterCount'>,
  names: readonly string[],
  sha256: string | undefined,
): CatalogueMatch | undefined {
  const rows = catalogue().models.flatMap((model) => model.quants.map((quant) => ({ model, quant })));
  const sameBytes = rows.filter(({ quant }) => quantBytes(quant) === facts.fileBytes);
  // First parts of split models hold no weights, and some are the same file: only with the bytes of all is one told.
  const sameHash = sameBytes.find(({ quant }) => sha256 !== undefined && quant.files[0]?.sha256 === sha256);
  if (sameHash !== undefined) return found(sameHash.model, sameHash.quant, 'hash');
  const [only, another] = sameBytes;
  if (only !== undefined && another === undefined) return found(only.model, only.quant, 'bytes');

  for (const name of names.flatMap((path) => [path, path.split('/').at(-1) ?? ''])) {
    const resolved = resolveModelName(name);
    if (resolved.kind !== 'found' || !hasParameters(resolved.model, facts.parameterCount)) continue;
    // Other bytes are another quantization, or somebody else's.
    return { modelId: resolved.model.id, quant: undefined, by: 'name' };
  }
  return undefined;
}

function found(model: CatalogueModel, quant: CatalogueQuant, by: CatalogueMatch['by']): CatalogueMatch {
  return { modelId: model.id, quant: quant.name, by };
}

function hasParameters(model: CatalogueModel, count: number): boolean {
  return Math.abs(count / countParameters(model).total - 1) <= parameterTolerance;
}
