import { describe, expect, test } from 'vitest';
import { parseSetting } from '../../src/base/parseSetting.ts';
import { settingDefinitions } from '../../src/base/settings.ts';

describe('a value that fits is used', () => {
  test.each([
    ['model.path', '/m.gguf'],
    ['model.contextTokens', 4096],
    ['model.gpu', 'off'],
    ['completion.enabled', false],
  ] as const)('%s = %j', (key, found) => {
    expect(parseSetting(key, found)).toEqual({ value: found, problem: undefined });
  });
});

describe('a value that does not fit gives the default and says why', () => {
  test.each([
    ['model.path', 7, 'must be text'],
    ['model.contextTokens', '4096', 'must be a whole number from 1024 to 1010000'],
    ['model.contextTokens', 4096.5, 'must be a whole number from 1024 to 1010000'],
    ['model.contextTokens', 10, 'must be a whole number from 1024 to 1010000'],
    ['energy.usdPerKwh', -0.1, 'must be a number from 0 to 100'],
    ['energy.usdPerKwh', '0.3', 'must be a number from 0 to 100'],
    ['model.gpu', 'toString', 'must be one of auto, cuda, vulkan, metal, off'],
    ['model.gpu', null, 'must be one of auto, cuda, vulkan, metal, off'],
    ['completion.enabled', 'yes', 'must be true or false'],
    [
      'model.adapters',
      [{ path: '/a.gguf' }, { path: '' }],
      'has a mistake at [1.path]: Too small: expected string to have >=1 characters',
    ],
    ['model.adapters', 'x', 'has a mistake at []: Invalid input: expected array, received string'],
  ] as const)('%s = %j', (key, found, problem) => {
    expect(parseSetting(key, found)).toEqual({ value: settingDefinitions[key].default, problem });
  });
});

test("a list's items get the defaults of what they leave out", () => {
  const { value } = parseSetting('model.adapters', [{ path: '/a.gguf' }]);
  expect(value).toEqual([{ path: '/a.gguf', scale: 1 }]);
});

test('a value that is not there gives the default without a word', () => {
  expect(parseSetting('chat.thinking', undefined)).toEqual({ value: false, problem: undefined });
});

test('every default fits its own definition', () => {
  for (const key of Object.keys(settingDefinitions) as (keyof typeof settingDefinitions)[]) {
    expect(parseSetting(key, settingDefinitions[key].default).problem).toBeUndefined();
  }
});
