const manifests =
  /(?:^|\/)(?:package\.json|pyproject\.toml|setup\.py|Cargo\.toml|go\.mod|pom\.xml|build\.gradle(?:\.kts)?)$/;

/** Finds the package that a file belongs to, of all paths of a repository: the deepest folder above it with a manifest. */
export function packageFolders(paths: Iterable<string>): (path: string) => string {
  const folders = new Set<string>();
  for (const path of paths) if (manifests.test(path)) folders.add(folderOf(path));
  return (path) => {
    for (let folder = folderOf(path); folder !== '.'; folder = folderOf(folder)) if (folders.has(folder)) return folder;
    return '.';
  };
}

function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end === -1 ? '.' : path.slice(0, end);
}
