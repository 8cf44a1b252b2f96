/**
 * What a path that a model wrote means, by its letters alone. Symbolic links are looked at where there are files: what
 * comes out here lies inside a workspace folder only as far as names can tell.
 *
 * Accepted: a path relative to the workspace (with several folders: beginning with the folder's label), and an absolute
 * path that begins with a workspace folder's own, since models copy those from error messages. `\` separates like `/` on every
 * system, so that no name can mean one thing here and another there. Everything else is outside.
 */

export interface FolderPlace {
  /** First segment of the paths shown to the model, when there are several folders. */
  readonly label: string;
  /** Absolute paths of the folder in the system's own form: as it was opened, and with symbolic links resolved. */
  readonly roots: readonly string[];
}

export interface PathRules {
  readonly isWindows: boolean;
  /** Are `A` and `a` different files? */
  readonly isCaseSensitive: boolean;
}

export type ResolvedPath =
  | {
      readonly kind: 'inside';
      /** Index into the folders. */
      readonly folder: number;
      /** Never empty, `.`, `..` or with a separator. No segments: the folder itself. */
      readonly segments: readonly string[];
    }
  /** `.` of a workspace with several folders. */
  | { readonly kind: 'all-folders' }
  | { readonly kind: 'outside' };

const outside: ResolvedPath = { kind: 'outside' };

export function resolvePath(written: string, folders: readonly FolderPlace[], rules: PathRules): ResolvedPath {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (/[\u0000-\u001f]/.test(written)) return outside;
  const path = written.replaceAll('\\', '/');
  if (path.startsWith('//') || /^[a-z][a-z0-9+.-]+:/i.test(path)) return outside;

  const isAbsolute = rules.isWindows ? /^[a-z]:\//i.test(path) : path.startsWith('/');
  if (isAbsolute) return resolveAbsolute(path, folders, rules);
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return outside;

  const segments = normalizedSegments(path, rules);
  if (segments === undefined) return outside;
  if (folders.length === 1) return { kind: 'inside', folder: 0, segments };
  const [label, ...rest] = segments;
  if (label === undefined) return { kind: 'all-folders' };
  const folder = folders.findIndex((place) => isSameName(place.label, label, rules));
  return folder < 0 ? outside : { kind: 'inside', folder, segments: rest };
}

function resolveAbsolute(path: string, folders: readonly FolderPlace[], rules: PathRules): ResolvedPath {
  const segments = normalizedSegments(path, rules);
  if (segments === undefined) return outside;
  let best: { folder: number; depth: number } | undefined;
  folders.forEach((place, folder) => {
    for (const root of place.roots) {
      const depth = depthBelow(root, segments, rules);
      if (depth !== undefined && (best === undefined || depth > best.depth)) best = { folder, depth };
    }
  });
  return best === undefined ? outside : { kind: 'inside', folder: best.folder, segments: segments.slice(best.depth) };
}

/** How many segments `root` has, when `segments` begins with them. */
function depthBelow(root: string, segments: readonly string[], rules: PathRules): number | undefined {
  const rootSegments = root.split(/[\\/]/).filter((segment) => segment !== '');
  const isInside = rootSegments.every((segment, index) => isSameName(segment, segments[index] ?? '', rules));
  return isInside ? rootSegments.length : undefined;
}

function isSameName(a: string, b: string, rules: PathRules): boolean {
  return rules.isCaseSensitive ? a === b : a.toLowerCase() === b.toLowerCase();
}

/** Undefined when the path leaves where it starts, or has a name that the system would read as another. */
function normalizedSegments(path: string, rules: PathRules): string[] | undefined {
  const segments: string[] = [];
  for (const [index, segment] of path.split('/').entries()) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      if (segments.pop() === undefined) return undefined;
    } else {
      // The drive of an absolute path; it must equal that of a root.
      const isDrive = index === 0 && /^[a-z]:$/i.test(segment);
      if (rules.isWindows && !isDrive && isTreacherousOnWindows(segment)) return undefined;
      segments.push(segment);
    }
  }
  return segments;
}

/** Alternate streams (`a:b`), names whose end Windows drops (`.git.`), devices (`nul`, `com1.txt`). */
function isTreacherousOnWindows(segment: string): boolean {
  return (
    /[:<>"|?*]/.test(segment) ||
    /[. ]$/.test(segment) ||
    /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/i.test(segment)
  );
}
