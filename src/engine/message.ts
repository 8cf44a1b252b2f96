/** The conversation as every engine takes it and as the chat keeps it. All text is content: it can be no control token. */

export type ChatMessage = UserMessage | AssistantMessage | ToolResultMessage;

export interface UserMessage {
  readonly role: 'user';
  readonly text: string;
}

export interface AssistantMessage {
  readonly role: 'assistant';
  /** Empty when the model did not think. */
  readonly thinking: string;
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

export type ToolCall = WellFormedCall | MalformedCall;

export interface WellFormedCall {
  readonly kind: 'call';
  /** Unique within the conversation. */
  readonly id: string;
  readonly name: string;
  /** As the model gave them: from a local model each value is a string, and the tool's schema decides what it means. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Something that began as a call and could not be read as one. It is answered with `problem` and never run. */
export interface MalformedCall {
  readonly kind: 'malformed';
  readonly id: string;
  /** What the model wrote. */
  readonly raw: string;
  readonly problem: string;
}

export interface ToolResultMessage {
  readonly role: 'tool';
  readonly callId: string;
  readonly text: string;
}

export interface ToolSpecification {
  readonly name: string;
  readonly description: string;
  /** JSON Schema (2020-12) of an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}
