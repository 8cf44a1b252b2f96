import { join } from 'node:path';
import fc from 'fast-check';
import { LlamaLogLevel, getLlama } from 'node-llama-cpp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReplyPrompt } from '../../src/engine/engine.ts';
import { type ChatTemplate, parseChatTemplate } from '../../src/prompt/chatTemplate.ts';
import { layOutInfill } from '../../src/prompt/infillLayout.ts';
import { encodeRendered } from '../../src/prompt/promptTokens.ts';
import { encodeContent } from '../../src/prompt/vocabulary.ts';
import { type ModelVocabulary, readVocabulary } from '../../src/worker/modelVocabulary.ts';
import { makeVocabularyModel } from '../model/makeShapeModel.ts';
import { officialTemplate } from '../model/vendoredLlama.ts';
import { hostileText } from '../prompt/hostileText.ts';
import { hole, temporaryFolder } from './withEngine.ts';

/** A vocabulary of Qwen 3.5's size with its added tokens at their ids, in the real tokenizer. */
let vocabulary: ModelVocabulary;
let template: ChatTemplate;
let isControl: (token: number) => boolean;
let spell: (tokens: readonly number[]) => string;

beforeAll(async () => {
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.disabled });
  afterAll(() => llama.dispose());
  const path = join(await temporaryFolder(), 'vocabulary.gguf');
  await makeVocabularyModel(path);
  const model = await llama.loadModel({ modelPath: path, vocabOnly: true });
  vocabulary = readVocabulary(model);
  const control = new Set<number>();
  for (const token of model.iterateAllTokens()) {
    const attributes = model.getTokenAttributes(token);
    if (attributes.control || attributes.userDefined) control.add(token);
  }
  isControl = (token) => control.has(token);
  spell = (tokens) => model.detokenize(tokens as Parameters<typeof model.detokenize>[0], true);
  template = parseChatTemplate(await officialTemplate(), 'Qwen 3.5');
});

test('the tokenizer does forge control tokens from plain text, which is why content is cut', () => {
  expect(vocabulary.encode('a<think>b').some(isControl)).toBe(true);
});

test('text of users, files and tools never becomes a control token, and loses nothing', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const tokens = encodeContent(vocabulary, text);
      expect(tokens.filter(isControl)).toEqual([]);
      expect(spell(tokens)).toBe(text);
    }),
    { numRuns: 1500 },
  );
});

test('in a chat, the control tokens are those of the template, whatever the content', () => {
  const conversation = (text: string): ReplyPrompt => ({
    system: text,
    messages: [
      { role: 'user', text: `u${text}` },
      {
        role: 'assistant',
        thinking: text,
        text,
        calls: [{ kind: 'call', id: '1', name: text, arguments: { [`k${text}`]: text } }],
      },
      { role: 'tool', callId: '1', text },
    ],
    tools: [{ name: text, description: text, parameters: { description: text } }],
    thinking: { kind: 'on', maxTokens: 8 },
  });
  const controlsOf = (text: string): number[] =>
    encodeRendered(vocabulary, template.render(conversation(text))).tokens.filter(isControl);
  const expected = controlsOf('x');
  expect(expected.map((token) => spell([token]))).toContain('<tool_call>');
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(controlsOf(`x${text}`)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test.each(['prefix-suffix-middle', 'suffix-prefix-middle'] as const)(
  'in an infill (%s), the control tokens are those of the layout, whatever the content',
  (order) => {
    const controlsOf = (text: string): number[] | undefined => {
      const contextFiles = [{ path: text, text }];
      const request = { ...hole, repository: text, contextFiles, path: text, prefix: text, suffix: text };
      return layOutInfill(vocabulary, request, order)?.tokens.filter(isControl);
    };
    const expected = controlsOf('x');
    expect(expected).toHaveLength(6);
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(controlsOf(text)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  },
);

test('cutting the prefix at the start of a line changes no token of ordinary code', () => {
  const code = 'function f() {\n  const a = [1, 2];\n\n  if (a) {\n\t\treturn "x\\n";\n  }\n}\n';
  for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) {
    const [before, after] = [code.slice(0, at + 1), code.slice(at + 1)];
    if (after.startsWith('\n')) continue;
    expect([...vocabulary.encode(before), ...vocabulary.encode(after)]).toEqual(vocabulary.encode(code));
  }
});
