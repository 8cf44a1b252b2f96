import type { BaseEntry, BaseFiles } from './baseFiles.ts';

const testLike = /(?:^|[/._-])(?:tests?|specs?|__tests__|conftest)[/._-](?:.*\.)?(?:[cm]?[jt]sx?|py|sh)$/i;
const mention = /(?<![\w./-])git(?![\w/-])|\bsimple-git\b|\bgitpython\b/i;
const maxRemembered = 50_000;
const entriesPerRead = 200;

/**
 * Do tests of a base speak of git? Then they may call it, and need a repository to call it in; making one takes longer than
 * all else of a copy. A file is looked at once, whatever bases it is of.
 */
export function createGitMentions(): (base: BaseFiles, signal: AbortSignal) => Promise<boolean> {
  const known = new Map<string, boolean>();
  const knownBases = new WeakMap<BaseFiles, boolean>();

  async function mentions(base: BaseFiles, entry: BaseEntry, signal: AbortSignal): Promise<boolean> {
    const before = known.get(entry.content);
    if (before !== undefined) return before;
    const found = mention.test(new TextDecoder().decode(await base.read(entry, signal)));
    if (known.size >= maxRemembered) known.clear();
    known.set(entry.content, found);
    return found;
  }

  async function look(base: BaseFiles, signal: AbortSignal): Promise<boolean> {
    const tests = [...base.entries].filter(([path, { kind }]) => kind === 'file' && testLike.test(path));
    for (let from = 0; from < tests.length; from += entriesPerRead) {
      const slice = tests.slice(from, from + entriesPerRead);
      const found = await Promise.all(slice.map(([, entry]) => mentions(base, entry, signal)));
      if (found.includes(true)) return true;
    }
    return false;
  }

  return async (base, signal) => {
    const found = knownBases.get(base) ?? (await look(base, signal));
    knownBases.set(base, found);
    return found;
  };
}
