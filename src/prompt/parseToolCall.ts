import type { ToolCall } from '../engine/message.ts';

/**
 * Reads what stands between `<tool_call>` and its closer. Qwen 3.5 writes XML whose values are raw text:
 *
 *     <function=NAME>
 *     <parameter=KEY>
 *     VALUE
 *     </parameter>
 *     </function>
 *
 * One line break on each side of VALUE belongs to the markup, the rest is the value. Small models sometimes fall back to
 * the JSON of earlier generations, `{"name": ..., "arguments": {...}}`: that is read too. Anything else, or a call that
 * `isComplete` says was cut off, is malformed: a truncated call is never repaired into one that runs.
 */
export function parseToolCall(id: string, raw: string, isComplete: boolean): ToolCall {
  const body = raw.trim();
  const malformed = (problem: string): ToolCall => ({ kind: 'malformed', id, raw, problem });
  // Whatever was cut off may look whole, for a value may spell the end of a call.
  if (!isComplete) return malformed('The call was cut off before its end.');
  if (body.startsWith('{'))
    return parseJsonCall(id, body) ?? malformed('The call is neither valid XML nor valid JSON.');

  const header = /^<function=([^>\n]*)>/.exec(body);
  if (header === null) return malformed('The call does not begin with <function=NAME>.');
  const name = (header[1] ?? '').trim();
  if (name === '') return malformed('The call names no function.');

  const end = body.lastIndexOf('</function>');
  if (end < 0) return malformed('The call has no </function>.');

  const values = new Map<string, string>();
  const problem = readParameters(body.slice(header[0].length, end), values);
  if (problem !== undefined) return malformed(problem);
  return { kind: 'call', id, name, arguments: Object.fromEntries(values) };
}

/** A value ends at the first closer that the next parameter or the end follows: values may spell closers themselves. */
const parameterEnd = /\r?\n?<\/parameter>(?=\s*(?:<parameter=|$))/;

function readParameters(text: string, values: Map<string, string>): string | undefined {
  let rest = text.trimStart();
  while (rest.trim() !== '') {
    const opener = /^<parameter=([^>\n]*)>\r?\n?/.exec(rest);
    if (opener === null) return `Unexpected text between parameters: ${excerpt(rest)}`;
    const key = (opener[1] ?? '').trim();
    if (key === '') return 'A parameter has no name.';
    if (values.has(key)) return `The parameter ${key} is given twice.`;
    const afterOpener = rest.slice(opener[0].length);
    // An empty value leaves no line break of its own before the closer.
    const closer = afterOpener.startsWith('</parameter>')
      ? /^<\/parameter>/.exec(afterOpener)
      : parameterEnd.exec(afterOpener);
    if (closer === null) return `The parameter ${key} is not closed.`;
    values.set(key, afterOpener.slice(0, closer.index));
    rest = afterOpener.slice(closer.index + closer[0].length).trimStart();
  }
  return undefined;
}

function parseJsonCall(id: string, body: string): ToolCall | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { name, arguments: given = {} } = value;
  if (typeof name !== 'string' || name === '' || !isRecord(given)) return undefined;
  return { kind: 'call', id, name, arguments: given };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function excerpt(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line);
}
