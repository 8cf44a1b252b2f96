import type { ToolCall } from '../engine/message.ts';

/** A piece of a tool call as it streams. */
export interface CallFragment {
  readonly index: number;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly arguments: string;
}

interface Assembled {
  readonly index: number;
  readonly id: string | undefined;
  name: string;
  arguments: string;
}

const longestId = 200;
const longestName = 200;
const longestArguments = 4 << 20;

/**
 * Puts streamed calls together. What cannot be read as a call, or was cut off, is malformed and never mended into one
 * that runs.
 */
export class CallFragments {
  readonly #calls: Assembled[] = [];
  readonly #newCallId: () => string;

  constructor(newCallId: () => string) {
    this.#newCallId = newCallId;
  }

  /** True when this piece began a call. */
  add({ index, id, name, arguments: added }: CallFragment): boolean {
    const last = this.#calls.findLast((call) => call.index === index);
    // Some servers send several whole calls, all with the same index: then a new id begins a new one.
    const isSame = last !== undefined && (id === undefined || last.id === undefined || id === last.id);
    if (!isSame) {
      this.#calls.push({ index, id, name: name ?? '', arguments: added });
      return true;
    }
    // Some repeat the name in each piece.
    if (last.name === '') last.name = name ?? '';
    if (last.arguments.length <= longestArguments) last.arguments += added;
    return false;
  }

  /** `wasCutOff`: the limit of tokens ended the answer, so the last call may look whole and is not. */
  finish(wasCutOff: boolean): ToolCall[] {
    return this.#calls.map((call, at) => this.#read(call, wasCutOff && at === this.#calls.length - 1));
  }

  #read({ id: given = '', name, arguments: raw }: Assembled, wasCutOff: boolean): ToolCall {
    const id = given !== '' && given.length <= longestId ? given : this.#newCallId();
    const malformed = (problem: string): ToolCall => ({
      kind: 'malformed',
      id,
      raw: `${name.slice(0, longestName)} ${raw.slice(0, longestArguments)}`.trim(),
      problem,
    });
    if (wasCutOff) return malformed('The call was cut off before its end.');
    if (name === '') return malformed('The call names no function.');
    if (name.length > longestName) return malformed('The name of the function is too long.');
    if (raw.length > longestArguments) return malformed('The arguments are too long.');
    // A function without parameters.
    if (raw.trim() === '') return { kind: 'call', id, name, arguments: {} };
    const parsed = parseObject(raw);
    return parsed === undefined
      ? malformed('The arguments are not a JSON object.')
      : { kind: 'call', id, name, arguments: parsed };
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
