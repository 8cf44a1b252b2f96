import { describe, expect, it } from 'vitest';
import { assumeSelected } from '../../src/completion/selectedSuggestion.ts';
import { snapshotAt } from './snapshotAt.ts';

describe('assumeSelected', () => {
  it('completes from where the chosen entry would end', () => {
    const selected = { text: 'push', span: { before: 2, after: 0 } };
    const assumed = assumeSelected(snapshotAt('list.pu|\n', { selected }));
    expect(assumed?.snapshot).toMatchObject({ before: 'list.push', after: '\n', offset: 9, selected: undefined });
    expect(assumed?.lead).toEqual({ text: 'push', replaceBefore: 2, replaceAfter: 0 });
  });

  it('takes away what the entry replaces after the cursor', () => {
    const selected = { text: 'push', span: { before: 2, after: 2 } };
    expect(assumeSelected(snapshotAt('list.pu|ll()', { selected }))?.snapshot.after).toBe('()');
  });

  it.each([
    ['matches only fuzzily', { text: 'pull', span: { before: 2, after: 0 } }],
    ['has several lines', { text: 'pu\n', span: { before: 2, after: 0 } }],
    ['replaces text on other lines', { text: 'pus', span: undefined }],
  ])('refuses an entry that %s', (_name, selected) => {
    expect(assumeSelected(snapshotAt('list.ps|', { selected }))).toBeUndefined();
  });
});
