import { env, l10n } from 'vscode';
import type { LoadReduction } from '../engine/loadLadder.ts';
import type { GpuBackend, GpuFallback, GpuFallbackCause, LocalPlace, MemoryUse } from '../engine/localPlace.ts';
import { formatMemory } from './formatMemory.ts';

/** Where a local model runs, in the terms of that place: `CUDA, 33 of 33 layers`, `CPU, 4 threads`. */
export function gpuPhrase({ gpu, threads }: LocalPlace): string {
  const cpu = threads === 1 ? l10n.t('CPU, 1 thread') : l10n.t('CPU, {0} threads', threads);
  if (gpu.device === 'cpu') return cpu;
  const layers = l10n.t('{0}, {1} of {2} layers', backendName(gpu.device), gpu.layersOnGpu, gpu.layers);
  return gpu.layersOnGpu < gpu.layers ? `${layers}; ${cpu}` : layers;
}

/** What the memory is for, and how it is shared out when there is a GPU. */
export function memoryPhrase({ weights, context, compute }: MemoryUse): string {
  const parts = [weights, context, compute];
  const onGpu = parts.reduce((sum, { gpu }) => sum + gpu, 0);
  const inMain = parts.reduce((sum, { cpu }) => sum + cpu, 0);
  const [weightBytes, contextBytes, computeBytes] = parts.map(({ cpu, gpu }) => formatMemory(cpu + gpu));
  const uses = l10n.t(
    'weights {0}, context {1}, computing {2}',
    weightBytes ?? '',
    contextBytes ?? '',
    computeBytes ?? '',
  );
  if (onGpu === 0) return uses;
  return l10n.t('{0}; {1} on the GPU, {2} in main memory', uses, formatMemory(onGpu), formatMemory(inMain));
}

/** What of a load is not as it was asked for, each in a sentence. */
export function concessions({ gpu, reductions, stretch }: LocalPlace): readonly string[] {
  return [
    ...(gpu.fallback === undefined ? [] : [fallbackSentence(gpu.fallback)]),
    ...reductions.map(reductionSentence),
    ...(stretch === undefined
      ? []
      : [
          l10n.t(
            'The context is stretched {0} times beyond the training (YaRN), which may cost quality in short chats too.',
            number(stretch.factor),
          ),
        ]),
  ];
}

function fallbackSentence({ backend, cause }: GpuFallback): string {
  const sentence = l10n.t('It runs on the CPU, because {0} {1}.', backendName(backend), causePhrase(cause));
  if (cause.kind !== 'not-installed') return sentence;
  return `${sentence} ${l10n.t('Parity: Install GPU Support adds what is missing.')}`;
}

/** Follows the name of the backend. */
export function causePhrase(cause: GpuFallbackCause): string {
  switch (cause.kind) {
    case 'not-supported-here':
      return l10n.t('does not exist for {0}', cause.platform);
    case 'not-installed':
      return l10n.t('is not installed');
    case 'failed-its-test':
      return l10n.t('failed its test: {0}', cause.detail);
    case 'timed-out':
      return l10n.t('gave no answer within {0} s', cause.seconds);
    case 'crashed':
      return l10n.t('crashed ({0})', cause.signal ?? l10n.t('exit code {0}', cause.exitCode ?? '?'));
  }
}

function reductionSentence(reduction: LoadReduction): string {
  switch (reduction.kind) {
    case 'context':
      return l10n.t(
        'Memory ran out, so a chat holds {0} tokens instead of {1}.',
        number(reduction.toTokens),
        number(reduction.fromTokens),
      );
    case 'gpu-layers':
      return l10n.t(
        'Memory of the GPU ran out, so the layers on it went from {0} to {1}.',
        reduction.fromLayers,
        reduction.toLayers,
      );
    case 'processor-only':
      return l10n.t('Memory of the GPU ran out, so it runs on the CPU.');
  }
}

export function backendName(backend: GpuBackend): string {
  switch (backend) {
    case 'cuda':
      return 'CUDA';
    case 'vulkan':
      return 'Vulkan';
    case 'metal':
      return 'Metal';
  }
}

function number(value: number): string {
  return new Intl.NumberFormat(env.language, { maximumFractionDigits: 2 }).format(value);
}
