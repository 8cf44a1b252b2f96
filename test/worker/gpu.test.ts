import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import type { GpuBackend, GpuChoice } from '../../src/engine/localPlace.ts';
import { type GpuPorts, type GpuTrial, chooseGpu } from '../../src/worker/chooseGpu.ts';
import { runGpuTrial } from '../../src/worker/gpuTrial.ts';
import { createLlamaEngine } from '../../src/worker/llamaEngine.ts';
import { makeTinyModel } from '../model/makeTinyModel.ts';
import { never, smallLoad, temporaryFolder } from './withEngine.ts';

const crashed: GpuTrial = { kind: 'crashed', exitCode: null, signal: 'SIGSEGV' };

/** A machine for which every engine was built, with those of `trials` installed. */
function machine(trials: Partial<Record<GpuBackend, GpuTrial>>): GpuPorts {
  return {
    platform: 'linux-x64',
    supported: ['cuda', 'vulkan'],
    isInstalled: (backend) => trials[backend] !== undefined,
    tryGpu: async (backend) => trials[backend] ?? { kind: 'not-installed' },
  };
}

describe('the choice of a GPU', () => {
  const choose = (asked: GpuChoice, trials: Partial<Record<GpuBackend, GpuTrial>>) =>
    chooseGpu(asked, undefined, machine(trials), never);

  test('takes the best that works', async () => {
    const works = { kind: 'works' } as const;
    expect(await choose('auto', { cuda: works, vulkan: works })).toEqual({ backend: 'cuda' });
    expect(await choose('auto', { cuda: crashed, vulkan: works })).toEqual({ backend: 'vulkan' });
    expect(await choose('vulkan', { cuda: works, vulkan: works })).toEqual({ backend: 'vulkan' });
    expect(await choose('off', { cuda: works })).toEqual({ backend: undefined });
  });

  test('says why the processor takes its place', async () => {
    expect(await choose('auto', { cuda: crashed })).toEqual({
      backend: undefined,
      fallback: { backend: 'cuda', cause: crashed },
    });
    expect(await choose('vulkan', {})).toMatchObject({ fallback: { cause: { kind: 'not-installed' } } });
    expect(await choose('metal', {})).toMatchObject({
      fallback: { backend: 'metal', cause: { kind: 'not-supported-here', platform: 'linux-x64' } },
    });
    expect(await choose('auto', {})).toEqual({ backend: undefined });
  });

  test('does not try again what has ended a process before', async () => {
    const broken = { backend: 'cuda', cause: crashed } as const;
    const ports = machine({ cuda: { kind: 'works' } });
    expect(await chooseGpu('auto', broken, ports, never)).toEqual({ backend: undefined, fallback: broken });
    expect(await chooseGpu('cuda', broken, ports, never)).toEqual({ backend: undefined, fallback: broken });
  });
});

describe('a trial in a process of its own', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  const trialOf = async (program: string) => {
    const path = join(folder, 'trial.mjs');
    await writeFile(path, program);
    return runGpuTrial(path, 'cuda', never);
  };
  const send = (report: string): string => `process.send(${report}, undefined, undefined, () => process.exit(0));`;

  test('hears what the program found', async () => {
    expect(await trialOf(send("{ kind: process.argv[2] === 'cuda' ? 'works' : 'refused' }"))).toEqual({
      kind: 'works',
    });
    expect(await trialOf(send("{ kind: 'refused', detail: 'no driver' }"))).toEqual({
      kind: 'failed-its-test',
      detail: 'no driver',
    });
  });

  test('survives a program that crashes, even after it said that all is well', async () => {
    expect(await trialOf("process.kill(process.pid, 'SIGSEGV');")).toEqual(crashed);
    const late = "process.send({ kind: 'works' }, undefined, undefined, () => process.kill(process.pid, 'SIGSEGV'));";
    expect(await trialOf(late)).toEqual(crashed);
    expect(await trialOf('process.exit(0)')).toMatchObject({ kind: 'crashed', exitCode: 0 });
  });

  test('can be given up', async () => {
    const path = join(folder, 'endless.mjs');
    await writeFile(path, 'setInterval(() => {}, 1000);');
    const controller = new AbortController();
    const trial = runGpuTrial(path, 'cuda', controller.signal);
    controller.abort();
    await expect(trial).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the real engine', () => {
  let path: string;
  beforeAll(async () => {
    path = join(await temporaryFolder(), 'tiny.gguf');
    await makeTinyModel(path);
  });
  const gpuOf = async (gpu: GpuChoice, gpus?: GpuPorts) => {
    const engine = createLlamaEngine(silentLog, gpus === undefined ? {} : { gpus });
    try {
      const { place } = await engine.load({ ...smallLoad, path, gpu }, () => {}, never);
      return place.kind === 'local' ? place.gpu : undefined;
    } finally {
      await engine.dispose();
    }
  };

  // This repository leaves the engines for GPUs out, so here they are not installed, or not built for this system.
  test.each(['cuda', 'vulkan', 'metal'] as const)(
    'runs on the processor when %s is not there, and says so',
    async (gpu) => {
      const use = await gpuOf(gpu);
      expect(use).toMatchObject({ asked: gpu, device: 'cpu', layersOnGpu: 0, layers: 9 });
      expect(['not-installed', 'not-supported-here']).toContain(use?.fallback?.cause.kind);
    },
  );

  test('runs on the processor when a GPU passes its trial and then cannot be opened', async () => {
    const use = await gpuOf('cuda', machine({ cuda: { kind: 'works' } }));
    expect(use).toMatchObject({ device: 'cpu', fallback: { backend: 'cuda', cause: { kind: 'failed-its-test' } } });
  });
});
