import { expect, test, vi } from 'vitest';
import { AppError, isAppError } from '../../src/base/appError.ts';

test('an error of a bundle that was read later is known as one', async () => {
  vi.resetModules();
  const copy = await import('../../src/base/appError.ts');
  expect(copy.AppError).not.toBe(AppError);
  const error = new copy.AppError('no-model', {});
  expect(error).toBeInstanceOf(AppError);
  expect(isAppError(error, 'no-model')).toBe(true);
  expect(new Error('no-model')).not.toBeInstanceOf(AppError);
});
