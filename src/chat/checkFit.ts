import { isAbort } from '../base/appError.ts';
import type { Engine, ReplyPrompt } from '../engine/engine.ts';
import type { ContextBudget } from './contextBudget.ts';
import { raceAbort } from '../base/raceAbort.ts';

/** In tokens. `roomTokens` is what a prompt may have so that the answer keeps its room. */
export type Fit =
  | { readonly kind: 'fits' }
  | { readonly kind: 'too-long'; readonly promptTokens: number; readonly roomTokens: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Asked before every reply, so that nothing ever has to be cut. Never rejects. */
export async function checkFit(
  prompt: ReplyPrompt,
  engine: Pick<Engine, 'count'>,
  budget: ContextBudget,
  signal: AbortSignal,
): Promise<Fit> {
  const roomTokens = budget.promptTokens;
  try {
    const promptTokens = await raceAbort(engine.count(prompt, signal), signal);
    return promptTokens <= roomTokens ? { kind: 'fits' } : { kind: 'too-long', promptTokens, roomTokens };
  } catch (error) {
    return signal.aborted || isAbort(error) ? { kind: 'stopped' } : { kind: 'failed', error };
  }
}
