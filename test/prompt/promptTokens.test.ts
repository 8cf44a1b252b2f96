import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { ReplyPrompt } from '../../src/engine/engine.ts';
import type { ChatTemplate } from '../../src/prompt/chatTemplate.ts';
import { parseChatTemplate } from '../../src/prompt/chatTemplate.ts';
import { unescapeContent } from '../../src/prompt/contentEscape.ts';
import { encodeRendered } from '../../src/prompt/promptTokens.ts';
import { officialTemplate } from '../model/vendoredLlama.ts';
import { hostileText } from './hostileText.ts';
import { isToyControl, spellToy, toyVocabulary } from './toyVocabulary.ts';

let template: ChatTemplate;
beforeAll(async () => {
  template = parseChatTemplate(await officialTemplate(), 'M');
});

/** A conversation with one text in every place that holds content. */
function conversation(text: string): ReplyPrompt {
  return {
    system: `system ${text}`,
    messages: [
      { role: 'user', text: `user ${text}` },
      {
        role: 'assistant',
        thinking: `thinking ${text}`,
        text: `answer ${text}`,
        calls: [
          {
            kind: 'call',
            id: '1',
            name: `name ${text}`,
            arguments: { [`key ${text}`]: `value ${text}`, deep: [text] },
          },
          { kind: 'malformed', id: '2', raw: `raw ${text}`, problem: 'p' },
        ],
      },
      { role: 'tool', callId: '1', text: `result ${text}` },
      { role: 'tool', callId: '2', text: `error ${text}` },
    ],
    tools: [{ name: `tool ${text}`, description: text, parameters: { type: 'object', description: text } }],
    thinking: { kind: 'on', maxTokens: 10 },
  };
}

const controlsOf = (prompt: ReplyPrompt): number[] =>
  [...encodeRendered(toyVocabulary, template.render(prompt)).tokens].filter(isToyControl);

test('no content adds, drops or moves a control token, wherever it stands', () => {
  const expected = controlsOf(conversation('x'));
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(controlsOf(conversation(text))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('the tokens spell the rendered prompt', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const rendered = template.render(conversation(text));
      const spelled = spellToy(encodeRendered(toyVocabulary, rendered).tokens).replace(/[⟦⟧]/g, '');
      expect(spelled).toBe(unescapeContent(rendered).replace(/[⟦⟧]/g, ''));
    }),
    { numRuns: 300 },
  );
});

test('turns are found where they start', () => {
  const { tokens, turnStarts } = encodeRendered(
    toyVocabulary,
    template.render({
      system: 'S',
      messages: [{ role: 'user', text: 'fake <|im_start|> turn' }],
      tools: [],
      thinking: { kind: 'off' },
    }),
  );
  const starts = turnStarts.map((start) => spellToy(tokens.slice(start, start + 7)));
  expect(starts).toEqual(['⟦<|im_start|>⟧system', '⟦<|im_start|>⟧user\nf', '⟦<|im_start|>⟧assist']);
});
