/**
 * A total order of builds, by which two of them never both think that they are the newer one: the version's numbers, then
 * the digest of the sources, which says nothing about age and only decides.
 * Negative: `a` comes before `b`. A build is named `1.2.3+digest`; what is not, comes first.
 */
export function compareBuilds(a: string, b: string): number {
  const [left, right] = [parseBuild(a), parseBuild(b)];
  for (const [index, part] of left.numbers.entries()) {
    const difference = part - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.digest === right.digest) return 0;
  return left.digest < right.digest ? -1 : 1;
}

function parseBuild(build: string): { readonly numbers: readonly number[]; readonly digest: string } {
  const found = /^(\d+)\.(\d+)\.(\d+)\+(.*)$/s.exec(build);
  if (found === null) return { numbers: [-1, 0, 0], digest: build };
  const [, major, minor, patch, digest = ''] = found;
  return { numbers: [major, minor, patch].map(Number), digest };
}
