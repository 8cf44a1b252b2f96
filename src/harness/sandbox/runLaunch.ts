import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { abortError, throwIfAborted } from '../../base/appError.ts';
import type { CommandOutcome } from '../../benchmark/workshop.ts';
import type { ControlGroup } from './controlGroup.ts';
import { OutputWindow } from './outputWindow.ts';
import { killMarked, killTree } from './processTree.ts';
import type { Launch } from './sandbox.ts';
import { StartLine } from './startLine.ts';

export interface RunBounds {
  readonly timeoutMs: number;
  /** How much of the output is kept. */
  readonly outputBytes: number;
  /** Says in one line why the run must end, or nothing. Asked over and over while it runs. */
  excess(pid: number): Promise<string | undefined>;
  /** Asked every few milliseconds, and cheap: must `excess` be asked at once? */
  isUrgent?(): boolean;
}

export type RunEnd = Omit<CommandOutcome, 'collected'>;

/** No test writes as much on purpose: it is stopped, so that a line in a loop does not run until its time is over. */
const endlessBytes = 64 * 1024 * 1024;
/** For what is started elsewhere to begin: a virtual machine may have to wake up. */
const remoteStartMs = 120_000;
const watchMs = 150;
const glanceMs = 15;
/** Output that was written before the end may still be in the pipe. */
const drainMs = 1000;

export interface RunKeeping {
  readonly bounds: RunBounds;
  /** In the environment of the launch, where nothing else keeps its processes together. */
  readonly mark: string | undefined;
  /** Of this run alone; gone when it has ended. */
  readonly group: ControlGroup | undefined;
}

/** Runs a launch to its end, and ends whatever it leaves running. */
export async function runLaunch(
  plainLaunch: Launch,
  { bounds, mark, group }: RunKeeping,
  signal: AbortSignal,
): Promise<RunEnd> {
  throwIfAborted(signal);
  let startedAt = performance.now();
  const output = new OutputWindow(bounds.outputBytes);
  const launch = group?.join(plainLaunch) ?? plainLaunch;
  const child = spawn(launch.program, launch.arguments, {
    cwd: launch.folder,
    env: launch.environment,
    // An input that stays open tells what is started elsewhere that this process lives.
    stdio: [launch.remote === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  let cause: 'timed-out' | 'too-much-output' | 'aborted' | undefined;
  let remark = '';
  const killAll = (): void => {
    killTree(child);
    group?.kill();
  };
  const stop = (why: typeof cause): void => {
    cause ??= why;
    killAll();
  };
  const take = (piece: Buffer): void => {
    output.add(piece);
    if (output.totalBytes > endlessBytes) stop('too-much-output');
  };
  const { remote } = launch;
  const startLine = new StartLine();
  /** Of the program that starts commands elsewhere: theirs come with the rest of their output. */
  const complaint = new OutputWindow(bounds.outputBytes);
  child.stdout?.on('data', (piece: Buffer) => {
    const isWaiting = remote !== undefined && !startLine.isFound;
    take(remote === undefined ? piece : startLine.strip(piece));
    if (isWaiting && startLine.isFound) begin();
  });
  child.stderr?.on('data', (piece: Buffer) => (remote === undefined ? take(piece) : complaint.add(piece)));
  child.stdin?.on('error', () => {});
  const isStarted = watchStart(child);
  const endAfter = (ms: number): NodeJS.Timeout => setTimeout(() => stop('timed-out'), ms);
  let timer = endAfter(remote === undefined ? bounds.timeoutMs : remoteStartMs);
  /** The time that a container takes to come up is not the command's. */
  const begin = (): void => {
    clearTimeout(timer);
    timer = endAfter(bounds.timeoutMs);
    startedAt = performance.now();
  };
  const onAbort = (): void => stop('aborted');
  signal.addEventListener('abort', onAbort);
  const watch = keepWatch(child, bounds, (why) => {
    remark = why;
    killAll();
  });
  try {
    const end = await endOf(child);
    killAll();
    if (mark !== undefined) await killMarked(mark);
    const isCutShort = cause !== undefined || remark !== '' || end.kind === 'failed' || end.exitCode === null;
    if (isCutShort) await remote?.end();
    await drained(child);
    if (cause === 'aborted') throw abortError();
    const { exitCode, signal: killedBy } = plainEnd(end);
    const isSeen = process.platform === 'win32' ? end.kind === 'ended' : await isStarted;
    const hasStarted = remote === undefined ? isSeen : startLine.isFound;
    const isLate = remote !== undefined && !hasStarted;
    const kind = isLate ? 'not-started' : (cause ?? (hasStarted ? 'exited' : 'not-started'));
    return {
      kind,
      exitCode: kind === 'exited' ? exitCode : null,
      signal: killedBy,
      output: [output.text(), hasStarted ? '' : complaint.text(), end.kind === 'failed' ? end.detail : '', remark]
        .filter((text) => text !== '')
        .join('\n'),
      durationMs: performance.now() - startedAt,
    };
  } finally {
    clearTimeout(timer);
    watch.stop();
    signal.removeEventListener('abort', onAbort);
    await group?.dispose();
  }
}

type ProcessEnd =
  | { readonly kind: 'ended'; readonly exitCode: number | null; readonly signal: string | null }
  | { readonly kind: 'failed'; readonly detail: string };

function endOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.on('exit', (exitCode, signal) => resolve({ kind: 'ended', exitCode, signal }));
    child.on('error', (error) => resolve({ kind: 'failed', detail: error.message }));
  });
}

/** Wrappers answer 128 and the signal's number for a command that a signal ended, as shells do. */
function plainEnd(end: ProcessEnd): { exitCode: number | null; signal: string | null } {
  if (end.kind === 'failed') return { exitCode: null, signal: null };
  const number = (end.exitCode ?? 0) - 128;
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return name === undefined ? end : { exitCode: null, signal: name };
}

/** Descriptor 3 says that the command was found; it closes when the command begins. */
function watchStart(child: ChildProcess): Promise<boolean> {
  const stream = child.stdio[3] as Readable;
  return new Promise((resolve) => {
    stream.once('data', () => resolve(true));
    stream.once('close', () => resolve(false));
    stream.on('error', () => resolve(false));
  });
}

/** Output ends with the last process that holds the pipe; whoever outlived the kill does not hold up the harness. */
function drained(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      for (const stream of child.stdio) stream?.destroy();
      resolve();
    };
    const timer = setTimeout(finish, drainMs);
    const streams = [child.stdout, child.stderr].filter((stream) => stream !== null && !stream.closed);
    let open = streams.length;
    if (open === 0) finish();
    for (const stream of streams) {
      stream?.once('close', () => {
        open -= 1;
        if (open === 0) finish();
      });
    }
  });
}

function keepWatch(child: ChildProcess, bounds: RunBounds, onExcess: (why: string) => void): { stop(): void } {
  let isStopped = false;
  const { pid } = child;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (pid === undefined || isStopped || isLooking) return;
    isLooking = true;
    clearTimeout(timer);
    try {
      const why = await bounds.excess(pid);
      if (isStopped) return;
      if (why !== undefined) onExcess(why);
      timer = setTimeout(() => void look(), watchMs);
    } finally {
      isLooking = false;
    }
  };
  let timer = setTimeout(() => void look(), watchMs);
  const { isUrgent } = bounds;
  const glance = (): void => {
    if (isUrgent?.() === true) void look();
  };
  const glances = isUrgent === undefined ? undefined : setInterval(glance, glanceMs);
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
      clearInterval(glances);
    },
  };
}
