import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../../src/chat/chatEvent.ts';
import { emptyChat, type PairFigures } from '../../../src/chat/chatState.ts';
import { hidePair } from '../../../src/chat/pair/hidePair.ts';
import { newSide } from '../../../src/chat/pair/reducePair.ts';
import { reduceChat } from '../../../src/chat/reduceChat.ts';
import { announcement } from '../../../src/webview/announcement.ts';
import { figuresText } from '../../../src/webview/pair/figuresText.ts';
import { voteKey } from '../../../src/webview/pair/voteKey.ts';
import { createWords } from '../../../src/webview/words.ts';
import { englishStrings } from '../harness/viewStrings.ts';

const words = createWords(englishStrings(), 'en');
const figures: PairFigures = {
  ...{ firstTokenMs: 340, totalMs: 12_340, promptTokens: 2480, generatedTokens: 312 },
  cost: { kind: 'known', usd: 0.004321, isUpperBound: false },
};

describe('the figures of an answer', () => {
  it('are told in one line', () => {
    expect(figuresText(figures, words)).toBe(
      'first token 340ms · total 12.3s · 2,480 tokens read, 312 written · $0.0043',
    );
  });

  it('say what is not known, and that our own machine has no API cost', () => {
    const unknown = {
      ...figures,
      firstTokenMs: undefined,
      generatedTokens: undefined,
      cost: { kind: 'unknown' } as const,
    };
    expect(figuresText(unknown, words)).toBe('total 12.3s · tokens unknown · cost unknown');
    expect(figuresText({ ...figures, cost: { kind: 'none' } }, words)).toContain('no API cost');
    const most = { kind: 'known', usd: 1.5, isUpperBound: true } as const;
    expect(figuresText({ ...figures, cost: most }, words)).toContain('at most $1.50');
  });
});

describe('what is announced of two answers', () => {
  const said = (events: readonly ChatEvent[]): (string | undefined)[] => {
    let state = emptyChat;
    return events
      .map((event) => {
        const before = state;
        state = reduceChat(before, event);
        return announcement(before, state, words);
      })
      .filter((text) => text !== undefined);
  };
  const ended = (side: 'left' | 'right', progress: 'done' | 'stopped' | 'failed'): ChatEvent => ({
    ...{ kind: 'pair-side-ended', id: 'p', side, progress, figures },
  });
  const begin = (labels: { left: string; right: string } | undefined): ChatEvent[] => [
    { kind: 'user', id: 'u', text: 'hello' },
    { kind: 'activity', activity: { kind: 'asking-two' } },
    { kind: 'pair-began', id: 'p', questionId: 'u', labels, isInTurn: false },
  ];

  it('is that they began and how each ended, and no word between', () => {
    const text = (side: 'left' | 'right'): ChatEvent[] => [
      { kind: 'pair-side-began', id: 'p', side },
      { kind: 'pair-side', id: 'p', side, event: { kind: 'assistant-began', id: `a-${side}` } },
      { kind: 'pair-side', id: 'p', side, event: { kind: 'text', id: `a-${side}`, text: 'word' } },
    ];
    expect(
      said([
        ...begin({ left: 'Qwen', right: 'GPT' }),
        ...text('left'),
        ...text('right'),
        ended('right', 'done'),
        ended('left', 'failed'),
        { kind: 'activity', activity: { kind: 'idle' } },
      ]),
    ).toEqual(['Two engines are answering', 'GPT finished', 'Qwen failed']);
  });

  it('is, of a blind pair, that a vote is due, and afterwards who answered', () => {
    const sides = { left: { ...newSide('Qwen'), figures }, right: newSide('GPT') };
    expect(
      said([
        ...begin(undefined),
        { kind: 'pair-shown', id: 'p', isHidden: true, canVote: true, sides: hidePair(sides) },
        { kind: 'activity', activity: { kind: 'idle' } },
        { kind: 'pair-voted', id: 'p', vote: 'left' },
        { kind: 'pair-shown', id: 'p', isHidden: false, canVote: false, sides },
      ]),
    ).toEqual([
      'Two engines are answering',
      'Both answers are there. Vote to see who gave them.',
      'A is by Qwen, B is by GPT',
    ]);
  });
});

it('the keys 1 to 4 vote, and none with a modifier', () => {
  const none = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
  expect(['1', '2', '3', '4', '5', 'a'].map((key) => voteKey({ ...none, key }))).toEqual([
    ...['left', 'right', 'tie', 'both-bad', undefined, undefined],
  ]);
  expect(voteKey({ ...none, key: '1', ctrlKey: true })).toBeUndefined();
});
