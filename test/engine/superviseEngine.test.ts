import { expect, test } from 'vitest';
import { AppError } from '../../src/base/appError.ts';
import { silentLog } from '../../src/base/log.ts';
import type { LoadRequest, LocalEngine, ModelDescription, ReplyPrompt } from '../../src/engine/engine.ts';
import { serveEngine } from '../../src/engine/serveEngine.ts';
import type { EngineState } from '../../src/engine/statefulEngine.ts';
import { superviseEngine } from '../../src/engine/superviseEngine.ts';
import { deferred } from '../deferred.ts';
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

/** Starts "processes" that answer with `engine`, and keeps them for the test to kill. */
function processes(engine: Partial<LocalEngine>) {
  const started: MemoryChannels[] = [];
  const whole: LocalEngine = {
    load: () => Promise.resolve(model),
    infill: unused,
    reply: unused,
    count: () => Promise.resolve(7),
    dispose: () => Promise.resolve(),
    ...engine,
  };
  const start = () => {
    const channels = memoryChannels();
    started.push(channels);
    serveEngine(whole, channels.worker);
    return channels.host;
  };
  return { started, start, killNewest: () => started.at(-1)?.kill({ exitCode: null, signal: 'SIGKILL' }) };
}

test('before any load, a request says that there is no model and starts no process', async () => {
  const { start, started } = processes({});
  const supervised = superviseEngine(start, silentLog);
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
  const supervised = superviseEngine(start, silentLog);
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
  const supervised = superviseEngine(start, silentLog);
  const crashes: AppError[] = [];
  supervised.onCrash((error) => crashes.push(error));
  await supervised.load(request, () => {}, never);
  const pending = [supervised.count(prompt, never), supervised.count(prompt, never)].map((call) =>
    call.catch((error: unknown) => error),
  );
  await Promise.resolve();
  await Promise.resolve();
  killNewest();
  for (const outcome of await Promise.all(pending)) expect(outcome).toMatchObject({ code: 'worker-crashed' });
  expect(crashes).toHaveLength(1);
  expect(supervised.state).toEqual({ kind: 'stopped', model });

  hangs = false;
  expect(await supervised.count(prompt, never)).toBe(7);
  expect(started).toHaveLength(2);
  expect(loads).toEqual([request, request]);
});

test('a process that dies while loading is not started again by itself, only by another load', async () => {
  let hangs = true;
  const { start, started, killNewest } = processes({
    load: () => (hangs ? new Promise<ModelDescription>(() => {}) : Promise.resolve(model)),
  });
  const supervised = superviseEngine(start, silentLog);
  const load = supervised.load(request, () => {}, never).catch((error: unknown) => error);
  await Promise.resolve();
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
  const supervised = superviseEngine(start, silentLog);
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
  const supervised = superviseEngine(start, silentLog);
  await supervised.load(request, () => {}, never);
  killNewest();
  const controller = new AbortController();
  const given = supervised.count(prompt, controller.signal).catch((error: unknown) => error);
  const kept = supervised.count(prompt, never);
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  expect(await given).toMatchObject({ name: 'AbortError' });
  finishLoad(model);
  expect(await kept).toBe(7);
  expect(loads).toBe(2);
});

test('restart ends the process quietly and the next request starts another', async () => {
  const { start, started } = processes({});
  const supervised = superviseEngine(start, silentLog);
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
  const supervised = superviseEngine(start, silentLog);
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
  const supervised = superviseEngine(start, silentLog);
  await supervised.load(request, () => {}, never);
  const counted = supervised.count(prompt, never);
  const other = supervised.load({ ...request, path: '/other.gguf' }, () => {}, never);
  await new Promise((resolve) => setImmediate(resolve));
  otherLoad.resolve();
  await Promise.all([counted, other]);
  expect(order).toEqual(['loaded /m.gguf', 'loaded /other.gguf', 'count']);
});

test('a load that is given up, with none in its place, leaves no model, and says so to those who waited', async () => {
  const { start } = processes({ load: () => new Promise(() => {}) });
  const supervised = superviseEngine(start, silentLog);
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
  const supervised = superviseEngine(() => {
    const channel = start();
    return { ...channel, close: () => void ending.promise.then(() => channel.close()) };
  }, silentLog);
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
  const supervised = superviseEngine(() => {
    starts += 1;
    const { host, worker } = memoryChannels();
    worker.post({ kind: 'ready', version: 'another build' });
    return host;
  }, silentLog);
  const crashes: AppError[] = [];
  supervised.onCrash((error) => crashes.push(error));
  await expect(supervised.load(request, () => {}, never)).rejects.toMatchObject({ code: 'protocol-mismatch' });
  await new Promise((resolve) => setImmediate(resolve));
  expect(supervised.state).toMatchObject({ kind: 'failed', error: { code: 'protocol-mismatch' } });
  await expect(supervised.count(prompt, never)).rejects.toMatchObject({ code: 'protocol-mismatch' });
  expect({ starts, crashes }).toEqual({ starts: 1, crashes: [] });
});

test('a failed load stays the reason when its process dies afterwards', async () => {
  const { start, started, killNewest } = processes({
    load: () => Promise.reject(new AppError('model-invalid', { path: '/m.gguf', problem: 'is not a GGUF file' })),
  });
  const supervised = superviseEngine(start, silentLog);
  await expect(supervised.load(request, () => {}, never)).rejects.toMatchObject({ code: 'model-invalid' });
  killNewest();
  expect(supervised.state).toMatchObject({ kind: 'failed', error: { code: 'model-invalid' } });
  await expect(supervised.count(prompt, never)).rejects.toMatchObject({ code: 'model-invalid' });
  expect(started).toHaveLength(1);
});

test('a process that cannot be started is a failure that requests hear of', async () => {
  let tries = 0;
  const supervised = superviseEngine(() => {
    tries += 1;
    throw new Error('spawn ENOMEM');
  }, silentLog);
  await expect(supervised.load(request, () => {}, never)).rejects.toThrow('spawn ENOMEM');
  await expect(supervised.count(prompt, never)).rejects.toThrow('spawn ENOMEM');
  expect({ state: supervised.state.kind, tries }).toEqual({ state: 'failed', tries: 1 });
});
