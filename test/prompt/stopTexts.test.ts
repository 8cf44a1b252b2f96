import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReplyPart } from '../../src/engine/engine.ts';
import { StoppedReply } from '../../src/prompt/stoppedReply.ts';
import { StopTexts } from '../../src/prompt/stopTexts.ts';

function shown(pieces: readonly string[], texts: readonly string[]) {
  const stops = new StopTexts(texts);
  const parts = pieces.map((piece) => stops.add(piece));
  return { parts: [...parts, stops.finish()], stoppedAt: stops.stoppedAt };
}

describe('a text with stops', () => {
  it.each([
    [['one END two'], ['END'], ['one ', ''], 'END'],
    [['one E', 'N', 'D two', ' three'], ['END'], ['one ', '', '', '', ''], 'END'],
    [['one E', 'nd'], ['END'], ['one ', 'End', ''], undefined],
    [['one E'], ['END'], ['one ', 'E'], undefined],
    [['ab', 'c'], ['bc', 'abcd'], ['', 'a', ''], 'bc'],
    [['aaab'], ['aab'], ['a', ''], 'aab'],
    [['any'], [''], ['any', ''], undefined],
  ])('%j ends at %j', (pieces, texts, parts, stoppedAt) => {
    expect(shown(pieces, texts)).toEqual({ parts, stoppedAt });
  });

  it('shows the same however it is cut into pieces, and never a part of a stop', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\n') });
    fc.assert(
      fc.property(
        fc.array(letters),
        letters.filter((stop) => stop !== ''),
        (pieces, stop) => {
          const { parts, stoppedAt } = shown(pieces, [stop]);
          const text = pieces.join('');
          const at = text.indexOf(stop);
          expect(parts.join('')).toBe(at < 0 ? text : text.slice(0, at));
          expect(stoppedAt).toBe(at < 0 ? undefined : stop);
        },
      ),
    );
  });
});

describe('a reply with stops', () => {
  const message = { role: 'assistant', thinking: 'END', text: 'one END two', calls: [] } as const;

  it('tells nothing of the stop, and does not look for it in the thinking', () => {
    const parts: ReplyPart[] = [];
    const reply = new StoppedReply(['END'], (part) => parts.push(part));
    reply.add({ kind: 'thinking', text: 'END' });
    expect(reply.stoppedAt).toBeUndefined();
    for (const text of ['one E', 'ND two']) reply.add({ kind: 'text', text });
    expect(reply.finish(message)).toEqual({ ...message, text: 'one' });
    expect(reply.stoppedAt).toBe('END');
    expect(parts).toEqual([
      { kind: 'thinking', text: 'END' },
      { kind: 'text', text: 'one ' },
    ]);
  });

  it('without one is the message that it was', () => {
    const parts: ReplyPart[] = [];
    const reply = new StoppedReply(['ENDING'], (part) => parts.push(part));
    reply.add({ kind: 'text', text: 'one END' });
    expect(reply.finish({ ...message, text: 'one END' })).toEqual({ ...message, text: 'one END' });
    expect(parts.map((part) => ('text' in part ? part.text : ''))).toEqual(['one ', 'END']);
  });
});
