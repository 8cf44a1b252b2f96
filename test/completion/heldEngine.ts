import { abortError } from '../../src/base/appError.ts';
import type { LocalEngine, InfillRequest, InfillResult, ModelDescription, Usage } from '../../src/engine/engine.ts';
import { deferred } from '../deferred.ts';
import { testPlace } from '../engine/testPlace.ts';

export interface HeldInfill {
  readonly request: InfillRequest;
  readonly isAborted: boolean;
  /** All that the model wrote so far. */
  write(text: string): void;
  finish(text: string, finish?: InfillResult['finish']): void;
  fail(error: unknown): void;
}

export interface HeldEngine extends LocalEngine {
  readonly infills: readonly HeldInfill[];
}

const usage: Usage = {
  promptTokens: 100,
  reusedTokens: 90,
  evaluatedTokens: 10,
  generatedTokens: 8,
  firstTokenMs: 20,
  totalMs: 60,
};

/** An engine whose infills go on until the test lets them end; an abort ends one as the real engine would. */
export function createHeldEngine(): HeldEngine {
  const infills: HeldInfill[] = [];
  const never = (): Promise<never> => Promise.reject(new Error('only infill is asked for here'));
  return {
    infills,
    load: never,
    reply: never,
    count: never,
    selfTest: never,
    dispose: () => Promise.resolve(),
    infill(request, onText, signal) {
      const result = deferred<InfillResult>();
      signal.addEventListener('abort', () => result.reject(abortError()), { once: true });
      infills.push({
        request,
        get isAborted() {
          return signal.aborted;
        },
        write: onText,
        finish(text, finish = 'end') {
          onText(text);
          result.resolve({ text, finish, usage });
        },
        fail: result.reject,
      });
      return result.promise;
    },
  };
}

export function modelWith(changes: Partial<ModelDescription> = {}): ModelDescription {
  return {
    name: 'Test Model',
    identity: 'test model',
    parameterCount: 1,
    capabilities: { infill: 'block', chat: false, tools: false, thinking: false },
    contextTokens: 4096,
    infillContextTokens: 2048,
    place: testPlace('/models/test.gguf'),
    ...changes,
  };
}
