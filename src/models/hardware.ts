import { fork } from 'node:child_process';
import os from 'node:os';
import * as z from 'zod';
import { abortError, throwIfAborted } from '../base/appError.ts';

const bytes = z.number().min(0);
const backend = z.enum(['cuda', 'vulkan', 'metal']);

const gpuSchema = z.object({
  backend,
  /** As the driver says it; several cards are one here, joined with `+`. */
  name: z.string(),
  totalBytes: bytes,
  freeBytes: bytes,
  /** It uses main memory. */
  isUnified: z.boolean(),
});

const causeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-supported-here'), platform: z.string() }),
  z.object({ kind: z.literal('not-installed') }),
  z.object({ kind: z.literal('failed-its-test'), detail: z.string() }),
  z.object({ kind: z.literal('timed-out'), seconds: z.number() }),
  z.object({ kind: z.literal('crashed'), exitCode: z.number().nullable(), signal: z.string().nullable() }),
]);

const hardwareSchema = z.object({
  /** `platform-arch` of Node. */
  platform: z.string(),
  osRelease: z.string(),
  /** Of the C library on Linux. */
  glibc: z.string().optional(),
  cpuModel: z.string(),
  /** Those that matter to the engine, in the system's spelling: `avx2`, `avx512f`, `asimd`... Empty: not known. */
  cpuFeatures: z.array(z.string()),
  logicalCores: z.int().min(1),
  physicalCores: z.int().min(1),
  /** What this process may have: a container's limit counts. */
  totalRamBytes: bytes,
  availableRamBytes: bytes,
  /** Of the best engine that works here, so that no card is counted twice. */
  gpus: z.array(gpuSchema),
  /** What came of each engine for GPUs. */
  backends: z.array(z.object({ backend, cause: causeSchema.optional() })),
  diskFreeBytes: bytes.optional(),
  /** Undefined: not known. */
  isOnBattery: z.boolean().optional(),
});

export type HardwareGpu = z.infer<typeof gpuSchema>;

/** A machine as far as it could be told; what is missing is not known. */
export type Hardware = z.infer<typeof hardwareSchema> & {
  /** Set when the probe did not come to its end, and only what Node knows is here. */
  readonly problem?: HardwareProblem;
};

export type HardwareProblem =
  | { readonly kind: 'not-started'; readonly detail: string }
  | { readonly kind: 'crashed'; readonly exitCode: number | null; readonly signal: string | null }
  | { readonly kind: 'timed-out'; readonly seconds: number }
  /** It wrote something else than what it should. */
  | { readonly kind: 'garbled'; readonly detail: string };

const patienceSeconds = 45;
const longestOutput = 1 << 20;

/**
 * Runs the probe (`dist/probe.mjs`, see worker/probeHardware.ts) in a process of its own: drivers hang and crash.
 * `folder` is the one that models are kept in, which need not exist yet. Rejects with `AbortError` only.
 */
export async function probeHardware(
  modulePath: string,
  folder: string,
  signal: AbortSignal,
  seconds = patienceSeconds,
): Promise<Hardware> {
  throwIfAborted(signal);
  const outcome = await runProbe(modulePath, folder, signal, seconds);
  if (typeof outcome !== 'string') return { ...hardwareOfNode(), problem: outcome };
  try {
    return hardwareSchema.parse(JSON.parse(outcome));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ...hardwareOfNode(), problem: { kind: 'garbled', detail } };
  }
}

function runProbe(
  modulePath: string,
  folder: string,
  signal: AbortSignal,
  seconds: number,
): Promise<string | HardwareProblem> {
  return new Promise((resolve, reject) => {
    const child = fork(modulePath, [folder], {
      execArgv: [],
      env: probeEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    });
    let output = '';
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      child.kill('SIGKILL');
      act();
    };
    const giveUp = (): void => settle(() => reject(abortError()));
    const timer = setTimeout(() => settle(() => resolve({ kind: 'timed-out', seconds })), seconds * 1000);
    signal.addEventListener('abort', giveUp, { once: true });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < longestOutput) output += text;
    });
    child.on('error', ({ message }) => settle(() => resolve({ kind: 'not-started', detail: message })));
    // Not `exit`: the last of the output may come after it.
    child.on('close', (exitCode, killedBy) =>
      settle(() => resolve(exitCode === 0 ? output : { kind: 'crashed', exitCode, signal: killedBy })),
    );
  });
}

/** The editor's variables stay here; its program runs as plain Node with the last one. */
function probeEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1', GGML_NO_BACKTRACE: '1' };
}

/** What can be told of a machine without leaving the process. */
export function hardwareOfNode(): Hardware {
  const logicalCores = os.availableParallelism();
  const limit = process.constrainedMemory();
  const totalRamBytes = limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
  return {
    platform: `${process.platform}-${process.arch}`,
    osRelease: os.release(),
    cpuModel: os.cpus()[0]?.model.trim() ?? '',
    cpuFeatures: [],
    logicalCores,
    // Most machines with more than four logical cores have two per core.
    physicalCores: logicalCores > 4 ? Math.ceil(logicalCores / 2) : logicalCores,
    totalRamBytes,
    availableRamBytes: Math.min(totalRamBytes, os.freemem()),
    gpus: [],
    backends: [],
  };
}
