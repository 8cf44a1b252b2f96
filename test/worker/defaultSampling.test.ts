import { expect, test } from 'vitest';
import { defaultSampling } from '../../src/worker/defaultSampling.ts';

const tool = { name: 'read_file', description: 'Reads a file.', parameters: { type: 'object' } };
const off = { kind: 'off' } as const;
const on = { kind: 'on', maxTokens: 100 } as const;

test("the card's numbers for code while thinking, and its others while not", () => {
  expect(defaultSampling({ thinking: on, tools: [tool] }, 'Qwen3.5-9B')).toEqual({
    temperature: 0.6,
    topP: 0.95,
    topK: 20,
    presencePenalty: 0,
  });
  expect(defaultSampling({ thinking: off, tools: [] }, 'Qwen3.5-9B')).toEqual({
    temperature: 0.7,
    topP: 0.8,
    topK: 20,
    presencePenalty: 1.5,
  });
});

test('the smallest two have their own', () => {
  const sampling = { temperature: 1, topP: 1, topK: 20, presencePenalty: 2 };
  expect(defaultSampling({ thinking: off, tools: [] }, 'Qwen3.5-0.8B')).toEqual(sampling);
  expect(defaultSampling({ thinking: off, tools: [] }, 'Qwen3.5-2B')).toEqual(sampling);
});

test('with tools a model may repeat itself', () => {
  expect(defaultSampling({ thinking: off, tools: [tool] }, 'Qwen3.5-0.8B').presencePenalty).toBe(0);
});

test('a model that is not known gets what most of the family share', () => {
  expect(defaultSampling({ thinking: off, tools: [] }, 'My fine-tune').temperature).toBe(0.7);
});
