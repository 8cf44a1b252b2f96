import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TypeThrough, typedSince } from '../../src/completion/typeThrough.ts';
import { afterTyping, snapshotAt, snapshotOf } from './snapshotAt.ts';

const start = snapshotAt('const a = |\nconst b = 2;');

function holding(text: string, replaceAfter = 0, snapshot = start): TypeThrough {
  const typeThrough = new TypeThrough();
  typeThrough.store(snapshot, { text, replaceAfter });
  return typeThrough;
}

describe('TypeThrough', () => {
  it('gives exactly the remainder while typing along, and backspacing into it', () => {
    const suggestion = fc.string({
      minLength: 1,
      maxLength: 60,
      unit: fc.constantFrom(...Array.from('ab(){}"\'\n; ')),
    });
    fc.assert(
      fc.property(suggestion, fc.array(fc.nat(60), { maxLength: 20 }), (text, cuts) => {
        const typeThrough = holding(text);
        for (const cut of cuts.filter((count) => count < text.length)) {
          const snapshot = afterTyping(start, text.slice(0, cut));
          expect(typeThrough.lookup(snapshot)).toEqual({ text: text.slice(cut), replaceAfter: 0 });
        }
      }),
    );
  });

  it('has nothing left once all is typed', () => {
    expect(holding('foo').lookup(afterTyping(start, 'foo'))).toBeUndefined();
  });

  it.each([
    ['another key', afterTyping(start, 'x')],
    ['another line before', snapshotAt('const c = |\nconst b = 2;')],
    ['another line after', snapshotAt('const a = |\nconst b = 3;')],
    ['another document', snapshotAt('const a = |\nconst b = 2;', { uri: 'file:///other.ts' })],
  ])('knows nothing at %s', (_name, snapshot) => {
    expect(holding('foo();').lookup(snapshot)).toBeUndefined();
  });

  it('covers the closer that the editor put behind a typed opener', () => {
    const remainder = holding('foo(a);').lookup(afterTyping(start, 'foo(', ')'));
    expect(remainder).toEqual({ text: 'a);', replaceAfter: 1 });
  });

  it('gives up the closer that the editor put behind a typed opener', () => {
    expect(holding('foo(a)').lookup(afterTyping(start, 'foo(', ')'))).toEqual({ text: 'a', replaceAfter: 0 });
  });

  it('covers a quote within a parenthesis', () => {
    const remainder = holding('foo("a");').lookup(afterTyping(start, 'foo("', '")'));
    expect(remainder).toEqual({ text: 'a");', replaceAfter: 2 });
  });

  it('goes on replacing what it replaced', () => {
    const snapshot = snapshotAt('foo(|)\n');
    expect(holding('a, b);', 1, snapshot).lookup(afterTyping(snapshot, 'a'))).toEqual({
      text: ', b);',
      replaceAfter: 1,
    });
  });

  it('stays with the suggestion on screen when an older one would fit too', () => {
    const typeThrough = holding('xyz', 0, afterTyping(start, 'f'));
    typeThrough.store(start, { text: 'foo', replaceAfter: 0 });
    expect(typeThrough.lookup(afterTyping(start, 'f'))?.text).toBe('oo');
  });

  it('forgets the least recently used', () => {
    const typeThrough = new TypeThrough(2);
    const places = ['a = |', 'b = |', 'c = |'].map((text) => snapshotAt(text));
    for (const place of places.slice(0, 2)) typeThrough.store(place, { text: place.before, replaceAfter: 0 });
    const [first = start, second = start, third = start] = places;
    expect(typeThrough.lookup(first)?.text).toBe('a = ');
    typeThrough.store(third, { text: 'c', replaceAfter: 0 });
    expect(typeThrough.lookup(second)).toBeUndefined();
    expect(typeThrough.lookup(first)?.text).toBe('a = ');
  });

  it('forgets all when cleared', () => {
    const typeThrough = holding('foo');
    typeThrough.clear();
    expect(typeThrough.lookup(start)).toBeUndefined();
  });
});

describe('typedSince', () => {
  it('tells what was typed at the cursor', () => {
    expect(typedSince(start, afterTyping(start, 'foo'))).toBe('foo');
    expect(typedSince(start, afterTyping(start, 'f(', ')'))).toBe('f(');
  });

  it('does not take an edit elsewhere, or a step back, for typing', () => {
    expect(typedSince(start, snapshotOf('const z = foo', start.after))).toBeUndefined();
    expect(typedSince(start, snapshotOf('const a =', start.after))).toBeUndefined();
    expect(typedSince(start, snapshotOf(`${start.before}f`, '\nconst b = 3;'))).toBeUndefined();
  });
});
