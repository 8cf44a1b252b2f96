import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addedLines, countChangedLines } from '../../../src/benchmark/mining/addedLines.ts';
import { lineOrigins } from '../../../src/benchmark/mining/lineOrigins.ts';

const origin = (id: string) => ({ id, date: '2026-01-01T00:00:00.000Z' });
type Version = [id: string, before: string, after: string];
const versionsOf = (versions: readonly Version[]) =>
  versions.map(([id, before, after]) => ({ commit: origin(id), before, after }));
const ids = async (text: string, ...versions: Version[]) =>
  (await lineOrigins(text, versionsOf(versions))).map((found) => found?.id);

describe('added lines', () => {
  it('are those that were not there before, run by run', () => {
    expect(addedLines('a\nb\nc\n', 'a\nnew\nb\nc\nlast\n')).toEqual([['new'], ['last']]);
    expect(addedLines('', 'a\nb')).toEqual([['a', 'b']]);
  });
  it('are not those that moved or were indented anew', () => {
    expect(addedLines('first();\nmoved();\nlast();\n', 'first();\nif (x) {\n  moved();\n}\nlast();\n')).toEqual([
      ['if (x) {'],
      ['}'],
    ]);
  });
  it('count together with removed ones', () => {
    expect(countChangedLines('a\nb\nc', 'a\nx\ny\nc')).toBe(3);
    expect(countChangedLines('a', 'a')).toBe(0);
  });
  it('rebuild the new text with what stayed (law)', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changed = countChangedLines(before, after) ?? 0;
        expect(changed === 0).toBe(before === after);
        expect((before.split('\n').length + after.split('\n').length - changed) % 2).toBe(0);
      }),
    );
  });
});

describe('the origins of lines', () => {
  it('are the newest commits that added them, if they still stand', async () => {
    expect(
      await ids('a\ntwo\nb\none\n', ['2', 'a\nb\none\n', 'a\ntwo\nb\none\n'], ['1', 'a\nb\n', 'a\nb\none\ngone\n']),
    ).toEqual([undefined, '2', undefined, '1', undefined]);
  });
  it('take lines that are not unique along with those around them that are', async () => {
    expect(await ids('f {\n}\ng {\n  x\n}\n', ['1', 'f {\n}\n', 'f {\n}\ng {\n  x\n}\n'])).toEqual([
      undefined,
      undefined,
      '1',
      '1',
      '1',
      undefined,
    ]);
  });
  it('are unknown for lines that stand several times alone', async () => {
    expect(await ids('x\nx\n', ['1', 'x\n', 'x\nx\n'])).toEqual([undefined, undefined, undefined]);
  });
  it('are looked for no further back than needed', async () => {
    const asked: string[] = [];
    function* history(): Generator<ReturnType<typeof versionsOf>[number]> {
      for (const version of versionsOf([
        ['3', 'a\n', 'a\nb\n'],
        ['2', '', 'a\n'],
        ['1', 'old\n', ''],
      ])) {
        asked.push(version.commit.id);
        yield version;
      }
    }
    await lineOrigins('a\nb\n', history());
    expect(asked).toEqual(['3', '2']);
  });
});
