/**
 * An order that looks drawn by lot and is the same on every machine. Each item's place depends on its own key and the seed
 * alone: a file more or less in a repository leaves the order of the others as it was.
 */
export function seededOrder<T>(items: Iterable<T>, seed: string, keyOf: (item: T) => string): T[] {
  return [...items]
    .map((item) => ({ item, key: keyOf(item), rank: seededRank(seed, keyOf(item)) }))
    .toSorted((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);
}

/** 32 bits: FNV-1a (RFC 9923) over the code units, then the finalizer of MurmurHash3, which spreads what FNV leaves alike. */
function seededRank(seed: string, key: string): number {
  const text = `${seed}|${key}`;
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
