import { lstat, realpath } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { labelFolders } from '../tools/labelFolders.ts';
import { type FolderPlace, type PathRules, resolvePath } from '../tools/resolvePath.ts';
import type { FileProblem } from '../tools/workspaceFiles.ts';
import { errorCode } from './errorCode.ts';

/** A workspace folder on disk. */
export interface WorkspaceRoot extends FolderPlace {
  readonly uri: vscode.Uri;
  /** Symbolic links resolved. */
  readonly realPath: string;
}

export interface LocatedFile {
  readonly kind: 'located';
  readonly root: WorkspaceRoot;
  /** As shown to the model: relative, with `/`, behind the folder's label when there are several. */
  readonly path: string;
  /** Relative to the root, with `/`; empty for the root itself. */
  readonly relativePath: string;
  readonly realPath: string;
  /** As the editor names it: below the folder as it was opened. */
  readonly uri: vscode.Uri;
  readonly exists: boolean;
}

const rules: PathRules = {
  isWindows: process.platform === 'win32',
  isCaseSensitive: process.platform !== 'win32' && process.platform !== 'darwin',
};

/** The folders that are on disk. Where one lies behind symbolic links is looked up anew each time: it may change. */
export async function workspaceRoots(folders: readonly vscode.WorkspaceFolder[]): Promise<WorkspaceRoot[]> {
  const onDisk = folders.filter(({ uri }) => uri.scheme === 'file');
  const labels = labelFolders(onDisk.map(({ name, uri }) => ({ name, path: uri.path })));
  const roots = onDisk.map(async ({ uri }, index): Promise<WorkspaceRoot> => {
    const realPath = await realpath(uri.fsPath).catch(() => uri.fsPath);
    return { label: labels[index] ?? '', roots: [uri.fsPath, realPath], uri, realPath };
  });
  return Promise.all(roots);
}

/**
 * Where a path that a model wrote leads, symbolic links followed, if that is inside the workspace. One file has one
 * `path`, however it was reached.
 */
export async function locateFile(
  written: string,
  roots: readonly WorkspaceRoot[],
): Promise<LocatedFile | { readonly kind: 'all-folders' } | FileProblem> {
  if (roots.length === 0) return { kind: 'problem', problem: 'no-workspace', detail: 'No folder is open.' };
  const resolved = resolvePath(written, roots, rules);
  if (resolved.kind === 'all-folders') return resolved;
  const root = resolved.kind === 'inside' ? roots[resolved.folder] : undefined;
  if (resolved.kind === 'outside' || root === undefined) return outsideWorkspace(written, roots);

  const real = await realPathOf(path.join(root.uri.fsPath, ...resolved.segments));
  if (real === undefined) return outsideWorkspace(written, roots);
  const inside = roots
    .map((owner) => ({ owner, relativePath: path.relative(owner.realPath, real.path) }))
    .filter(({ relativePath }) => isBelow(relativePath))
    .sort((a, b) => a.relativePath.length - b.relativePath.length)[0];
  if (inside === undefined) return outsideWorkspace(written, roots);

  const { owner } = inside;
  const relativePath = inside.relativePath.split(path.sep).join('/');
  return {
    kind: 'located',
    root: owner,
    path: shownPath(owner, relativePath, roots),
    relativePath,
    realPath: real.path,
    uri: relativePath === '' ? owner.uri : vscode.Uri.joinPath(owner.uri, relativePath),
    exists: real.exists,
  };
}

export function shownPath(root: WorkspaceRoot, relativePath: string, roots: readonly WorkspaceRoot[]): string {
  const parts = roots.length === 1 ? [relativePath] : [root.label, relativePath];
  return parts.filter((part) => part !== '').join('/') || '.';
}

function isBelow(relativePath: string): boolean {
  return relativePath !== '..' && !relativePath.startsWith(`..${path.sep}`) && !path.isAbsolute(relativePath);
}

/**
 * The real path of the deepest ancestor that exists, and what comes below it as written. Undefined for a link that leads
 * nowhere, in circles, or through something that must not be looked at: a file made there could be anywhere.
 */
async function realPathOf(wanted: string): Promise<{ path: string; exists: boolean } | undefined> {
  const missing: string[] = [];
  for (let ancestor = wanted; ; ancestor = path.dirname(ancestor)) {
    try {
      return { path: path.join(await realpath(ancestor), ...missing), exists: missing.length === 0 };
    } catch (error) {
      const isAbsent = errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR';
      if (!isAbsent || path.dirname(ancestor) === ancestor || (await isLink(ancestor))) return undefined;
      missing.unshift(path.basename(ancestor));
    }
  }
}

async function isLink(file: string): Promise<boolean> {
  try {
    return (await lstat(file)).isSymbolicLink();
  } catch {
    return false;
  }
}

function outsideWorkspace(written: string, roots: readonly WorkspaceRoot[]): FileProblem {
  const start = roots.length === 1 ? 'the workspace folder' : `a folder: ${roots.map(({ label }) => label).join(', ')}`;
  return {
    kind: 'problem',
    problem: 'outside-workspace',
    detail: `${JSON.stringify(written)} is outside the workspace. Give a path that starts from ${start}.`,
  };
}
