/** What the protocol server says, without a word of either protocol. */
export type Answer = GoodAnswer | Refusal | Fault;

interface Scripted {
  /** Only for a request whose body contains this. */
  readonly when?: string;
  /** Given again and again. Otherwise once. */
  readonly repeats?: true;
}

export interface GoodAnswer extends Scripted {
  readonly kind: 'answer';
  readonly thinking?: string;
  readonly text?: string;
  readonly calls?: readonly AnsweredCall[];
  readonly usage?: Partial<AnsweredUsage>;
  /** `length`: the limit of tokens ended it. `filtered`: the server would not go on. */
  readonly finish?: 'end' | 'length' | 'filtered';
  /** Before the headers of the answer. */
  readonly hold?: Promise<unknown>;
  /** Between the thinking and the rest, or before the second half of the text. */
  readonly pause?: Promise<unknown>;
}

export interface AnsweredCall {
  readonly name: string;
  /** An object; or raw text, which may be no JSON. */
  readonly arguments: Readonly<Record<string, unknown>> | string;
  readonly id?: string;
}

export interface AnsweredUsage {
  /** All of them, those from the cache included. */
  readonly prompt: number;
  readonly cached: number;
  readonly written: number;
  readonly generated: number;
}

export interface Refusal extends Scripted {
  readonly kind: 'refusal';
  readonly status: number;
  /** Where the protocols differ, this is the body; otherwise one of the usual shape is made of `message`. */
  readonly body?: unknown;
  readonly message?: string;
  readonly code?: string;
  readonly parameter?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A good answer that goes wrong. `text` comes before. */
export interface Fault extends Scripted {
  readonly kind: 'fault';
  readonly fault:
    | 'cut'
    | 'stall'
    | 'malformed-json'
    | 'huge-line'
    | 'web-page'
    | 'other-shape'
    | 'error-event'
    /** Ends as if all were well, without having said that it is the end. */
    | 'early-end';
  readonly text?: string;
  /** Of an engine's own answer, in place of `text`: so many events come before it is cut or stalls, or none at all. */
  readonly afterEvents?: number;
}

const defaultUsage: AnsweredUsage = { prompt: 120, cached: 0, written: 0, generated: 12 };

/** As engines count. */
export function usageOf({ usage, thinking = '' }: GoodAnswer) {
  const { prompt, cached, written, generated } = { ...defaultUsage, ...usage };
  return {
    promptTokens: prompt,
    reusedTokens: cached,
    writtenToCacheTokens: written,
    generatedTokens: generated,
    thinkingTokens: wordsOf(thinking).length,
  };
}

/** Text as it streams: words with the space before them. */
export function wordsOf(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

/** JSON of arguments, cut where nobody would cut it. */
export function fragmentsOf(text: string): string[] {
  const fragments = [];
  for (let at = 0; at < text.length; at += 7) fragments.push(text.slice(at, at + 7));
  return fragments;
}

export function argumentsText({ arguments: given }: AnsweredCall): string {
  return typeof given === 'string' ? given : JSON.stringify(given);
}
