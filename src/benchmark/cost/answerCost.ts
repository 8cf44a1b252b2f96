import type { PairCost } from '../../chat/chatState.ts';
import type { Usage } from '../../engine/engine.ts';
import type { Price } from './price.ts';
import { requestCost } from './requestCost.ts';

/**
 * What one answer cost, all its requests together. `price` as an opened engine has it: `null`, nobody knows; undefined, it
 * is our own. `usages`: undefined where the engine did not tell what some of them took.
 */
export function answerCost(price: Price | null | undefined, usages: readonly Usage[] | undefined): PairCost {
  if (price === undefined) return { kind: 'none' };
  if (price === null || usages === undefined) return { kind: 'unknown' };
  let usd = 0;
  let isUpperBound = false;
  for (const usage of usages) {
    const cost = requestCost(price, usage);
    if (cost === null) return { kind: 'unknown' };
    usd += cost.usd;
    isUpperBound ||= cost.isUpperBound;
  }
  return { kind: 'known', usd, isUpperBound };
}
