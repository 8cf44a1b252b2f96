import { expect, test } from 'vitest';
import { AppError, abortError, fromErrorRecord, isAbort, isAppError, toErrorRecord } from '../../src/base/appError.ts';

/** As a process boundary does to it. */
const crossed = (error: unknown): Error => fromErrorRecord(JSON.parse(JSON.stringify(toErrorRecord(error))));

test('an AppError crosses a process boundary with its code and data', () => {
  const error = crossed(new AppError('model-missing', { path: '/m.gguf' }));
  expect(isAppError(error, 'model-missing') && error.data.path).toBe('/m.gguf');
});

test('an abort is still an abort on the other side', () => {
  expect(isAbort(crossed(abortError()))).toBe(true);
  expect(isAbort(crossed(new Error('AbortError')))).toBe(false);
});

test('a bug keeps its message and stack, and something thrown that is no error its text', () => {
  const bug = new TypeError('x is not a function');
  expect(crossed(bug)).toMatchObject({ message: bug.message, stack: bug.stack });
  expect(crossed('plain').message).toBe('plain');
});
