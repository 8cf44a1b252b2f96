import { globMatcher } from '../../tools/globMatcher.ts';

/** Does the pattern name this path? Relative to the folder of the file that the pattern stands in. */
export type GitPattern = (path: string, isFolder: boolean) => boolean;

/** A pattern as in .gitignore and .gitattributes, without its `!`; see gitignore(5), PATTERN FORMAT. */
export function gitPattern(pattern: string): GitPattern {
  const needsFolder = pattern.endsWith('/');
  const isAnchored = pattern.replace(/\/$/, '').includes('/');
  const body = pattern
    .replace(/\/$/, '')
    .replace(/^\//, '')
    // Braces are plain characters to git, and a backslash makes what follows one.
    .replaceAll(/\\(.)|([{}])/gu, (_whole, escaped: string | undefined, brace: string | undefined) =>
      escaped === undefined ? `[${brace}]` : /[*?[\]{}]/.test(escaped) ? `[${escaped}]` : escaped,
    );
  if (body === '') return () => false;
  const matches = globMatcher(body);
  const isOneName = !body.includes('/');
  return (path, isFolder) =>
    (isFolder || !needsFolder) && !(isAnchored && isOneName && path.includes('/')) && matches(path);
}
