import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgePath, parseIgnoreRules } from '../../benchmark/mining/ignoreRules.ts';

/** What test runners and interpreters make, whether or not a repository thought of ignoring it. */
const generated =
  /(?:^|\/)(?:\.git|node_modules|__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.nyc_output|\.vite|\.vitest|\.cache|coverage|htmlcov|[^/]+\.egg-info)\/|(?:^|\/)(?:\.coverage[^/]*|[^/]+\.py[co]|[^/]+\.timestamp-\d+[^/]*\.mjs)$/;

/** Is a new file one that nobody would commit: generated, or ignored by the copy's own rules? */
export function isLeftBehind(root: string, path: string): boolean {
  return generated.test(path) || isIgnored(root, path);
}

function isIgnored(root: string, path: string): boolean {
  const segments = path.split('/');
  for (let depth = 1; depth <= segments.length; depth += 1) {
    if (isIgnoredItself(root, segments.slice(0, depth), depth < segments.length)) return true;
  }
  return false;
}

/** The deepest .gitignore that has an opinion decides. */
function isIgnoredItself(root: string, segments: readonly string[], isFolder: boolean): boolean {
  for (let depth = segments.length - 1; depth >= 0; depth -= 1) {
    const text = rulesIn(join(root, ...segments.slice(0, depth)));
    if (text === undefined) continue;
    const verdict = judgePath(parseIgnoreRules(text), segments.slice(depth).join('/'), isFolder);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

const maxRulesBytes = 256 * 1024;

function rulesIn(folder: string): string | undefined {
  const file = join(folder, '.gitignore');
  try {
    const found = lstatSync(file);
    return found.isFile() && found.size <= maxRulesBytes ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
