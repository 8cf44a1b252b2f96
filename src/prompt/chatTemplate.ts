import { Template } from '@huggingface/jinja';
import { AppError } from '../base/appError.ts';
import type { ReplyPrompt } from '../engine/engine.ts';
import type { ChatMessage, ToolCall } from '../engine/message.ts';
import { escapeContent, escapeDeep } from './contentEscape.ts';

/** A model's own chat template, parsed. */
export interface ChatTemplate {
  /**
   * The prompt up to where the model begins to write. Content in it is escaped (see contentEscape.ts): every control
   * token text in the result comes from the template. Throws `template-failed`.
   */
  render(prompt: ReplyPrompt): string;
}

/** `source` is the Jinja text of `tokenizer.chat_template`. Throws `template-failed` when it cannot be parsed. */
export function parseChatTemplate(source: string, model: string): ChatTemplate {
  const template = orTemplateFailed(model, () => new Template(source));
  return {
    render: (prompt) => orTemplateFailed(model, () => template.render(templateVariables(prompt))),
  };
}

/**
 * The variables that Qwen's templates read: messages in the manner of the OpenAI API, with `reasoning_content` for
 * thinking, arguments as an object, and `enable_thinking` always said.
 */
function templateVariables(prompt: ReplyPrompt): Record<string, unknown> {
  const system = prompt.system === '' ? [] : [{ role: 'system', content: escapeContent(prompt.system) }];
  return {
    messages: [...system, ...prompt.messages.map(templateMessage)],
    ...(prompt.tools.length === 0 ? {} : { tools: prompt.tools.map(templateTool) }),
    add_generation_prompt: true,
    enable_thinking: prompt.thinking.kind === 'on',
  };
}

function templateMessage(message: ChatMessage): Record<string, unknown> {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: escapeContent(message.text) };
    case 'assistant':
      return {
        role: 'assistant',
        content: escapeContent(assistantContent(message.text, message.calls)),
        reasoning_content: escapeContent(message.thinking),
        tool_calls: message.calls.flatMap(templateCall),
      };
    case 'tool':
      return { role: 'tool', content: escapeContent(message.text) };
  }
}

/** A call that could not be read is history too: it goes back to the model as the text it was. */
function assistantContent(text: string, calls: readonly ToolCall[]): string {
  const malformed = calls.flatMap((call) => (call.kind === 'malformed' ? [call.raw] : []));
  return [text, ...malformed].filter((part) => part !== '').join('\n\n');
}

function templateCall(call: ToolCall): unknown[] {
  if (call.kind === 'malformed') return [];
  // Templates turn what is no list and no object into text with a filter that knows no null.
  const values = Object.entries(call.arguments).map(([key, value]) => [key, value ?? 'null']);
  const argumentsOf = escapeDeep(Object.fromEntries(values));
  return [{ type: 'function', function: { name: escapeContent(call.name), arguments: argumentsOf } }];
}

function templateTool(tool: ReplyPrompt['tools'][number]): unknown {
  const { name, description, parameters } = tool;
  return escapeDeep({ type: 'function', function: { name, description, parameters } });
}

function orTemplateFailed<T>(model: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('template-failed', { model, detail }, { cause });
  }
}
