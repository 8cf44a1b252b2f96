import type { Engine, ModelDescription } from '../../engine/engine.ts';
import type { Price } from '../cost/price.ts';
import type { EngineRecord } from '../result.ts';

/** An engine that takes part in a run, ready to answer. */
export interface BenchmarkEngine {
  readonly record: EngineRecord;
  readonly engine: Engine;
  readonly model: ModelDescription;
  /** `null`: it costs money, and nobody knows how much. Undefined: it is our own. */
  readonly price: Price | null | undefined;
  /**
   * Of one whose weights leave memory when another of its kind is asked: makes it ready again, before anything is measured.
   * Such engines are asked many tasks in a row.
   */
  readonly prepare?: (signal: AbortSignal) => Promise<void>;
}

/** It computes here and takes one request at a time: what runs beside it would spoil its measurements. */
export function needsMachine({ place, parallel }: EngineRecord): boolean {
  return place === 'local' || (place === 'this-machine' && parallel === 1);
}
