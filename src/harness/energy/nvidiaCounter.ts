import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import type { Clock } from '../../base/clock.ts';
import { throwIfAborted } from '../../base/appError.ts';
import type { OpenedCounter } from './raplCounter.ts';

export interface NvidiaPlace {
  readonly program: string;
  /** Before the program's arguments, such as a script's path. */
  readonly leading?: readonly string[];
  readonly clock: Clock;
}

/** How often the driver is asked, and how long its first answer may take. */
const pollMs = 500;
const patienceMs = 10_000;

interface Card {
  joules: number;
  watts: number;
  atMs: number;
}

/**
 * The draw of all NVIDIA cards, summed up over time from what the driver says twice a second: `nvidia-smi --query-gpu=…
 * -lms`, see its manual. A card that cannot tell its draw makes the whole unknown.
 */
export async function openNvidiaCounter(
  { program, leading = [], clock }: NvidiaPlace,
  signal: AbortSignal,
): Promise<OpenedCounter> {
  throwIfAborted(signal);
  const query = ['--query-gpu=index,power.draw', '--format=csv,noheader,nounits', '-lms', String(pollMs)];
  // Not in the repository, where a program of that name might lie.
  const child = spawn(program, [...leading, ...query], {
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const cards = new Map<string, Card>();
  const ended = new AbortController();
  return new Promise((resolve) => {
    const end = (why: string | undefined): void => {
      if (ended.signal.aborted) return;
      ended.abort();
      child.kill();
      timer.dispose();
      resolve({ kind: 'absent', why });
    };
    const timer = clock.after(patienceMs, () => end('nvidia-smi does not answer'));
    signal.addEventListener('abort', () => end(undefined), { once: true, signal: ended.signal });
    // Most often: there is no such program.
    child.on('error', () => end(undefined));
    child.on('close', () => end('nvidia-smi has ended'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, index, draw] = /^\s*(\d+)\s*,\s*(\d+(?:\.\d+)?)\s*$/.exec(line) ?? [];
      if (index === undefined || draw === undefined) {
        end(`nvidia-smi says "${line.trim().slice(0, 80)}"`);
        return;
      }
      note(cards, index, { watts: Number(draw), nowMs: clock.now() });
      timer.dispose();
      resolve({
        kind: 'opened',
        counter: {
          joules: () => (ended.signal.aborted ? undefined : sumOf(cards, clock.now())),
          dispose: () => end(undefined),
        },
      });
    });
  });
}

/** The draw until now is taken to be between the last one and this one. */
function note(
  cards: Map<string, Card>,
  index: string,
  { watts, nowMs }: { readonly watts: number; readonly nowMs: number },
): void {
  const card = cards.get(index);
  if (card === undefined) {
    cards.set(index, { joules: 0, watts, atMs: nowMs });
    return;
  }
  card.joules += (((card.watts + watts) / 2) * (nowMs - card.atMs)) / 1000;
  card.watts = watts;
  card.atMs = nowMs;
}

function sumOf(cards: ReadonlyMap<string, Card>, nowMs: number): number {
  let sum = 0;
  for (const { joules, watts, atMs } of cards.values()) sum += joules + (watts * (nowMs - atMs)) / 1000;
  return sum;
}
