import { isAppError } from '../base/appError.ts';
import type { ReplyPrompt } from '../engine/engine.ts';
import { type ChatTemplate, parseChatTemplate } from '../prompt/chatTemplate.ts';

export type OpenedTemplate =
  | { readonly kind: 'usable'; readonly template: ChatTemplate }
  /** Without it the model can still complete code. */
  | { readonly kind: 'unusable'; readonly problem: string };

/** What every template must take: a system prompt, a question, and an answer with thinking behind it. */
const probe: ReplyPrompt = {
  system: 'system',
  messages: [
    { role: 'user', text: 'question' },
    { role: 'assistant', thinking: 'thinking', text: 'answer', calls: [] },
    { role: 'user', text: 'question' },
  ],
  tools: [],
  thinking: { kind: 'off' },
};

/** Parses a model's chat template and renders a small conversation with it, so that a bad one is known at once. */
export function openTemplate(source: string, model: string): OpenedTemplate {
  try {
    const template = parseChatTemplate(source, model);
    template.render(probe);
    return { kind: 'usable', template };
  } catch (error) {
    if (!isAppError(error, 'template-failed')) throw error;
    return { kind: 'unusable', problem: error.data.detail };
  }
}
