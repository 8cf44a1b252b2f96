import { expect, test } from 'vitest';
import type { LoadRequest, LocalEngine, ModelDescription } from '../../src/engine/engine.ts';
import { SharedLoad } from '../../src/worker/sharedLoad.ts';
import { modelWith } from '../completion/heldEngine.ts';
import { type Deferred, deferred } from '../deferred.ts';
import { never } from './withEngine.ts';

const request: LoadRequest = { path: '/m.gguf', contextTokens: 1024, threads: 1, gpu: 'off' };

function held() {
  const loads: { readonly outcome: Deferred<ModelDescription>; readonly signal: AbortSignal }[] = [];
  const unused = (): never => {
    throw new Error('not part of this test');
  };
  const engine: LocalEngine = {
    load(_request, onProgress, signal) {
      onProgress({ stage: 'weights', fraction: 0.5 });
      const outcome = deferred<ModelDescription>();
      loads.push({ outcome, signal });
      return outcome.promise;
    },
    infill: unused,
    reply: unused,
    count: unused,
    selfTest: unused,
    dispose: unused,
  };
  return { shared: new SharedLoad(engine), loads };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('all wait for one load and hear how far it is, also who comes later or gives up', async () => {
  const { shared, loads } = held();
  const fractions: number[] = [];
  const controller = new AbortController();
  const first = shared.join(request, () => {}, controller.signal).catch((error: unknown) => error);
  await settle();
  const second = shared.join(request, ({ fraction }) => fractions.push(fraction), never);
  controller.abort();
  expect(await first).toMatchObject({ name: 'AbortError' });
  expect(loads[0]?.signal.aborted).toBe(false);
  loads[0]?.outcome.resolve(modelWith());
  expect(await second).toEqual(modelWith());
  expect(await shared.join(request, () => {}, never)).toEqual(modelWith());
  expect({ fractions, loads: loads.length }).toEqual({ fractions: [0.5], loads: 1 });
});

test('a load that nobody waits for is given up, and the next one starts anew', async () => {
  const { shared, loads } = held();
  const controller = new AbortController();
  const only = shared.join(request, () => {}, controller.signal).catch((error: unknown) => error);
  await settle();
  controller.abort();
  await only;
  expect(loads[0]?.signal.aborted).toBe(true);
  const next = shared.join(request, () => {}, never);
  await settle();
  loads[0]?.outcome.reject(new Error('given up'));
  loads[1]?.outcome.resolve(modelWith());
  expect(await next).toEqual(modelWith());
});

test('a failure is for all who waited, and not for the next one', async () => {
  const { shared, loads } = held();
  const both = [shared.join(request, () => {}, never), shared.join(request, () => {}, never)];
  await settle();
  loads[0]?.outcome.reject(new Error('broken'));
  for (const one of both) await expect(one).rejects.toThrow('broken');
  const next = shared.join(request, () => {}, never);
  await settle();
  loads[1]?.outcome.resolve(modelWith());
  expect(await next).toEqual(modelWith());
});
