import { beforeEach, expect, test } from 'vitest';
import { AppError } from '../../src/base/appError.ts';
import { silentLog } from '../../src/base/log.ts';
import type { LoadRequest, LocalEngine, ModelDescription, ReplyPrompt } from '../../src/engine/engine.ts';
import type { ChannelEnd } from '../../src/engine/channel.ts';
import { limitsOf } from '../../src/engine/loadLadder.ts';
import { serveEngine } from '../../src/engine/serveEngine.ts';
import type { EngineState } from '../../src/engine/statefulEngine.ts';
import { superviseEngine } from '../../src/engine/superviseEngine.ts';
import type { SupervisedEngine } from '../../src/engine/supervisedEngine.ts';
import { deferred } from '../deferred.ts';
import { type ManualClock, createManualClock } from '../manualClock.ts';
import { type MemoryChannels, memoryChannels } from './memoryChannel.ts';
import { testPlace } from './testPlace.ts';

const never = new AbortController().signal;
const request: LoadRequest = { path: '/m.gguf', contextTokens: 1024, threads: 1, gpu: 'off' };
const model: ModelDescription = {
  name: 'M',
  identity: '/m.gguf',
  parameterCount: 1,
  capabilities: { infill: 'line', chat: true, tools: true, thinking: true },
  contextTokens: 1024,
  infillContextTokens: 1024,
  place: testPlace('/m.gguf'),
};
const prompt: ReplyPrompt = { system: '', messages: [], tools: [], thinking: { kind: 'off' } };

function unused(): never {
  throw new Error('not part of this test');
}

const segfault: ChannelEnd = { exitCode: null, signal: 'SIGSEGV' };

/** Starts "processes" that answer with `engine`, and keeps them for the test to kill. */
function processes(engine: Partial<LocalEngine>) {
  const started: MemoryChannels[] = [];
  const whole: LocalEngine = {
    load: () => Promise.resolve(model),
    infill: unused,
    reply: unused,
    count: () => Promise.resolve(7),
    selfTest: unused,
    dispose: () => Promise.resolve(),
    ...engine,
  };
  const start = () => {
    const channels = memoryChannels();
    started.push(channels);
    serveEngine(whole, channels.worker);
    return channels.host;
  };
  return { started, start, killNewest: (end = segfault) => started.at(-1)?.kill(end) };
}

let clock: ManualClock;
let idleMinutes: number;
beforeEach(() => {
  clock = createManualClock();
  idleMinutes = 0;
});

function supervise(start: () => MemoryChannels['host']): SupervisedEngine {
  return superviseEngine({ start: async () => start(), clock, idleMinutes: () => idleMinutes, log: silentLog });
}

/** Lets everything happen that waits for no time to pass. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('before any load, a request says that there is no model and starts no process', async () => {
  const { start, started } = processes({});
  const supervised = supervise(start);
  await expect(supervised.count(prompt, never)).rejects.toMatchObject({ code: 'no-model' });
  expect(started).toHaveLength(0);
});

test('states tell of loading with its progress and then of the model', async () => {
  const { start } = processes({
    load: (_request, onProgress) => {
      onProgress({ stage: 'weights', fraction: 0.5 });
      return Promise.resolve(model);
    },
  });
  const supervised = supervise(start);
  const states: EngineState[] = [];
  supervised.onState((state) => states.push(state));
  await supervised.load(request, () => {}, never);
  expect(states.map((state) => (state.kind === 'loading' ? state.progress.fraction : state.kind))).toEqual([
    0,
    0.5,
    'ready',
  ]);
});

test('after a crash the next request starts a new process, loads the same model and answers', async () => {
  let hangs = true;
  const loads: LoadRequest[] = [];
  const { start, started, killNewest } = processes({
    load: (wanted) => {
      loads.push(wanted);
      return Promise.resolve(model);
    },
    count: () => (hangs ? new Promise<number>(() => {}) : Promise.resolve(7)),
  });
  const supervised = supervise(start);
  const crashes: AppError[] = [];
  supervised.onCrash((error) => crashes.push(error));
  await supervised.load(request, () => {}, never);
  const pending = [supervised.count(prompt, never), supervised.count(prompt, never)].map((call) =>
    call.catch((error: unknown) => error),
  );
  await settle();
  killNewest();
  for (const outcome of await Promise.all(pending)) expect(outcome).toMatchObject({ code: 'worker-crashed' });
  expect(crashes).toHaveLength(1);
  expect(supervised.state).toEqual({ kind: 'stopped', model });

  hangs = false;
  const counted = supervised.count(prompt, never);
  clock.advance(1_000);
  expect(await counted).toBe(7);
  expect(started).toHaveLength(2);
  expect(loads).toEqual([request, request]);
});

test('a process that dies while loading is not started again by itself, only by another load', async () => {
  let hangs = true;
  const { start, started, killNewest } = processes({
    load: () => (hangs ? new Promise<ModelDescription>(() => {}) : Promise.resolve(model)),
  });
  const supervised = supervise(start);
  const load = supervised.load(request, () => {}, never).catch((error: unknown) => error);
  await settle();
  killNewest();
  expect(await load).toMatchObject({ code: 'worker-crashed', data: { during: 'load' } });
  await expect(supervised.count(prompt, never)).rejects.toMatchObject({ code: 'worker-crashed' });
  expect(started).toHaveLength(1);

  hangs = false;
  await supervised.load(request, () => {}, never);
  expect(await supervised.count(prompt, never)).toBe(7);
  expect(started).toHaveLength(2);
});

test('a failed load is what later requests hear of', async () => {
  const { start } = processes({
    load: () => Promise.reject(new AppError('model-invalid', { path: '/m.gguf', problem: 'is not a GGUF file' })),
  });
  const supervised = supervise(start);
  await expect(supervised.load(request, () => {}, never)).rejects.toMatchObject({ code: 'model-invalid' });
  expect(supervised.state.kind).toBe('failed');
  await expect(supervised.count(prompt, never)).rejects.toMatchObject({ code: 'model-invalid' });
});

test('one waiting request can be aborted without ending the load that others wait for', async () => {
  let finishLoad: (description: ModelDescription) => void = () => {};
  let loads = 0;
  const { start, killNewest } = processes({
    load: () => {
      loads += 1;
      return loads === 1 ? Promise.resolve(model) : new Promise((resolve) => (finishLoad = resolve));
    },
  });
  const supervised = supervise(start);
  await supervised.load(request, () => {}, never);
  killNewest();
  const controller = new AbortController();
  const given = supervised.count(prompt, controller.signal).catch((error: unknown) => error);
  const kept = supervised.count(prompt, never);
  await settle();
  clock.advance(1_000);
  await settle();
  controller.abort();
  expect(await given).toMatchObject({ name: 'AbortError' });
  finishLoad(model);
  expect(await kept).toBe(7);
  expect(loads).toBe(2);
});

test('restart ends the process quietly and the next request starts another', async () => {
  const { start, started } = processes({});
  const supervised = supervise(start);
  let crashes = 0;
  supervised.onCrash(() => (crashes += 1));
  await supervised.load(request, () => {}, never);
  await supervised.restart();
  expect(await supervised.count(prompt, never)).toBe(7);
  expect(started).toHaveLength(2);
  expect(crashes).toBe(0);
});

test('a request that waits for a load which another one replaces is answered by the other model', async () => {
  const { start } = processes({
    load: (wanted) => (wanted.path === '/slow.gguf' ? new Promise(() => {}) : Promise.resolve(model)),
  });
  const supervised = supervise(start);
  const first = new AbortController();
  const replaced = supervised.load({ ...request, path: '/slow.gguf' }, () => {}, first.signal);
  const waiting = supervised.count(prompt, never);
  first.abort();
  const loaded = supervised.load(request, () => {}, never);
  expect(await replaced.catch((error: unknown) => error)).toMatchObject({ name: 'AbortError' });
  expect(await waiting).toBe(7);
  expect(await loaded).toEqual(model);
});

test('a request never reaches the engine between one load and another', async () => {
  const order: string[] = [];
  const otherLoad = deferred();
  const { start } = processes({
    load: async ({ path }) => {
      if (path === '/other.gguf') await otherLoad.promise;
      order.push(`loaded ${path}`);
      return model;
    },
    count: () => {
      order.push('count');
      return Promise.resolve(7);
    },
  });
  const supervised = supervise(start);
  await supervised.load(request, () => {}, never);
  const counted = supervised.count(prompt, never);
  const other = supervised.load({ ...request, path: '/other.gguf' }, () => {}, never);
  await settle();
  otherLoad.resolve();
  await Promise.all([counted, other]);
  expect(order).toEqual(['loaded /m.gguf', 'loaded /other.gguf', 'count']);
});

test('a load that is given up, with none in its place, leaves no model, and says so to those who waited', async () => {
  const { start } = processes({ load: () => new Promise(() => {}) });
  const supervised = supervise(start);
  const controller = new AbortController();
  const load = supervised.load(request, () => {}, controller.signal).catch((error: unknown) => error);
  const waiting = supervised.count(prompt, never).catch((error: unknown) => error);
  controller.abort();
  expect(await load).toMatchObject({ name: 'AbortError' });
  expect(await waiting).toMatchObject({ code: 'no-model' });
  expect(supervised.state).toEqual({ kind: 'stopped', model: undefined });
});

test('what is started while the old process still ends keeps its state', async () => {
  const { start } = processes({});
  const ending = deferred();
  const supervised = supervise(() => {
    const channel = start();
    return { ...channel, close: () => void ending.promise.then(() => channel.close()) };
  });
  await supervised.load(request, () => {}, never);
  const restarted = supervised.restart();
  expect(supervised.state).toEqual({ kind: 'stopped', model });
  await supervised.load(request, () => {}, never);
  ending.resolve();
  await restarted;
  expect(supervised.state.kind).toBe('ready');
});

test('a worker of another build is a failure and no crash, and is not started again by a request', async () => {
  let starts = 0;
  const supervised = supervise(() => {
    starts += 1;
    const { host, worker } = memoryChannels();
    worker.post({ kind: 'ready', version: 'another build' });
    return host;
  });
  const crashes: AppError[] = [];
  supervised.onCrash((error) => crashes.push(error));
  await expect(supervised.load(request, () => {}, never)).rejects.toMatchObject({ code: 'protocol-mismatch' });
  await settle();
  expect(supervised.state).toMatchObject({ kind: 'failed', error: { code: 'protocol-mismatch' } });
  await expect(supervised.count(prompt, never)).rejects.toMatchObject({ code: 'protocol-mismatch' });
  expect({ starts, crashes }).toEqual({ starts: 1, crashes: [] });
});

test('a failed load stays the reason when its process dies afterwards', async () => {
  const { start, started, killNewest } = processes({
    load: () => Promise.reject(new AppError('model-invalid', { path: '/m.gguf', problem: 'is not a GGUF file' })),
  });
  const supervised = supervise(start);
  await expect(supervised.load(request, () => {}, never)).rejects.toMatchObject({ code: 'model-invalid' });
  killNewest();
  expect(supervised.state).toMatchObject({ kind: 'failed', error: { code: 'model-invalid' } });
  await expect(supervised.count(prompt, never)).rejects.toMatchObject({ code: 'model-invalid' });
  expect(started).toHaveLength(1);
});

test('a process that cannot be started is a failure that requests hear of', async () => {
  let tries = 0;
  const supervised = supervise(() => {
    tries += 1;
    throw new Error('spawn ENOMEM');
  });
  await expect(supervised.load(request, () => {}, never)).rejects.toThrow('spawn ENOMEM');
  await expect(supervised.count(prompt, never)).rejects.toThrow('spawn ENOMEM');
  expect({ state: supervised.state.kind, tries }).toEqual({ state: 'failed', tries: 1 });
});

test('a request that comes right after a crash waits, and longer after the second', async () => {
  const { start, started, killNewest } = processes({});
  const supervised = supervise(start);
  await supervised.load(request, () => {}, never);
  for (const pauseMs of [1_000, 4_000]) {
    const before = started.length;
    killNewest();
    const counted = supervised.count(prompt, never);
    expect(supervised.state).toMatchObject({ kind: 'loading', model });
    clock.advance(pauseMs - 1);
    await settle();
    expect(started).toHaveLength(before);
    clock.advance(1);
    expect(await counted).toBe(7);
  }
});

test('after three crashes in five minutes no request starts it, only a restart or a load does', async () => {
  const { start, started, killNewest } = processes({});
  const supervised = supervise(start);
  const crashes: AppError[] = [];
  supervised.onCrash((error) => crashes.push(error));
  await supervised.load(request, () => {}, never);
  for (let crash = 0; crash < 3; crash += 1) {
    if (crash > 0) {
      const counted = supervised.count(prompt, never);
      clock.advance(60_000);
      await counted;
    }
    killNewest();
  }
  expect(crashes.map(({ code }) => code)).toEqual(['worker-crashed', 'worker-crashed', 'engine-halted']);
  clock.advance(3_600_000);
  await expect(supervised.count(prompt, never)).rejects.toMatchObject({
    code: 'engine-halted',
    data: { crashes: 3, minutes: 5, exitCode: null, signal: 'SIGSEGV' },
  });
  expect(started).toHaveLength(3);
  await supervised.restart();
  expect(await supervised.count(prompt, never)).toBe(7);
  expect(started).toHaveLength(4);
});

test('crashes that are far apart never halt it', async () => {
  const { start, killNewest } = processes({});
  const supervised = supervise(start);
  await supervised.load(request, () => {}, never);
  for (let crash = 0; crash < 6; crash += 1) {
    killNewest();
    const counted = supervised.count(prompt, never);
    clock.advance(150_001);
    expect(await counted).toBe(7);
  }
});

test.each<[string, ChannelEnd]>([
  ['the system killed it', { exitCode: null, signal: 'SIGKILL' }],
  ['a container killed it', { exitCode: 137, signal: null }],
  ['it was refused memory', { exitCode: null, signal: 'SIGABRT', lastWords: "throwing 'std::bad_alloc'" }],
])('a load that ends because %s is a lack of memory and no crash', async (_cause, end) => {
  const { start, killNewest } = processes({ load: () => new Promise(() => {}) });
  const supervised = supervise(start);
  const crashes: AppError[] = [];
  supervised.onCrash((error) => crashes.push(error));
  const load = supervised.load({ ...request, gpu: 'off' }, () => {}, never).catch((error: unknown) => error);
  await settle();
  killNewest(end);
  expect(await load).toMatchObject({ code: 'out-of-memory', data: { path: '/m.gguf' } });
  await expect(supervised.count(prompt, never)).rejects.toMatchObject({ code: 'out-of-memory' });
  expect(crashes).toEqual([]);
});

test('another model is loaded only after the process of the one before has gone', async () => {
  const ending = deferred();
  const paths: string[] = [];
  const { start, started } = processes({});
  const supervised = superviseEngine({
    start: async ({ path }) => {
      paths.push(path);
      const channel = start();
      return { ...channel, close: () => void ending.promise.then(() => channel.close()) };
    },
    clock,
    idleMinutes: () => 0,
    log: silentLog,
  });
  await supervised.load(request, () => {}, never);
  started[0]?.holdWorker(true);
  const other = supervised.load({ ...request, path: '/other.gguf' }, () => {}, never);
  await settle();
  expect(paths).toEqual(['/m.gguf']);
  ending.resolve();
  await other;
  expect(paths).toEqual(['/m.gguf', '/other.gguf']);
});

test('without requests the model leaves memory, and the next request brings it back', async () => {
  idleMinutes = 10;
  const { start, started } = processes({});
  const supervised = supervise(start);
  await supervised.load(request, () => {}, never);
  clock.advance(9 * 60_000);
  expect(await supervised.count(prompt, never)).toBe(7);
  clock.advance(10 * 60_000 - 1);
  await settle();
  expect(supervised.state.kind).toBe('ready');
  clock.advance(1);
  await settle();
  expect(supervised.state).toEqual({ kind: 'stopped', model });
  const counted = supervised.count(prompt, never);
  expect(supervised.state).toMatchObject({ kind: 'loading', model });
  expect(await counted).toBe(7);
  expect(started).toHaveLength(2);
});

test('neither a request that takes long nor work that nobody waits for counts as idle', async () => {
  idleMinutes = 1;
  const answer = deferred<number>();
  let isBusy = true;
  const started: MemoryChannels[] = [];
  const engine: LocalEngine = {
    load: () => Promise.resolve(model),
    infill: unused,
    reply: unused,
    count: () => answer.promise,
    selfTest: unused,
    dispose: () => Promise.resolve(),
  };
  const supervised = supervise(() => {
    const channels = memoryChannels();
    started.push(channels);
    serveEngine(engine, channels.worker, { isBusy: () => isBusy });
    return channels.host;
  });
  await supervised.load(request, () => {}, never);
  const counted = supervised.count(prompt, never);
  for (let minute = 0; minute < 10; minute += 1) {
    clock.advance(60_000);
    await settle();
  }
  expect(supervised.state.kind).toBe('ready');
  answer.resolve(7);
  await counted;
  clock.advance(60_000);
  await settle();
  expect(supervised.state.kind).toBe('ready');
  isBusy = false;
  clock.advance(60_000);
  await settle();
  expect(supervised.state.kind).toBe('stopped');
});

test('an engine that works for hours is not silent; one that answers no ping is, until it does', async () => {
  const { start, started } = processes({ count: () => new Promise(() => {}) });
  const supervised = supervise(start);
  const silences: AppError[] = [];
  supervised.onSilence((error) => silences.push(error));
  await supervised.load(request, () => {}, never);
  void supervised.count(prompt, never).catch(() => {});
  await settle();
  for (let look = 0; look < 1_000; look += 1) {
    clock.advance(15_000);
    await settle();
  }
  expect(silences).toEqual([]);

  started.at(-1)?.holdWorker(true);
  for (let look = 0; look < 10; look += 1) {
    clock.advance(15_000);
    await settle();
  }
  expect(silences).toMatchObject([{ code: 'engine-silent' }]);
  expect(supervised.state).toMatchObject({ kind: 'ready', isSilent: true });
  started.at(-1)?.holdWorker(false);
  await settle();
  expect(supervised.state).toEqual({ kind: 'ready', model });
  expect(started).toHaveLength(1);
});

test('an engine of which nothing is wanted is not asked for signs of life', async () => {
  const { start, started } = processes({});
  const supervised = supervise(start);
  await supervised.load(request, () => {}, never);
  const seen: unknown[] = [];
  started.at(-1)?.worker.onMessage((message) => seen.push(message));
  clock.advance(86_400_000);
  await settle();
  expect(seen).toEqual([]);
});

test('a process that says goodbye ended on purpose: no crash, and the next request starts another', async () => {
  const { start, started } = processes({});
  const supervised = supervise(start);
  const crashes: AppError[] = [];
  supervised.onCrash((error) => crashes.push(error));
  await supervised.load(request, () => {}, never);
  started[0]?.worker.post({ kind: 'goodbye' });
  await settle();
  expect(supervised.state).toEqual({ kind: 'stopped', model });
  const counted = supervised.count(prompt, never);
  await settle();
  // Not before the old one has left memory.
  expect(started).toHaveLength(1);
  started[0]?.worker.close();
  expect(await counted).toBe(7);
  expect(crashes).toEqual([]);
});

test('a goodbye in the middle of a load is followed by another process', async () => {
  let loads = 0;
  const { start, started } = processes({
    load: () => (++loads === 1 ? new Promise(() => {}) : Promise.resolve(model)),
  });
  const supervised = supervise(start);
  const load = supervised.load(request, () => {}, never);
  await settle();
  started[0]?.worker.post({ kind: 'goodbye' });
  await settle();
  started[0]?.worker.close();
  expect(await load).toEqual(model);
  expect(supervised.state).toEqual({ kind: 'ready', model });
});

test('a load that runs out of memory is tried with less and less, and each later start is as the one that fitted', async () => {
  const large: LoadRequest = { ...request, contextTokens: 32_768 };
  const loads: LoadRequest[] = [];
  const { start, started, killNewest } = processes({
    load: (wanted) => {
      loads.push(wanted);
      return limitsOf(wanted).contextTokens > 4096 ? new Promise(() => {}) : Promise.resolve(model);
    },
  });
  const supervised = supervise(start);
  const crashes: AppError[] = [];
  supervised.onCrash((error) => crashes.push(error));
  const load = supervised.load(large, () => {}, never);
  for (let kill = 0; kill < 3; kill += 1) {
    await settle();
    expect(supervised.state.kind).toBe('loading');
    killNewest({ exitCode: null, signal: 'SIGKILL' });
  }
  expect(await load).toEqual(model);
  await supervised.restart();
  expect(await supervised.count(prompt, never)).toBe(7);
  const steps = [32_768, 16_384, 8192, 4096];
  const reductions = steps.slice(1).map((toTokens, index) => ({ kind: 'context', fromTokens: steps[index], toTokens }));
  expect(loads.map((tried) => tried.reductions ?? [])).toEqual([
    ...steps.map((_, index) => reductions.slice(0, index)),
    reductions,
  ]);
  expect({ crashes, processes: started.length }).toEqual({ crashes: [], processes: 5 });
});

test('a load whose processes vanish is tried again as it is, then with less, and halts at the third', async () => {
  const loads: LoadRequest[] = [];
  const { start, killNewest } = processes({
    load: (wanted) => {
      loads.push(wanted);
      return new Promise(() => {});
    },
  });
  const supervised = supervise(start);
  const load = supervised.load({ ...request, contextTokens: 8192 }, () => {}, never).catch((error: unknown) => error);
  for (const pauseMs of [1_000, 4_000, 0]) {
    await settle();
    killNewest({ exitCode: null, signal: null });
    await settle();
    clock.advance(pauseMs);
  }
  expect(await load).toMatchObject({ code: 'engine-halted', data: { exitCode: null, signal: null } });
  expect(loads.map(({ reductions }) => reductions?.length ?? 0)).toEqual([0, 0, 1]);
});

test('a restart in the middle of a load that a request began leaves an engine that starts again', async () => {
  let loads = 0;
  const { start } = processes({
    load: () => (++loads === 2 ? new Promise(() => {}) : Promise.resolve(model)),
  });
  const supervised = supervise(start);
  await supervised.load(request, () => {}, never);
  await supervised.unload();
  const waiting = supervised.count(prompt, never).catch((error: unknown) => error);
  await settle();
  await supervised.restart();
  expect(await waiting).toMatchObject({ code: 'engine-closed' });
  expect(supervised.state).toEqual({ kind: 'stopped', model });
  expect(await supervised.count(prompt, never)).toBe(7);
});
