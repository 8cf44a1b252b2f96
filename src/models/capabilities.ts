import type { ModelCapabilities } from '../engine/engine.ts';
import { knownModel } from './knownModels.ts';
import type { ModelFileFacts } from './modelFileFacts.ts';

/**
 * What a model can do, as far as its file says. A template decides about chat: what it never mentions, tools or
 * thinking, it would silently leave out of the prompt.
 */
export function modelCapabilities(
  facts: Pick<ModelFileFacts, 'name' | 'chatTemplate' | 'hasInfillTokens'>,
): ModelCapabilities {
  const template = facts.chatTemplate?.trim() ?? '';
  return {
    infill: facts.hasInfillTokens ? (knownModel(facts.name).infill ?? 'block') : 'none',
    chat: template !== '',
    tools: /\btools\b/.test(template),
    thinking: /\benable_thinking\b/.test(template),
  };
}
