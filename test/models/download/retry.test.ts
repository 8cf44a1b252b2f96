import { expect, test } from 'vitest';
import { backoffMs, retrying } from '../../../src/models/download/retry.ts';
import { parseRetryAfter } from '../../../src/models/download/sendRequest.ts';
import { createSpeedometer } from '../../../src/models/download/speedometer.ts';
import { TransferFailure } from '../../../src/models/download/transferFailure.ts';
import { createManualClock } from '../../manualClock.ts';
import { fastClock } from './downloadPorts.ts';

const never = new AbortController().signal;
const broken = (): TransferFailure => new TransferFailure({ kind: 'network', detail: 'ECONNRESET' }, 'host');

test('each failure doubles the wait, up to half a minute, of which half is left to chance', () => {
  expect([1, 2, 3, 7, 20].map((failures) => backoffMs(failures, 1))).toEqual([500, 1000, 2000, 30_000, 30_000]);
  expect(backoffMs(1, 0)).toBe(250);
});

test('it gives up after eight failures without a new byte, and never while there are some', async () => {
  const ports = { clock: fastClock(1e6), random: () => 0 };
  let attempts = 0;
  const failing = (): Promise<never> => {
    attempts += 1;
    return Promise.reject(broken());
  };
  await expect(retrying(failing, { ...ports, progress: () => 0 }, never)).rejects.toThrow('ECONNRESET');
  expect(attempts).toBe(9);

  attempts = 0;
  const inTheEnd = (): Promise<string> => (attempts < 50 ? failing() : Promise.resolve('done'));
  expect(await retrying(inTheEnd, { ...ports, progress: () => attempts }, never)).toBe('done');
});

test('a server that asks for a long patience is not waited for', async () => {
  const busy = new TransferFailure({ kind: 'status', status: 429, retryAfterMs: 3_600_000 }, 'host');
  const ports = { clock: createManualClock(), random: () => 0, progress: () => 0 };
  await expect(retrying(() => Promise.reject(busy), ports, never)).rejects.toBe(busy);
});

test.each([
  ['120', 120_000],
  ['Tue, 24 Nov 2026 12:00:05 GMT', 5_000],
  ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  [null, undefined],
])('retry-after %j is %s milliseconds', (value, expected) => {
  expect(parseRetryAfter(value, Date.UTC(2026, 10, 24, 12))).toBe(expected);
});

test('the speed is right from the start, follows a change slowly, and tells the time that is left', () => {
  const clock = createManualClock();
  const measure = createSpeedometer(clock);
  expect(measure(0, 10_000_000)).toEqual({ bytesPerSecond: 0, etaSeconds: undefined });
  let done = 0;
  const go = (bytesPerSecond: number, seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1000);
      done += bytesPerSecond;
      measure(done, 10_000_000);
    }
    return measure(done, 10_000_000);
  };
  expect(go(100_000, 1)).toMatchObject({ bytesPerSecond: expect.closeTo(100_000, 3) });
  expect(go(100_000, 9).etaSeconds).toBeCloseTo(90, 3);
  const slower = go(0, 2).bytesPerSecond;
  expect(slower).toBeGreaterThan(50_000);
  expect(slower).toBeLessThan(80_000);
});
