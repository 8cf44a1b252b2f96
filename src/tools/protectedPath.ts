/** Folders whose files decide what the editor or Git runs: a change there is a way to run code. */
const protectedFolders: ReadonlySet<string> = new Set(['.git', '.vscode', '.devcontainer']);

/**
 * May no tool write here, whatever the user agrees to? Compared without letter case, without characters that some file
 * systems ignore, and without the dots and spaces that Windows drops from the end of a name. `path` uses `/`.
 */
export function isProtectedPath(path: string): boolean {
  const segments = path.split('/').map((segment) =>
    segment
      .normalize('NFKC')
      .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
      .replace(/[. ]+$/, '')
      .toLowerCase(),
  );
  return (
    segments.some((segment) => protectedFolders.has(segment)) || (segments.at(-1) ?? '').endsWith('.code-workspace')
  );
}
