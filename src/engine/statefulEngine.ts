import type { Event } from '../base/event.ts';
import type { Engine, LoadProgress, ModelDescription } from './engine.ts';

export type EngineState =
  /** Nothing runs. The next request starts it again with the model it had; without one there is nothing to start. */
  | { readonly kind: 'stopped'; readonly model: ModelDescription | undefined }
  /**
   * `name`: of the model that is on its way, for people. A server is connected to. `model`: it was ready before and comes
   * back, so that requests may already be made; they wait.
   */
  | {
      readonly kind: 'loading';
      readonly name: string;
      readonly progress: LoadProgress;
      readonly model?: ModelDescription;
      readonly isSilent?: true;
    }
  /** `isSilent`: it has not given a sign of life for a while, though something is wanted of it. */
  | { readonly kind: 'ready'; readonly model: ModelDescription; readonly isSilent?: true }
  /** It could not be made ready. Requests reject with `error` until it is tried again. */
  | { readonly kind: 'failed'; readonly error: Error };

/** An engine whose readiness can be watched: what completions, chat and the status bar are given. */
export interface StatefulEngine extends Engine {
  readonly state: EngineState;
  readonly onState: Event<EngineState>;
}
