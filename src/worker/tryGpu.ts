/**
 * The process that tries a GPU before the engine uses it: `tryGpu.mjs BACKEND`. The library's own test asks the driver
 * for its devices; this one computes on them, which is where drivers crash. Tells its parent what came of it.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LlamaLogLevel, getLlama } from 'node-llama-cpp';
import { findRuntimes } from './findRuntimes.ts';
import type { GpuTrialReport } from './gpuTrial.ts';

/** The model that comes with Parity is small and computes with the same operations as the large ones. */
const starterPath = fileURLToPath(new URL('../media/models/starter.gguf', import.meta.url));

async function tryGpu(backend: string | undefined): Promise<GpuTrialReport> {
  if (backend !== 'cuda' && backend !== 'vulkan' && backend !== 'metal') return { kind: 'refused', detail: 'unknown' };
  try {
    const llama = await getLlama({
      gpu: backend,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.disabled,
    });
    if (llama.gpu !== backend) return { kind: 'refused', detail: `opened ${String(llama.gpu)} instead` };
    // Before anything is there.
    const { total: totalBytes, free: freeBytes, unifiedSize } = await llama.getVramState();
    const name = (await llama.getGpuDeviceNames()).join(' + ');
    const gpu = { name, totalBytes, freeBytes, isUnified: unifiedSize > 0 };
    if (!existsSync(starterPath)) return { kind: 'works', gpu };
    const model = await llama.loadModel({ modelPath: starterPath, gpuLayers: 'max' });
    const context = await model.createContext({ contextSize: 256, batchSize: 64 });
    const prompt = model.tokenize('function add(a: number, b: number) {\n  return a');
    let written = 0;
    for await (const token of context.getSequence().evaluate(prompt, { temperature: 0, yieldEogToken: true })) {
      written += Number.isInteger(token) ? 1 : 0;
      if (written === 4) break;
    }
    return { kind: 'works', gpu };
  } catch (error) {
    return { kind: 'refused', detail: error instanceof Error ? error.message : String(error) };
  }
}

findRuntimes();
const report = await tryGpu(process.argv[2]);
process.send?.(report, undefined, undefined, () => process.exit(0));
