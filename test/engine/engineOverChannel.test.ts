import { expect, test } from 'vitest';
import { AppError, isAbort } from '../../src/base/appError.ts';
import { silentLog } from '../../src/base/log.ts';
import type { LocalEngine, InfillRequest, InfillResult } from '../../src/engine/engine.ts';
import { engineOverChannel } from '../../src/engine/engineOverChannel.ts';
import { serveEngine } from '../../src/engine/serveEngine.ts';
import { deferred } from '../deferred.ts';
import { memoryChannels } from './memoryChannel.ts';

const never = new AbortController().signal;
const hole: InfillRequest = {
  repository: 'r',
  contextFiles: [],
  path: 'a.ts',
  prefix: 'a',
  suffix: 'b',
  stop: { kind: 'line' },
  maxTokens: 8,
};
const filled: InfillResult = {
  text: 'xy',
  finish: 'end',
  usage: { promptTokens: 3, reusedTokens: 1, evaluatedTokens: 2, generatedTokens: 1, firstTokenMs: 1, totalMs: 2 },
};

function unused(): never {
  throw new Error('not part of this test');
}

function engineThat(infill: LocalEngine['infill']): LocalEngine {
  return { load: unused, reply: unused, count: unused, selfTest: unused, dispose: () => Promise.resolve(), infill };
}

test('a call crosses with its events in order and its result', async () => {
  const channels = memoryChannels();
  serveEngine(
    engineThat((request, onText) => {
      expect(request).toEqual(hole);
      onText('x');
      onText('xy');
      return Promise.resolve(filled);
    }),
    channels.worker,
  );
  const seen: string[] = [];
  const result = await engineOverChannel(channels.host, silentLog).infill(hole, (text) => seen.push(text), never);
  expect(result).toEqual(filled);
  expect(seen).toEqual(['x', 'xy']);
});

test('an AppError keeps its code and data across the channel', async () => {
  const channels = memoryChannels();
  serveEngine(
    engineThat(() => Promise.reject(new AppError('infill-unsupported', { model: 'M' }))),
    channels.worker,
  );
  const error = await engineOverChannel(channels.host, silentLog)
    .infill(hole, () => {}, never)
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: 'infill-unsupported', data: { model: 'M' } });
});

test('a failure before the first await of the engine is an answer too', async () => {
  const channels = memoryChannels();
  serveEngine(
    engineThat(() => {
      throw new Error('boom');
    }),
    channels.worker,
  );
  await expect(engineOverChannel(channels.host, silentLog).infill(hole, () => {}, never)).rejects.toThrow('boom');
});

test('aborting rejects at once and tells the other end, whose late answer is ignored', async () => {
  const channels = memoryChannels();
  const aborted = deferred();
  const started = deferred();
  serveEngine(
    engineThat((_request, _onText, signal) => {
      signal.addEventListener('abort', () => aborted.resolve());
      started.resolve();
      return aborted.promise.then(() => filled);
    }),
    channels.worker,
  );
  const controller = new AbortController();
  const call = engineOverChannel(channels.host, silentLog).infill(hole, () => {}, controller.signal);
  await started.promise;
  controller.abort();
  expect(isAbort(await call.catch((reason: unknown) => reason))).toBe(true);
  await aborted.promise;
});

test('a signal that has fired already sends nothing', async () => {
  const channels = memoryChannels();
  const sent: unknown[] = [];
  channels.worker.onMessage((message) => sent.push(message));
  const call = engineOverChannel(channels.host, silentLog).infill(hole, () => {}, AbortSignal.abort());
  expect(isAbort(await call.catch((reason: unknown) => reason))).toBe(true);
  await Promise.resolve();
  expect(sent).toEqual([]);
});

test('the death of the other end rejects what is pending and what comes after', async () => {
  const channels = memoryChannels();
  const started = deferred();
  serveEngine(
    engineThat(() => {
      started.resolve();
      return new Promise(() => {});
    }),
    channels.worker,
  );
  const engine = engineOverChannel(channels.host, silentLog);
  const pending = engine.infill(hole, () => {}, never);
  await started.promise;
  channels.kill({ exitCode: null, signal: 'SIGKILL' });
  await expect(pending).rejects.toMatchObject({
    code: 'worker-crashed',
    data: { signal: 'SIGKILL', during: 'infill' },
  });
  await expect(engine.infill(hole, () => {}, never)).rejects.toMatchObject({ code: 'worker-crashed' });
});

test('disposing rejects what is pending with engine-closed and aborts it at the other end', async () => {
  const channels = memoryChannels();
  const aborted = deferred();
  serveEngine(
    engineThat((_request, _onText, signal) => {
      signal.addEventListener('abort', () => aborted.resolve());
      return new Promise(() => {});
    }),
    channels.worker,
  );
  const engine = engineOverChannel(channels.host, silentLog);
  const pending = engine.infill(hole, () => {}, never).catch((reason: unknown) => reason);
  await engine.dispose();
  expect(await pending).toMatchObject({ code: 'engine-closed' });
  await aborted.promise;
});

test('a worker of another build is refused', async () => {
  const channels = memoryChannels();
  const engine = engineOverChannel(channels.host, silentLog);
  const pending = engine.infill(hole, () => {}, never);
  channels.worker.post({ kind: 'ready', version: 'another build' });
  await expect(pending).rejects.toMatchObject({ code: 'protocol-mismatch', data: { actual: 'another build' } });
});
