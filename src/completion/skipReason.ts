import { isOnlyClosers } from './brackets.ts';
import type { SkipReason } from './outcome.ts';
import { isSecretsFile } from './secretsFile.ts';
import { lineBefore, restOfLine, type Snapshot, type Trigger } from './snapshot.ts';

/** Beyond this a file is data, not code somebody writes by hand. */
export const maxDocumentCharacters = 5_000_000;
/** Beyond this a line is minified or data. */
export const maxLineCharacters = 5000;

/** Boxes and views that look like documents to an extension. */
const unsupportedLanguages: ReadonlySet<string> = new Set([
  'scminput',
  'search-result',
  'log',
  'code-text-binary',
  'chatinput',
]);

/** The gate: why nothing should be suggested here, or undefined to go on. Needs no engine. */
export function skipReason(snapshot: Snapshot, trigger: Trigger): SkipReason | undefined {
  return firmReason(snapshot) ?? (trigger === 'explicit' ? undefined : softReason(snapshot));
}

/** Holds even for a user who asks. */
function firmReason(snapshot: Snapshot): SkipReason | undefined {
  const { access, scheme, languageId, uri, path, documentCharacters, cursorCount } = snapshot;
  if (access === 'none' || unsupportedLanguages.has(languageId.toLowerCase())) {
    return { kind: 'unsupported-document', scheme, languageId };
  }
  if (access === 'read-only') return { kind: 'read-only' };
  // Outside the workspace `path` is only a name, and the folder may be what tells.
  if (isSecretsFile(path) || isSecretsFile(uri))
    return { kind: 'secrets-file', name: path.slice(path.lastIndexOf('/') + 1) };
  if (documentCharacters > maxDocumentCharacters) {
    return { kind: 'too-large', characters: documentCharacters, limit: maxDocumentCharacters };
  }
  const lineCharacters = lineBefore(snapshot).length + restOfLine(snapshot).length;
  if (lineCharacters > maxLineCharacters) {
    return { kind: 'long-line', characters: lineCharacters, limit: maxLineCharacters };
  }
  if (snapshot.before.includes('\0') || snapshot.after.includes('\0')) return { kind: 'binary' };
  if (cursorCount > 1) return { kind: 'several-cursors', count: cursorCount };
  if (snapshot.hasSelection) return { kind: 'selection' };
  return undefined;
}

/** Only keeps suggestions from turning up uninvited. */
function softReason(snapshot: Snapshot): SkipReason | undefined {
  if (!snapshot.isEnabled) return { kind: 'disabled', languageId: snapshot.languageId };
  const rest = restOfLine(snapshot);
  if (isWordCharacter(snapshot.before.at(-1)) && isWordCharacter(rest.at(0))) return { kind: 'mid-word' };
  if (!isOnlyClosers(rest)) return { kind: 'mid-line', rest };
  if (snapshot.before.trim() === '' && snapshot.after.trim() === '') return { kind: 'empty-document' };
  return undefined;
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
}
