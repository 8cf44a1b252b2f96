import { type Llama, LlamaLogLevel, getLlama } from 'node-llama-cpp';
import { AppError } from '../base/appError.ts';
import type { Log } from '../base/log.ts';
import type { GpuBackend } from '../engine/localPlace.ts';
import type { ChosenGpu } from './chooseGpu.ts';

export interface OpenedLlama extends ChosenGpu {
  readonly llama: Llama;
}

/**
 * Loads the prebuilt engine for what was chosen, after a process of its own has tried whether it works here. It never
 * compiles or downloads one. One for a GPU that is refused now makes room for the processor's. Throws
 * `engine-unavailable`.
 */
export async function openLlama(chosen: ChosenGpu, log: Log): Promise<OpenedLlama> {
  const { backend } = chosen;
  if (backend !== undefined) {
    try {
      return { ...chosen, llama: await open(backend, log) };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      const fallback = { backend, cause: { kind: 'failed-its-test', detail } } as const;
      return { backend: undefined, fallback, llama: await openForProcessor(log) };
    }
  }
  return { ...chosen, llama: await openForProcessor(log) };
}

async function openForProcessor(log: Log): Promise<Llama> {
  try {
    // Apple silicon has one engine alone. It leaves the GPU out when no layer is put there.
    return await open(`${process.platform}-${process.arch}` === 'darwin-arm64' ? 'metal' : false, log);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('engine-unavailable', { platform: `${process.platform}-${process.arch}`, detail }, { cause });
  }
}

function open(gpu: GpuBackend | false, log: Log): Promise<Llama> {
  return getLlama({
    gpu,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.warn,
    logger: (level, message) => {
      if (level === LlamaLogLevel.error || level === LlamaLogLevel.fatal) log.error(message.trim());
      else log.debug(message.trim());
    },
  });
}
