import type { ReplyPrompt } from '../engine/engine.ts';

/** UTF-8 bytes for each token of code and English, on the low side: a guess should not promise room that is not there. */
const initialBytesPerToken = 3.2;
const extremes = { least: 1, most: 6 };
/** Markup that a template puts around each message. */
const tokensPerMessage = 6;

/** Guesses the tokens of a prompt from its bytes, and learns from what the server counts. */
export class TokenEstimate {
  #bytesPerToken = initialBytesPerToken;

  tokens(prompt: ReplyPrompt): number {
    return Math.ceil(bytesOf(prompt) / this.#bytesPerToken) + prompt.messages.length * tokensPerMessage;
  }

  tokensOfText(text: string): number {
    return Math.ceil(new TextEncoder().encode(text).byteLength / this.#bytesPerToken);
  }

  learn(prompt: ReplyPrompt, countedTokens: number): void {
    const counted = countedTokens - prompt.messages.length * tokensPerMessage;
    if (counted < 100) return;
    this.#bytesPerToken = Math.min(extremes.most, Math.max(extremes.least, bytesOf(prompt) / counted));
  }
}

function bytesOf({ system, messages, tools }: ReplyPrompt): number {
  const texts = [
    system,
    tools.length === 0 ? '' : JSON.stringify(tools),
    ...messages.map((message) =>
      message.role === 'assistant' && message.calls.length > 0
        ? message.text + JSON.stringify(message.calls)
        : message.text,
    ),
  ];
  const encoder = new TextEncoder();
  return texts.reduce((sum, text) => sum + encoder.encode(text).byteLength, 0);
}
