import { describe, expect, it } from 'vitest';
import { composerAction, type ComposerKey } from '../../src/webview/composer/composerKey.ts';
import { refusalText } from '../../src/webview/composer/refusalText.ts';
import { withRefused } from '../../src/webview/composer/withRefused.ts';
import { parseSavedView } from '../../src/webview/savedView.ts';
import { createWords, fillTemplate } from '../../src/webview/words.ts';
import { englishStrings } from './harness/viewStrings.ts';

const words = createWords(englishStrings(), 'en');

function key(name: string, changes: Partial<ComposerKey> = {}): ComposerKey {
  const none = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, keyCode: 0 };
  return { key: name, ...none, ...changes };
}

describe('composerAction', () => {
  it('sends on Enter and not on Shift+Enter', () => {
    expect(composerAction(key('Enter'), 'x')).toBe('send');
    expect(composerAction(key('Enter', { shiftKey: true }), 'x')).toBe('none');
  });

  it('leaves the Enter that picks a word to the input method', () => {
    expect(composerAction(key('Enter', { isComposing: true }), 'x')).toBe('none');
    expect(composerAction(key('Enter', { keyCode: 229 }), 'x')).toBe('none');
  });

  it('recalls on ArrowUp in an empty composer alone', () => {
    expect(composerAction(key('ArrowUp'), '')).toBe('recall');
    expect(composerAction(key('ArrowUp'), 'x')).toBe('none');
    expect(composerAction(key('ArrowUp', { shiftKey: true }), '')).toBe('none');
  });
});

describe('withRefused', () => {
  it('gives a message back, before what was written since', () => {
    expect(withRefused('', 'sent')).toBe('sent');
    expect(withRefused('sent', 'sent')).toBe('sent');
    expect(withRefused('new', 'sent')).toBe('sent\n\nnew');
  });
});

describe('refusalText', () => {
  it('gives the numbers of a message that is too long', () => {
    const reason = { kind: 'too-long', promptTokens: 9120, roomTokens: 6144, isConversation: false } as const;
    expect(refusalText(reason, words)).toBe(
      'Not sent: the message has 9,120 tokens and there is room for 6,144. Shorten it.',
    );
  });
});

describe('parseSavedView', () => {
  it('reads back what was saved', () => {
    const saved = { draft: 'x', anchor: { entryId: 'a', offset: -12 } };
    expect(parseSavedView(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
  });

  it.each([undefined, null, 'x', 7, {}, { draft: 7, anchor: 'x' }, { anchor: { entryId: 'a', offset: null } }])(
    'starts afresh from %j',
    (found) => {
      expect(parseSavedView(found)).toEqual({ draft: '', anchor: undefined });
    },
  );
});

describe('words', () => {
  it('fills places once: a value that looks like a place stays as it is', () => {
    expect(fillTemplate('{0} and {1}', '{1}', 'b')).toBe('{1} and b');
    expect(fillTemplate('{0} $& {2}', 'a')).toBe('a $& {2}');
  });

  it('writes numbers as the locale does', () => {
    expect(words.count(12345)).toBe('12,345');
    expect(words.roughCount(1240)).toBe('1.2k');
    expect(words.roughCount(940)).toBe('940');
    expect(words.percent(0.42)).toBe('42%');
    expect(words.duration(200)).toBe('1s');
    expect(words.duration(150_000)).toBe('2.5m');
    expect(createWords(englishStrings(), 'de').count(12345)).toBe('12.345');
  });

  it('falls back to English for a locale that is none', () => {
    expect(createWords(englishStrings(), 'qps_ploc!').count(1234)).toBe('1,234');
  });

  it('has all its words', () => {
    expect(Object.values(englishStrings()).filter((text) => typeof text !== 'string' || text === '')).toEqual([]);
    expect(Object.keys(englishStrings()).length).toBeGreaterThan(90);
  });
});
