import { join } from 'node:path';
import fc from 'fast-check';
import { LlamaLogLevel, type Token, getLlama } from 'node-llama-cpp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReplyPrompt } from '../../src/engine/engine.ts';
import type { AssistantMessage, ChatMessage } from '../../src/engine/message.ts';
import { type ChatTemplate, parseChatTemplate } from '../../src/prompt/chatTemplate.ts';
import { encodeRendered } from '../../src/prompt/promptTokens.ts';
import { ReplyParser } from '../../src/prompt/replyParser.ts';
import { encodeContent } from '../../src/prompt/vocabulary.ts';
import { type ModelVocabulary, readVocabulary } from '../../src/worker/modelVocabulary.ts';
import { Transcript } from '../../src/worker/transcript.ts';
import { makeVocabularyModel } from '../model/makeShapeModel.ts';
import { officialTemplate } from '../model/vendoredLlama.ts';
import { hostileText } from '../prompt/hostileText.ts';
import { question, temporaryFolder } from './withEngine.ts';

let vocabulary: ModelVocabulary;
let template: ChatTemplate;
let spell: (tokens: readonly number[]) => string;

beforeAll(async () => {
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.disabled });
  afterAll(() => llama.dispose());
  const path = join(await temporaryFolder(), 'vocabulary.gguf');
  await makeVocabularyModel(path);
  const model = await llama.loadModel({ modelPath: path, vocabOnly: true });
  vocabulary = readVocabulary(model);
  spell = (tokens) => model.detokenize(tokens as Token[], true);
  template = parseChatTemplate(await officialTemplate(), 'Qwen 3.5');
});

/** What a model writes: text in pieces that are tokens of their own, `«x»` a control token. */
function tokensOf(pieces: readonly string[]): Token[] {
  return pieces.flatMap((piece) => {
    const control = /^«(.*)»$/s.exec(piece)?.[1];
    const tokens = control === undefined ? encodeContent(vocabulary, piece) : [vocabulary.controlId(control) ?? -1];
    return tokens as Token[];
  });
}

function messageOf(generated: readonly Token[]): AssistantMessage {
  let calls = 0;
  const parser = new ReplyParser({ isThinking: false, newCallId: () => `c${(calls += 1)}`, emit: () => {} });
  const decoder = vocabulary.newDecoder();
  for (const token of generated) for (const piece of decoder.add(token)) parser.add(piece);
  return parser.finish(false);
}

/** The conversation that goes on after an answer of these tokens, and how the transcript encodes it. */
function continuation(generated: readonly Token[], last: ChatMessage) {
  const transcript = new Transcript(vocabulary);
  const rendered = template.render(question);
  const prompt = transcript.encode(rendered);
  transcript.remember(rendered, prompt, generated);
  const next: ReplyPrompt = { ...question, messages: [...question.messages, messageOf(generated), last] };
  const nextRendered = template.render(next);
  return {
    said: [...prompt.tokens, ...generated],
    encoded: transcript.encode(nextRendered),
    anew: encodeRendered(vocabulary, nextRendered),
  };
}

const toolResult: ChatMessage = { role: 'tool', callId: 'c1', text: '# Hi' };
const callPieces = [
  '«<tool_call>»',
  '\n<func',
  'tion=read_file>\n<para',
  'meter=path>\nREAD',
  'ME.md\n</para',
  'meter>\n',
];
const closerPieces = ['</fun', 'ction>\n', '«</tool_call>»'];

test('an answer with a call keeps its tokens, however the model spelled it', () => {
  const generated = tokensOf(['I wi', 'll rea', 'd.\n\n', ...callPieces, ...closerPieces]);
  const { said, encoded, anew } = continuation(generated, toolResult);
  expect(spell(encoded.tokens)).toBe(spell(anew.tokens));
  expect(encoded.tokens.slice(0, said.length)).toEqual(said);
  expect(anew.tokens.slice(0, said.length)).not.toEqual(said);
});

test('an answer that was cut off within a character is not continued from its broken end', () => {
  const generated = tokensOf(['Hello', '🪿']).slice(0, -1);
  expect(spell(generated)).not.toBe('Hello');
  const { encoded, anew } = continuation(generated, { role: 'user', text: 'Go on.' });
  expect(spell(encoded.tokens)).toBe(spell(anew.tokens));
});

const content = fc.oneof(hostileText, fc.constantFrom('é', '日本', '🪿', ' a', 'const x = 1;\n', '\n\n', '«'));
const answer = fc
  .tuple(fc.array(content, { maxLength: 6 }), fc.boolean(), fc.array(content, { maxLength: 3 }))
  .map(([before, calls, after]) => [...before, ...(calls ? [...callPieces, ...closerPieces] : []), ...after]);

test('whatever was said, the tokens spell the prompt as it is rendered, control tokens and turns included', () => {
  fc.assert(
    fc.property(answer, fc.nat(2), fc.boolean(), (pieces, lost, isCalled) => {
      const generated = tokensOf(pieces);
      const last: ChatMessage = isCalled ? toolResult : { role: 'user', text: 'Go on.' };
      const { encoded, anew } = continuation(generated.slice(0, generated.length - lost), last);
      expect(spell(encoded.tokens)).toBe(spell(anew.tokens));
      const turnStart = vocabulary.controlId('<|im_start|>');
      const places = encoded.tokens.flatMap((token, index) => (token === turnStart ? [index] : []));
      expect(encoded.turnStarts).toEqual(places);
      const isMark = (token: number): boolean => /^<[^\s<>]+>$/.test(spell([token]));
      expect(encoded.tokens.filter(isMark)).toEqual(anew.tokens.filter(isMark));
    }),
    { numRuns: 400, seed: 1 },
  );
});
