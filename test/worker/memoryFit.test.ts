import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LoadRequest } from '../../src/engine/engine.ts';
import { checkModelFile } from '../../src/models/checkModelFile.ts';
import { infillContextTokens, memoryNeeds } from '../../src/models/fit/memoryNeeds.ts';
import { fileFootprint } from '../../src/models/fit/modelFootprint.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { buildWorker, forkedEngine } from './forkedEngine.ts';
import { never, smallLoad, temporaryFolder } from './withEngine.ts';

/** See proc(5). Other systems do not tell so easily. */
const hasProc = existsSync('/proc/self/status');

test.skipIf(!hasProc)('what a long context was said to need is what it takes, within 15%', async () => {
  const path = join(await temporaryFolder(), 'tiny.gguf');
  await makeTinyModel(path);
  const footprint = fileFootprint(await checkModelFile(path, never));
  if (footprint === undefined) throw new Error('the arithmetic knows this family');
  const request: LoadRequest = { ...smallLoad, path, contextTokens: 262_144 };
  const sizes = { chatTokens: request.contextTokens, infillTokens: infillContextTokens };
  const needs = memoryNeeds(footprint, sizes, 'processor');

  const { engine, pids } = forkedEngine(await buildWorker());
  try {
    await engine.load(request, () => {}, never);
    const status = readFileSync(`/proc/${pids.at(-1)}/status`, 'utf8');
    const resident = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
    // No state has been saved yet, and no page of what is computed in has been touched.
    const expected = needs.total - needs.savedStates - needs.compute;
    expect(resident / expected).toBeGreaterThan(0.85);
    expect(resident / expected).toBeLessThan(1.15);
  } finally {
    await engine.dispose();
  }
});
