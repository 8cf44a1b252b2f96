import { describe, expect, it } from 'vitest';
import { maxDocumentCharacters, maxLineCharacters, skipReason } from '../../src/completion/skipReason.ts';
import type { Snapshot } from '../../src/completion/snapshot.ts';
import { snapshotAt, snapshotOf } from './snapshotAt.ts';

const code = 'const a = 1;\nreturn |';

const firm: readonly (readonly [string, Snapshot, string])[] = [
  ['a view with no file system', snapshotAt(code, { access: 'none', scheme: 'output' }), 'unsupported-document'],
  ['the commit message box', snapshotAt(code, { languageId: 'scminput' }), 'unsupported-document'],
  ['a read-only document', snapshotAt(code, { access: 'read-only' }), 'read-only'],
  ['a secrets file', snapshotAt(code, { path: 'deploy/.env' }), 'secrets-file'],
  ['a secrets folder outside the workspace', snapshotAt(code, { path: 'x', uri: 'file:///u/.aws/x' }), 'secrets-file'],
  ['a huge document', snapshotAt(code, { documentCharacters: maxDocumentCharacters + 1 }), 'too-large'],
  ['a minified line', snapshotOf('x'.repeat(maxLineCharacters), 'y'), 'long-line'],
  ['binary data', snapshotOf('a\0b', ''), 'binary'],
  ['several cursors', snapshotAt(code, { cursorCount: 2 }), 'several-cursors'],
  ['a selection', snapshotAt(code, { hasSelection: true }), 'selection'],
];

const soft: readonly (readonly [string, Snapshot, string])[] = [
  ['completions turned off', snapshotAt(code, { isEnabled: false }), 'disabled'],
  ['a cursor inside a word', snapshotAt('foo|bar'), 'mid-word'],
  ['code after the cursor', snapshotAt('foo(|bar)'), 'mid-line'],
  ['an empty document', snapshotAt('\n  |\n'), 'empty-document'],
];

describe('skipReason', () => {
  it.each(firm)('turns away %s, asked or not', (_name, snapshot, kind) => {
    expect(skipReason(snapshot, 'automatic')?.kind).toBe(kind);
    expect(skipReason(snapshot, 'explicit')?.kind).toBe(kind);
  });

  it.each(soft)('turns away %s unless asked', (_name, snapshot, kind) => {
    expect(skipReason(snapshot, 'automatic')?.kind).toBe(kind);
    expect(skipReason(snapshot, 'explicit')).toBeUndefined();
  });

  it.each(['foo(|)', 'foo("|")', 'if (a|) {', '[a, |];', 'x = |', 'é|', 'foo|  \nbar'])('lets %s through', (text) => {
    expect(skipReason(snapshotAt(text), 'automatic')).toBeUndefined();
  });
});
