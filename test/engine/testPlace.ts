import type { LocalPlace } from '../../src/engine/localPlace.ts';

/** Where a model that is only named in a test would run. */
export function testPlace(path: string): LocalPlace {
  const nothing = { cpu: 0, gpu: 0 };
  return {
    kind: 'local',
    path,
    fileBytes: 1,
    threads: 1,
    gpu: { asked: 'off', device: 'cpu', layersOnGpu: 0, layers: 1 },
    memory: { weights: { cpu: 1, gpu: 0 }, context: nothing, compute: nothing },
    reductions: [],
    adapters: [],
  };
}
