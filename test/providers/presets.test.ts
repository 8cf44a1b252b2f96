import { describe, expect, it } from 'vitest';
import { endpointSchema, presetIds } from '../../src/base/endpointSchema.ts';
import { apiModelSchema, apiModels, findApiModel, retirementOf } from '../../src/providers/apiModels.ts';
import { resolveEndpoint } from '../../src/providers/endpoint.ts';
import { presetSchema } from '../../src/providers/presetSchema.ts';
import { presets } from '../../src/providers/presets.ts';

describe('the presets', () => {
  it('are one for each id, and each fits the schema', () => {
    expect(presets.map(({ id }) => id).toSorted()).toEqual([...presetIds].toSorted());
    for (const preset of presets) expect(presetSchema.safeParse(preset).error).toBeUndefined();
  });

  it('have an address that is whole, or says what to fill in', () => {
    for (const { url } of presets) {
      const filled = url.replaceAll(/<[A-Z_]+>/g, 'x');
      expect(filled).not.toContain('<');
      expect(URL.canParse(filled)).toBe(true);
      // A workspace of one's own machine aside, keys and code travel encrypted.
      expect(/^https:|^http:\/\/(127\.0\.0\.1:\d+|x)\//.test(filled)).toBe(true);
    }
  });
});

describe('the models of the APIs', () => {
  it('fit the schema, and a successor is served longer', () => {
    for (const model of apiModels) {
      expect(apiModelSchema.safeParse(model).error).toBeUndefined();
      if (model.successor === undefined) continue;
      expect(findApiModel(model.successor)).toMatchObject({ preset: model.preset });
      expect(findApiModel(model.successor)?.retiresOn).toBeUndefined();
    }
  });

  it.each([
    ['claude-sonnet-4-5-20250929', '2026-11-29', { isOver: false, successor: 'claude-sonnet-5-5' }],
    ['claude-sonnet-4-5', '2026-11-30', { isOver: true }],
    ['openai/gpt-5', '2026-12-12', { isOver: true, successor: 'gpt-6.1-sol' }],
    ['gpt-6.1-sol', '2030-01-01', undefined],
    ['qwen3.5-9b', '2030-01-01', undefined],
  ])('%s on %s', (model, today, expected) => {
    if (expected === undefined) expect(retirementOf(model, today)).toBeUndefined();
    else expect(retirementOf(model, today)).toMatchObject(expected);
  });
});

describe('the address of an endpoint', () => {
  const address = (preset: (typeof presetIds)[number], url: string): string =>
    resolveEndpoint(endpointSchema.parse({ id: 'x', preset, url, model: 'm' })).baseUrl;

  it.each([
    ['vllm', 'http://10.0.0.2:8000', 'http://10.0.0.2:8000/v1'],
    ['vllm', 'http://10.0.0.2:8000/v1/', 'http://10.0.0.2:8000/v1'],
    ['custom', 'https://gpu.example/team/api', 'https://gpu.example/team/api'],
    ['anthropic', 'https://api.anthropic.com/v1', 'https://api.anthropic.com'],
    ['vast', 'https://openai.vast.ai/mine', 'https://openai.vast.ai/mine'],
  ] as const)('of %s: %s', (preset, url, expected) => {
    expect(address(preset, url)).toBe(expected);
  });
});

describe('the setting of an endpoint', () => {
  const good = { id: 'team', preset: 'vllm', url: 'http://127.0.0.1:8000/v1', model: 'Qwen/Qwen3.5-9B' };

  it('takes a good one', () => {
    expect(endpointSchema.parse(good)).toEqual(good);
  });

  it.each([
    ['an id that a role means otherwise', { id: 'local' }, 'must not be local or chat'],
    ['an id with spaces', { id: 'My Server' }, 'must be lower-case letters, digits and hyphens'],
    ['an address that is none', { url: 'gpu box' }, 'must be an address such as http://127.0.0.1:8000/v1'],
    [
      'an address with a key in it',
      { url: 'https://me:key@gpu.example/v1' },
      'must not contain a user name or password',
    ],
    ['an address with a query', { url: 'https://gpu.example/v1?key=1' }, 'must not contain ? or #'],
    ['an address of files', { url: 'file:///etc/passwd' }, 'must begin with http:// or https://'],
    ['a model with a line break', { model: 'a\r\nb' }, 'must be the name of a model, without spaces'],
    ['a header for a key', { headers: { Authorization: 'Bearer x' } }, 'Invalid key in record'],
    ['a header for another key', { headers: { 'X-Api-Key': 'x' } }, 'Invalid key in record'],
    ['a header of two lines', { headers: { 'x-title': 'a\r\nx-b: c' } }, undefined],
    ['a key', { apiKey: 'sk-1' }, 'Unrecognized key: "apiKey"'],
  ])('refuses %s', (_, change, message) => {
    const { error } = endpointSchema.safeParse({ ...good, ...change });
    expect(error).toBeDefined();
    if (message !== undefined) expect(error?.issues[0]?.message).toBe(message);
  });
});
