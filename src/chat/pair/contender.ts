import type { Engine, ModelDescription, Usage } from '../../engine/engine.ts';
import type { PairCost } from '../chatState.ts';

/** An engine that answers on one side of a pair. */
export interface Contender {
  /** `local`, or the id of an endpoint. */
  readonly id: string;
  /** For people. */
  readonly label: string;
  /** It computes on this machine. */
  readonly needsMachine: boolean;
  /** Makes it ready to answer. Rejects with what is wrong with it. */
  open(signal: AbortSignal): Promise<OpenContender>;
}

export interface OpenContender {
  readonly engine: Pick<Engine, 'reply' | 'count'>;
  readonly model: ModelDescription;
  /** Of all requests for one answer. Undefined: the engine did not tell what some of them took. */
  costOf(usages: readonly Usage[] | undefined): PairCost;
  dispose(): Promise<void>;
}
