import type { Engine, ModelDescription } from '../engine/engine.ts';

/** A model that programs of this machine may ask over HTTP. */
export interface ServedModel {
  readonly engine: Engine;
  /**
   * What it is, as far as it is known. Undefined: it is not loaded yet. Asked for anew at each request, for another
   * model may have taken its place.
   */
  describe(): ModelDescription | undefined;
  /** The names it is asked for by, the first its own. */
  names(): readonly string[];
}
