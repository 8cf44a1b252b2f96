/**
 * Tommy Ettinger's generator with 32 bits of state (public domain): small, fast, and the same sequence everywhere. Each
 * call gives a number from 0 up to, but not, 1. For simulation and choice, not for secrets.
 */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
