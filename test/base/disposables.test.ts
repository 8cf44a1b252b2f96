import { expect, test } from 'vitest';
import { DisposableStore, toDisposable } from '../../src/base/disposables.ts';
import { Emitter } from '../../src/base/event.ts';

test('a store ends its items last first, once, and at once what comes too late', () => {
  const store = new DisposableStore();
  const ended: string[] = [];
  for (const name of ['first', 'second']) store.add(toDisposable(() => ended.push(name)));
  store.dispose();
  store.dispose();
  store.add(toDisposable(() => ended.push('late')));
  expect(ended).toEqual(['second', 'first', 'late']);
});

test('one item that fails keeps none of the others from ending', () => {
  const store = new DisposableStore();
  let hasEnded = false;
  store.add(toDisposable(() => (hasEnded = true)));
  store.add({
    dispose: () => {
      throw new Error('bad');
    },
  });
  expect(() => store.dispose()).toThrow(AggregateError);
  expect(hasEnded).toBe(true);
});

test('a listener that throws keeps none of the others from hearing, and one that left hears nothing', () => {
  const errors: unknown[] = [];
  const emitter = new Emitter<number>((error) => errors.push(error));
  const heard: number[] = [];
  emitter.event(() => {
    throw new Error('bad');
  });
  const subscription = emitter.event((value) => heard.push(value));
  emitter.fire(1);
  subscription.dispose();
  emitter.fire(2);
  expect(heard).toEqual([1]);
  expect(errors).toHaveLength(2);
});
