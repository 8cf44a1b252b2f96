import { expect, test } from 'vitest';
import { isAbort } from '../../src/base/appError.ts';
import { FairTurns } from '../../src/worker/fairTurns.ts';
import { deferred } from '../deferred.ts';

const never = new AbortController().signal;

/** Requests of named clients, behind one that holds the turn until `begin`. */
function queue() {
  const turns = new FairTurns();
  const gate = deferred();
  const clients = new Map<string, object>();
  const order: string[] = [];
  void turns.run({}, never, () => gate.promise);
  const ask = (name: string, signal = never): Promise<void> => {
    const client = clients.get(name) ?? {};
    clients.set(name, client);
    return turns.run(client, signal, async () => {
      order.push(name);
    });
  };
  return { ask, order, begin: () => gate.resolve() };
}

test('clients take turns, however many requests one of them has', async () => {
  const { ask, order, begin } = queue();
  const all = 'aaaabbc'.split('').map((name) => ask(name));
  begin();
  await Promise.all(all);
  expect(order.join('')).toBe('abcabaa');
});

test('one that comes back after its turn stands behind the others', async () => {
  const { ask, order, begin } = queue();
  const again = ask('a').then(() => ask('a'));
  const others = [ask('b'), ask('c')];
  begin();
  await Promise.all([again, ...others]);
  expect(order.join('')).toBe('abca');
});

test('a request that is given up, or fails, holds nobody up', async () => {
  const { ask, order, begin } = queue();
  const controller = new AbortController();
  const given = ask('a', controller.signal).catch((error: unknown) => error);
  const rest = [ask('b'), ask('a')];
  controller.abort();
  expect(isAbort(await given)).toBe(true);
  begin();
  await Promise.all(rest);
  expect(order.join('')).toMatch(/^(ab|ba)$/);
  const turns = new FairTurns();
  await expect(turns.run({}, never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.run({}, never, () => Promise.resolve(1))).toBe(1);
});
