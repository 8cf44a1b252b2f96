/**
 * One label for each workspace folder: its name where that can be a path segment, else the last part of its path, with a
 * number where two would be the same.
 */
export function labelFolders(folders: readonly { readonly name: string; readonly path: string }[]): string[] {
  const taken = new Set<string>();
  return folders.map(({ name, path }) => {
    const base = isSegment(name) ? name : (path.split(/[\\/]/).findLast(isSegment) ?? 'folder');
    let label = base;
    for (let number = 2; taken.has(label.toLowerCase()); number += 1) label = `${base}-${number}`;
    taken.add(label.toLowerCase());
    return label;
  });
}

function isSegment(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  return name.trim() === name && !/^\.{0,2}$/.test(name) && !/[\\/:\u0000-\u001f]/.test(name);
}
