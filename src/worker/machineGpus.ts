import { fileURLToPath } from 'node:url';
import type { GpuBackend } from '../engine/localPlace.ts';
import type { GpuPorts, GpuTrial } from './chooseGpu.ts';
import { isInstalled, supportedBackends } from './gpuBackends.ts';
import { runGpuTrial } from './gpuTrial.ts';

/** Built beside the worker. */
const trialModule = fileURLToPath(new URL('tryGpu.mjs', import.meta.url));

/** The GPUs of this machine. What a trial has shown stays true for the life of the process. */
export function machineGpus(modulePath = trialModule): GpuPorts {
  const platform = `${process.platform}-${process.arch}`;
  const trials = new Map<GpuBackend, GpuTrial>();
  return {
    platform,
    supported: supportedBackends(platform),
    isInstalled: (backend) => isInstalled(backend, platform),
    async tryGpu(backend, signal) {
      const trial = trials.get(backend) ?? (await runGpuTrial(modulePath, backend, signal));
      trials.set(backend, trial);
      return trial;
    },
  };
}
