import { expect, test } from 'vitest';
import { isAbort } from '../../src/base/appError.ts';
import { ComputeQueue } from '../../src/worker/computeQueue.ts';
import { deferred } from '../deferred.ts';

const never = new AbortController().signal;

test('one step at a time; completions pass waiting chats, and equals keep their order', async () => {
  const queue = new ComputeQueue();
  const order: string[] = [];
  const gate = deferred();
  const step = (name: string) => () => {
    order.push(name);
    return Promise.resolve();
  };
  const steps = [
    queue.run('chat', never, async () => {
      order.push('chat 1');
      await gate.promise;
    }),
    queue.run('idle', never, step('idle')),
    queue.run('chat', never, step('chat 2')),
    queue.run('completion', never, step('completion 1')),
    queue.run('completion', never, step('completion 2')),
  ];
  await Promise.resolve();
  expect(order).toEqual(['chat 1']);
  gate.resolve();
  await Promise.all(steps);
  expect(order).toEqual(['chat 1', 'completion 1', 'completion 2', 'chat 2', 'idle']);
});

test('a step that fails lets the next one in', async () => {
  const queue = new ComputeQueue();
  await expect(queue.run('chat', never, () => Promise.reject(new Error('bad')))).rejects.toThrow('bad');
  expect(await queue.run('chat', never, () => Promise.resolve(1))).toBe(1);
});

test('one that gives up while waiting never starts, and the others go on', async () => {
  const queue = new ComputeQueue();
  const gate = deferred();
  const first = queue.run('chat', never, () => gate.promise);
  const controller = new AbortController();
  let hasStarted = false;
  const given = queue.run('chat', controller.signal, () => {
    hasStarted = true;
    return Promise.resolve();
  });
  const last = queue.run('chat', never, () => Promise.resolve('last'));
  controller.abort();
  expect(isAbort(await given.catch((error: unknown) => error))).toBe(true);
  gate.resolve();
  await first;
  expect(await last).toBe('last');
  expect(hasStarted).toBe(false);
});

test('between two steps of a claimed completion no chat slips in', async () => {
  const queue = new ComputeQueue();
  const order: string[] = [];
  const step = (urgency: 'completion' | 'chat', name: string): Promise<void> =>
    queue.run(urgency, never, () => {
      order.push(name);
      return Promise.resolve();
    });
  const release = queue.claim('completion');
  const chat = step('chat', 'chat');
  await step('completion', 'completion 1');
  await step('completion', 'completion 2');
  expect(order).toEqual(['completion 1', 'completion 2']);
  release();
  await chat;
  expect(order).toEqual(['completion 1', 'completion 2', 'chat']);
});

test('a claim of lesser urgency holds nobody above it back', async () => {
  const queue = new ComputeQueue();
  const release = queue.claim('chat');
  expect(await queue.run('completion', never, () => Promise.resolve(1))).toBe(1);
  release();
  release();
  expect(await queue.run('idle', never, () => Promise.resolve(2))).toBe(2);
});
