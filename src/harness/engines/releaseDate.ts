import { resolveModelName } from '../../models/catalogue/resolveModelName.ts';
import { knownModel } from '../../models/knownModels.ts';
import { findApiModel } from '../../providers/apiModels.ts';

/** Until it is loaded, the starter model goes by its file's name. */
const namesByFile: ReadonlyMap<string, string> = new Map([['starter.gguf', 'Parity Starter']]);

/**
 * The day (`YYYY-MM-DD`) on which a model was released, by any name that it goes by: what was written later it cannot have
 * been trained on. Undefined: not known.
 */
export function releaseDate(model: string): string | undefined {
  const ofApi = findApiModel(model)?.released?.on ?? knownModel(namesByFile.get(model) ?? model).releasedOn;
  if (ofApi !== undefined) return ofApi;
  const resolved = resolveModelName(model);
  return resolved.kind === 'found' ? resolved.model.released?.on : undefined;
}
