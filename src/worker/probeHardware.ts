/**
 * The program that looks at the machine: `probe.mjs FOLDER` writes one line of JSON, a `Hardware`, to its output. The
 * engine for each kind of GPU is tried in a process of its own, so that a driver that crashes costs that kind only.
 */
import { fileURLToPath } from 'node:url';
import type { GpuBackend } from '../engine/localPlace.ts';
import { type Hardware, type HardwareGpu, hardwareOfNode } from '../models/hardware.ts';
import { isInstalled, supportedBackends } from './gpuBackends.ts';
import { runGpuTrial } from './gpuTrial.ts';
import { readAvailableRam, readCpu, readDiskFree, readGlibc, readIsOnBattery } from './readSystem.ts';

const trialModule = fileURLToPath(new URL('tryGpu.mjs', import.meta.url));
const trialSeconds = 30;
const never = new AbortController().signal;

type BackendReport = Hardware['backends'][number] & { readonly gpu?: HardwareGpu };

async function tryBackend(backend: GpuBackend, platform: string): Promise<BackendReport> {
  if (!isInstalled(backend, platform)) return { backend, cause: { kind: 'not-installed' } };
  const trial = await runGpuTrial(trialModule, backend, never, trialSeconds);
  if (trial.kind !== 'works') return { backend, cause: trial };
  return trial.gpu === undefined ? { backend } : { backend, gpu: { backend, ...trial.gpu } };
}

async function probe(folder: string): Promise<Hardware> {
  const known = hardwareOfNode();
  const [cpu, available, diskFreeBytes, isOnBattery, reports] = await Promise.all([
    readCpu(),
    readAvailableRam(),
    readDiskFree(folder),
    readIsOnBattery(),
    Promise.all(supportedBackends(known.platform).map((backend) => tryBackend(backend, known.platform))),
  ]);
  const glibc = readGlibc();
  const best = reports.find(({ gpu }) => gpu !== undefined)?.gpu;
  return {
    ...known,
    cpuModel: cpu.model ?? known.cpuModel,
    cpuFeatures: [...cpu.features],
    physicalCores: Math.min(cpu.physicalCores ?? known.physicalCores, known.logicalCores),
    availableRamBytes: Math.min(known.totalRamBytes, available ?? known.availableRamBytes),
    gpus: best === undefined ? [] : [best],
    backends: reports.map(({ backend, cause }) => (cause === undefined ? { backend } : { backend, cause })),
    ...(glibc === undefined ? {} : { glibc }),
    ...(diskFreeBytes === undefined ? {} : { diskFreeBytes }),
    ...(isOnBattery === undefined ? {} : { isOnBattery }),
  };
}

// The one who asked may be gone: nobody waits for the answer then.
process.on('disconnect', () => process.exit(0));
const hardware = await probe(process.argv[2] ?? process.cwd());
process.stdout.write(`${JSON.stringify(hardware)}\n`, () => process.exit(0));
