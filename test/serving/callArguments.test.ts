import { expect, it } from 'vitest';
import { typedArguments } from '../../src/serving/callArguments.ts';

const properties = {
  text: { type: 'string' },
  count: { type: 'integer' },
  share: { type: 'number' },
  isAll: { type: 'boolean' },
  list: { type: 'array' },
  either: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
  level: { enum: [1, 2] },
  open: {},
};
const tools = [{ name: 'tool', description: '', parameters: { type: 'object', properties } }];

it.each([
  ['text', '12', '12'],
  ['count', ' 12 ', 12],
  ['count', 'twelve', 'twelve'],
  ['count', '1.5', '1.5'],
  ['share', '1', 1],
  ['share', '0.5', 0.5],
  ['isAll', 'True', true],
  ['isAll', 'yes', 'yes'],
  ['list', '["a"]', ['a']],
  ['list', '{}', '{}'],
  ['either', 'None', null],
  ['level', '2', 2],
  ['open', '12', '12'],
  ['unknown', '12', '12'],
  ['count', 12, 12],
])('%s: %j becomes %j', (name, given, expected) => {
  const call = { kind: 'call', id: 'c', name: 'tool', arguments: { [name]: given } } as const;
  expect(typedArguments(call, tools)).toEqual({ [name]: expected });
  expect(typedArguments({ ...call, name: 'other' }, tools)).toEqual(call.arguments);
});
