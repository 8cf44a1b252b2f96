import os from 'node:os';
import { type Llama, LlamaLogLevel, getLlama } from 'node-llama-cpp';
import { AppError } from '../base/appError.ts';
import type { Log } from '../base/log.ts';
import type { GpuChoice } from '../engine/engine.ts';

/**
 * Loads the prebuilt engine, after a process of its own has tried whether it works here. It never compiles or downloads
 * one. Throws `engine-unavailable`.
 */
export async function openLlama(gpu: GpuChoice, log: Log): Promise<Llama> {
  try {
    return await getLlama({
      gpu: gpu === 'off' ? false : gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.warn,
      logger: (level, message) => {
        if (level === LlamaLogLevel.error || level === LlamaLogLevel.fatal) log.error(message.trim());
        else log.debug(message.trim());
      },
    });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('engine-unavailable', { platform: `${process.platform}-${process.arch}`, detail }, { cause });
  }
}

/** What the user asked for, else what the model is known to like, else the physical cores as far as Node can tell. */
export function chooseThreads(wanted: number, preferred: number | undefined): number {
  const available = os.availableParallelism();
  if (wanted > 0) return Math.min(wanted, available);
  if (preferred !== undefined) return Math.min(preferred, available);
  // Hyper-threads do not help matrix arithmetic; most machines with more than four logical cores have two per core.
  return available > 4 ? Math.ceil(available / 2) : available;
}
