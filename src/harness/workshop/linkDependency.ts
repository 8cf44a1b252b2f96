import { lstatSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import type { Dependency } from '../sandbox/sandbox.ts';

/**
 * Dependencies as links, for sandboxes without a file tree of their own. Of `node_modules` each installed package is a
 * link, and the folder is the copy's: caches are written there, and a package of the checkout itself, which package
 * managers link, leads to the copy's version of it. A virtual environment is one link.
 */
export function linkDependency(copy: string, { path, source }: Dependency, checkout: string | undefined): void {
  const place = join(copy, path);
  if (basename(path) === 'node_modules') linkPackages(source, place, { copy, checkout });
  else symlinkSync(source, place, 'junction');
}

interface Roots {
  readonly copy: string;
  readonly checkout: string | undefined;
}

function linkPackages(source: string, place: string, roots: Roots): void {
  mkdirSync(place);
  for (const name of readdirSync(source)) {
    const from = join(source, name);
    // A scope, and the programs of packages, some of which may be the checkout's own.
    if (name === '.bin' || (name.startsWith('@') && lstatSync(from).isDirectory())) {
      linkPackages(from, join(place, name), roots);
    } else if (!name.startsWith('.')) {
      const target = ownTarget(from, roots) ?? from;
      symlinkSync(target, join(place, name), 'junction');
    }
  }
}

/** Where a link into the checkout's own files leads in the copy, whether or not the copy has it. */
function ownTarget(link: string, { copy, checkout }: Roots): string | undefined {
  if (checkout === undefined) return undefined;
  try {
    const segments = relative(checkout, realpathSync(link)).split(sep);
    if (segments[0] === '..' || segments.includes('node_modules')) return undefined;
    return join(copy, ...segments);
  } catch {
    // Leads nowhere here either.
    return undefined;
  }
}
