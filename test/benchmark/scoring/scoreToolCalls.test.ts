import { describe, expect, it } from 'vitest';
import type { ArgumentForm } from '../../../src/benchmark/scoring/readCall.ts';
import { scoreToolCalls } from '../../../src/benchmark/scoring/scoreToolCalls.ts';
import type { ExpectedCall, ToolcallTask } from '../../../src/benchmark/task.ts';
import type { AssistantMessage, ToolCall } from '../../../src/engine/message.ts';

type Given = Readonly<Record<string, unknown>>;

const call = (name: string, given: Given): ToolCall => ({ kind: 'call', id: 'id', name, arguments: given });
const answer = (calls: readonly ToolCall[], text = ''): AssistantMessage => ({
  role: 'assistant',
  thinking: '',
  text,
  calls,
});

const tools: ToolcallTask['tools'] = [
  {
    name: 'open',
    description: 'Opens a file.',
    parameters: {
      type: 'object',
      properties: {
        path: { type: 'string' },
        start_line: { type: 'integer' },
        encoding: { type: 'string' },
        zoom: { type: 'number' },
        tags: { type: 'array', items: { type: 'string' } },
        options: { type: 'object', properties: { wrap: { type: 'boolean' } } },
        wrap: { type: 'boolean' },
      },
      required: ['path'],
    },
  },
];

const expectOpen = (extra: ExpectedCall['arguments'] = {}, path = 'src/app.ts'): ExpectedCall => ({
  name: 'open',
  arguments: {
    path: { accepted: [path], required: true },
    start_line: { accepted: [10], required: true },
    encoding: { accepted: ['utf-8', ''], required: false },
    ...extra,
  },
});

const score = (expected: readonly ExpectedCall[], calls: readonly ToolCall[], form: ArgumentForm = 'typed') =>
  scoreToolCalls({ tools, expected: [...expected] }, answer(calls), form);

const exact = { path: 'src/app.ts', start_line: 10, encoding: 'utf-8' };
const problemOf = (calls: readonly ToolCall[], expected = [expectOpen()], form: ArgumentForm = 'typed'): string => {
  const { outcome } = score(expected, calls, form);
  return outcome.kind === 'failed' ? `${outcome.reason}: ${outcome.detail}` : outcome.kind;
};

describe('scoreToolCalls, with tools of the task', () => {
  it.each([
    ['the exact call', exact, 'solved'],
    ['an optional argument left out', { path: 'src/app.ts', start_line: 10 }, 'solved'],
    ['an optional argument left empty', { ...exact, encoding: '' }, 'solved'],
    [
      'a string for an integer',
      { ...exact, start_line: '10' },
      'wrong-call: start_line is string where integer is due',
    ],
    ['true for an integer', { ...exact, start_line: true }, 'wrong-call: start_line is boolean where integer is due'],
    [
      'a fraction for an integer',
      { ...exact, start_line: 10.5 },
      'wrong-call: start_line is number where integer is due',
    ],
    ['a required argument left out', { path: 'src/app.ts' }, 'wrong-call: start_line is missing'],
    ['an unknown parameter', { ...exact, line: 1 }, 'wrong-call: unknown parameter line'],
    ['a parameter that was not asked for', { ...exact, wrap: true }, 'wrong-call: wrap was not asked for'],
    ['another path', { ...exact, path: 'SRC-APP_TS' }, 'wrong-call: path is "SRC-APP_TS"'],
    ['the path in capitals', { ...exact, path: 'src/App.ts' }, 'wrong-call: path is "src/App.ts"'],
    ['another optional value', { ...exact, encoding: 'UTF-8' }, 'wrong-call: encoding is "UTF-8"'],
  ])('takes %s as it is', (_name, given, outcome) => {
    expect(problemOf([call('open', given)])).toBe(outcome);
  });

  it('takes an integer for a float, and wants arrays in order and objects whatever their order', () => {
    const zoomed = [expectOpen({ zoom: { accepted: [2], required: true } })];
    expect(problemOf([call('open', { ...exact, zoom: 2 })], zoomed)).toBe('solved');
    const tagged = [expectOpen({ tags: { accepted: [['a', 'b']], required: true } })];
    expect(problemOf([call('open', { ...exact, tags: ['a', 'b'] })], tagged)).toBe('solved');
    expect(problemOf([call('open', { ...exact, tags: ['b', 'a'] })], tagged)).toBe('wrong-call: tags is ["b","a"]');
    expect(problemOf([call('open', { ...exact, tags: [1] })], tagged)).toContain('tags has an item that is number');
    const set = [expectOpen({ options: { accepted: [{ wrap: true, a: 1 }], required: true } })];
    expect(problemOf([call('open', { ...exact, options: { a: 1, wrap: true } })], set)).toBe('solved');
    expect(problemOf([call('open', { ...exact, options: { wrap: 'true' } })], set)).toContain('options has wrap');
  });

  it('takes parallel calls in any order, each once', () => {
    const expected = [expectOpen(), expectOpen({}, 'b.ts')];
    const [first, second] = [call('open', exact), call('open', { ...exact, path: 'b.ts' })];
    expect(problemOf([first, second], expected)).toBe('solved');
    expect(problemOf([second, first], expected)).toBe('solved');
    expect(problemOf([first, first], expected)).toBe('wrong-call: one call of open too many like this');
    expect(problemOf([first, second, second], expected)).toBe('wrong-call: 3 calls where 2 are due');
    expect(problemOf([first], expected)).toBe('wrong-call: 1 calls where 2 are due');
  });

  it('pairs calls with overlapping accepted values as well as can be', () => {
    const either: ExpectedCall = {
      name: 'open',
      arguments: { path: { accepted: ['a', 'b'], required: true } },
    };
    const onlyA: ExpectedCall = { name: 'open', arguments: { path: { accepted: ['a'], required: true } } };
    expect(problemOf([call('open', { path: 'a' }), call('open', { path: 'b' })], [either, onlyA])).toBe('solved');
    expect(problemOf([call('open', { path: 'b' }), call('open', { path: 'b' })], [either, onlyA])).toContain(
      'one call of open too many',
    );
  });

  it('reads text as the schema has it, from an engine that gives nothing else', () => {
    const asText = { path: 'src/app.ts', start_line: '10', zoom: '1.5', wrap: 'True', tags: '["a"]' };
    const expected = [
      expectOpen({
        zoom: { accepted: [1.5], required: true },
        wrap: { accepted: [true], required: true },
        tags: { accepted: [['a']], required: true },
      }),
    ];
    expect(problemOf([call('open', asText)], expected, 'text')).toBe('solved');
    expect(problemOf([call('open', { ...asText, start_line: 'ten' })], expected, 'text')).toContain(
      'start_line is string',
    );
    expect(problemOf([call('open', { ...asText, path: '10' })], expected, 'text')).toBe('wrong-call: path is "10"');
  });

  it('wants text and no call where no tool helps', () => {
    expect(scoreToolCalls({ tools, expected: [] }, answer([], 'Which file?'), 'typed')).toEqual({
      outcome: { kind: 'solved' },
    });
    expect(score([], [call('open', exact)]).outcome).toMatchObject({ reason: 'wrong-call' });
    expect(score([], []).outcome).toMatchObject({ reason: 'no-answer' });
    expect(scoreToolCalls({ tools, expected: [expectOpen()] }, answer([], 'Sure!'), 'typed').outcome).toMatchObject({
      reason: 'wrong-call',
    });
  });

  it('tells what cannot be read from what is wrong', () => {
    const malformed: ToolCall = { kind: 'malformed', id: 'id', raw: '<', problem: 'The call was cut off.' };
    expect(score([expectOpen()], [malformed])).toEqual({
      outcome: { kind: 'failed', reason: 'unreadable-answer', detail: 'The call was cut off.' },
      callParsed: false,
    });
    expect(score([expectOpen()], [call('close', {})])).toMatchObject({ callParsed: true });
    expect(problemOf([call('close', {})])).toBe('wrong-call: there is no tool close');
  });
});

describe("scoreToolCalls, with the extension's own tools", () => {
  const expected: ExpectedCall[] = [
    {
      name: 'read_file',
      arguments: {
        path: { accepted: ['src/app.ts'], required: true },
        start_line: { accepted: [10], required: true },
        end_line: { accepted: [20], required: false },
      },
    },
  ];
  const own = (given: Given, form: ArgumentForm): string => {
    const { outcome } = scoreToolCalls({ expected }, answer([call('read_file', given)]), form);
    return outcome.kind === 'failed' ? outcome.detail : outcome.kind;
  };

  it('means by a value what the extension means by it', () => {
    expect(own({ path: ' src/app.ts ', start_line: '10', end_line: '' }, 'text')).toBe('solved');
    expect(own({ file_path: 'src/app.ts', start_line: ' 10' }, 'text')).toBe('solved');
    expect(own({ path: 'src/app.ts', start_line: 10, end_line: null }, 'typed')).toBe('solved');
    expect(own({ path: 'src/app.ts', start_line: 'ten' }, 'text')).toContain('start_line');
  });

  it('holds a string for an integer against a server, which could have sent one', () => {
    expect(own({ path: 'src/app.ts', start_line: '10' }, 'typed')).toBe('start_line is string where integer is due');
    expect(own({ path: 'src/app.ts', startLine: '10' }, 'typed')).toBe('start_line is string where integer is due');
    expect(own({ path: 'src/app.ts', start_line: true }, 'typed')).toContain('is boolean');
  });

  it('refuses what the extension refuses', () => {
    expect(own({ path: 'src/app.ts', start_line: 10, color: 'red' }, 'typed')).toContain('unknown parameter color');
    expect(own({ start_line: 10 }, 'typed')).toContain('path is missing');
  });
});
