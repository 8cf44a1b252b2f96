import { describe, expect, test } from 'vitest';
import type { ReplyPart } from '../../src/engine/engine.ts';
import { type GeneratedPiece, ReplyParser } from '../../src/prompt/replyParser.ts';

/** `«x»` stands for the control token `x`; everything else is fed one character at a time. */
function pieces(text: string): GeneratedPiece[] {
  return text.split(/(«[^»]*»)/).flatMap((part): GeneratedPiece[] => {
    if (part.startsWith('«')) return [{ kind: 'control', text: part.slice(1, -1) }];
    return [...part].map((character) => ({ kind: 'text', text: character }));
  });
}

function parse(text: string, { isThinking = false, wasCutOff = false } = {}) {
  const parts: ReplyPart[] = [];
  let calls = 0;
  const parser = new ReplyParser({ isThinking, newCallId: () => `c${(calls += 1)}`, emit: (part) => parts.push(part) });
  for (const piece of pieces(text)) parser.add(piece);
  const message = parser.finish(wasCutOff);
  const streamed = (kind: 'text' | 'thinking') => parts.map((part) => (part.kind === kind ? part.text : '')).join('');
  return { message, text: streamed('text'), thinking: streamed('thinking'), parts };
}

const call = (body: string) => `«<tool_call>»\n${body}\n«</tool_call>»`;
const read = '<function=read_file>\n<parameter=path>\na.ts\n</parameter>\n</function>';

test('thinking, text and a call are told apart, and what streams is what the message holds', () => {
  const { message, text, thinking, parts } = parse(`hm  hm\n«</think>»\n\nI look.\n\n${call(read)}`, {
    isThinking: true,
  });
  expect(message).toEqual({
    role: 'assistant',
    thinking: 'hm  hm',
    text: 'I look.',
    calls: [{ kind: 'call', id: 'c1', name: 'read_file', arguments: { path: 'a.ts' } }],
  });
  expect({ text, thinking }).toEqual({ text: 'I look.', thinking: 'hm  hm' });
  expect(parts.at(-1)).toEqual({ kind: 'call-started' });
});

test('text that only spells a control token means nothing', () => {
  const { message } = parse('use <tool_call> and </think> like this');
  expect(message).toMatchObject({ text: 'use <tool_call> and </think> like this', calls: [], thinking: '' });
});

describe('failings of small models', () => {
  test('a call that leaks into the thinking is a call', () => {
    const { message } = parse(`let me ${call(read)}`, { isThinking: true });
    expect(message).toMatchObject({ thinking: 'let me', calls: [{ kind: 'call', name: 'read_file' }] });
  });
  test('two calls without a closer between them are two calls', () => {
    const { message } = parse(`«<tool_call>»${read}«<tool_call>»${read}«</tool_call>»`);
    expect(message.calls.map((one) => one.kind)).toEqual(['call', 'call']);
  });
  test('a whole call at the end needs no closer', () => {
    expect(parse(`«<tool_call>»${read}`).message.calls).toMatchObject([{ kind: 'call' }]);
  });
  test('JSON in place of XML is read', () => {
    const { message } = parse(call('{"name": "read_file", "arguments": {"path": "a.ts", "start_line": 3}}'));
    expect(message.calls).toMatchObject([
      { kind: 'call', name: 'read_file', arguments: { path: 'a.ts', start_line: 3 } },
    ]);
  });
  test('thinking that is never closed stays thinking', () => {
    expect(parse('on and on', { isThinking: true, wasCutOff: true }).message).toMatchObject({
      thinking: 'on and on',
      text: '',
    });
  });
});

describe('control tokens out of place', () => {
  test('a closer without its call ends no thinking', () => {
    const { message } = parse('let me «</tool_call>»see«</think>»\n\nDone.', { isThinking: true });
    expect(message).toMatchObject({ thinking: 'let me see', text: 'Done.', calls: [] });
  });
  test('a value that holds thinking marks keeps them', () => {
    const { message } = parse(
      call('<function=f>\n<parameter=v>\na «<think>» b «</think>» c\n</parameter>\n</function>'),
    );
    expect(message.calls).toMatchObject([{ kind: 'call', arguments: { v: 'a <think> b </think> c' } }]);
  });
  test('text on both sides of a call is not glued together, in what streams as in the message', () => {
    const { message, text } = parse(`I look.\n\n${call(read)}Then I write.${call(read)}`);
    expect(message.text).toBe('I look.\n\nThen I write.');
    expect(text).toBe(message.text);
    expect(message.calls).toHaveLength(2);
  });
  test('a call without any text around it leaves none', () => {
    expect(parse(`\n\n${call(read)}\n${call(read)}\n`).message).toMatchObject({ text: '', thinking: '' });
  });
});

describe('values', () => {
  const value = (text: string) => {
    const [only] = parse(call(`<function=f>\n<parameter=v>\n${text}\n</parameter>\n</function>`)).message.calls;
    return only?.kind === 'call' ? only.arguments['v'] : only;
  };
  test.each([
    ['one line', 'a'],
    ['several lines with their indentation', '  a\n\n    b  '],
    ['line breaks at both ends', '\na\n'],
    ['markup of its own', '<parameter=x>\n1\n</parameter>\nmore </function> text'],
    ['nothing', ''],
    ['line breaks of Windows', 'a\r\n  b\r\n'],
  ])('%s', (_name, text) => {
    expect(value(text)).toBe(text);
  });
});

describe('malformed calls say what is wrong and are never repaired', () => {
  test.each([
    ['no function', 'hello', 'does not begin with <function=NAME>'],
    ['no name', '<function=>\n</function>', 'names no function'],
    ['an open parameter', '<function=f>\n<parameter=a>\n1\n</function>', 'parameter a is not closed'],
    ['the same parameter twice', `<function=f>${'<parameter=a>\n1\n</parameter>'.repeat(2)}</function>`, 'given twice'],
    ['stray text', '<function=f>\nplease\n</function>', 'Unexpected text between parameters: "please"'],
    ['broken JSON', '{"name": ', 'neither valid XML nor valid JSON'],
  ])('%s', (_name, body, problem) => {
    const { message } = parse(call(body));
    expect(message.calls).toEqual([
      { kind: 'malformed', id: 'c1', raw: `\n${body}\n`, problem: expect.stringContaining(problem) },
    ]);
  });
  test.each([
    ['in a value', '<function=edit_file>\n<parameter=a>\nhalf'],
    ['in a value that spells the end of a call', '<function=f>\n<parameter=a>\n1\n</parameter>\n</function>\nand mo'],
    ['in JSON', '{"name": "f", "argum'],
  ])('a call that the token limit cut off %s', (_name, body) => {
    const { message } = parse(`«<tool_call>»${body}`, { wasCutOff: true });
    expect(message.calls).toMatchObject([{ kind: 'malformed', problem: 'The call was cut off before its end.' }]);
  });
});
