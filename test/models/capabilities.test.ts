import { expect, test } from 'vitest';
import { modelCapabilities } from '../../src/models/capabilities.ts';
import { knownModel } from '../../src/models/knownModels.ts';
import { officialTemplate } from '../model/vendoredLlama.ts';

const nothing = { name: undefined, chatTemplate: undefined, hasInfillTokens: false };

test('a model without template and infill tokens can do nothing for us', () => {
  expect(modelCapabilities(nothing)).toEqual({ infill: 'none', chat: false, tools: false, thinking: false });
});

test('the official template can chat, call tools and think', async () => {
  expect(modelCapabilities({ ...nothing, chatTemplate: await officialTemplate() })).toEqual({
    infill: 'none',
    chat: true,
    tools: true,
    thinking: true,
  });
});

test('a plain template can only chat', () => {
  const chatTemplate = '{% for message in messages %}{{ message.content }}{% endfor %}';
  expect(modelCapabilities({ ...nothing, chatTemplate })).toMatchObject({ chat: true, tools: false, thinking: false });
});

test('a blank template is none', () => {
  expect(modelCapabilities({ ...nothing, chatTemplate: ' \n' }).chat).toBe(false);
});

test('infill tokens promise blocks, unless the model is known for less', () => {
  expect(modelCapabilities({ ...nothing, hasInfillTokens: true }).infill).toBe('block');
  expect(modelCapabilities({ ...nothing, hasInfillTokens: true, name: 'Parity Starter' }).infill).toBe('line');
  expect(modelCapabilities({ ...nothing, name: 'Parity Starter' }).infill).toBe('none');
});

test('the starter model prefers one thread, others what the machine has', () => {
  expect(knownModel('Parity Starter').preferredThreads).toBe(1);
  expect(knownModel('Another').preferredThreads).toBeUndefined();
  expect(knownModel(undefined)).toEqual({});
});
