import { describe, expect, it } from 'vitest';
import { enteredRates, fields, readNumber } from '../../../src/benchmark/report/assumptions.ts';
import { breakEvenForm } from '../../../src/benchmark/report/breakEvenForm.ts';
import { summarizeRun } from '../../../src/benchmark/report/summarizeRun.ts';
import { engineRecord, runRecord, taskResult } from './resultFixture.ts';

describe('readNumber', () => {
  it.each([
    ['1999.50', 1999.5],
    [' 0 ', 0],
    ['.3', 0.3],
    ['5.', 5],
  ])('takes %j', (text, value) => {
    expect(readNumber(text, fields.hardwareUsd)).toEqual({ kind: 'number', value });
  });

  it.each([
    ['', 'hardwareUsd', 'Enter a number, in USD.'],
    ['1,999', 'hardwareUsd', 'without commas'],
    ['1e3', 'hardwareUsd', 'This is no number'],
    ['Infinity', 'hardwareUsd', 'This is no number'],
    ['<b>', 'hardwareUsd', 'This is no number'],
    ['-1', 'activeWatts', 'less than 0'],
    ['0', 'lifeYears', 'more than 0'],
    ['101', 'cachedPercent', 'more than 100'],
    ['25', 'hoursPerDay', 'more than 24'],
  ] as const)('says what is wrong with %j as %s', (text, key, message) => {
    const reading = readNumber(text, fields[key]);
    expect(reading.kind === 'problem' ? reading.message : '').toContain(message);
  });
});

describe('enteredRates', () => {
  it('needs just the prices that something is charged by', () => {
    const outputOnly = { outputUsd: 10, readPerWritten: 0, cachedPercent: 0 };
    expect(enteredRates(outputOnly)).toMatchObject({ outputUsd: 10, inputUsd: 0 });
    expect(enteredRates({ ...outputOnly, readPerWritten: 2 })).toBeUndefined();
    expect(enteredRates({ ...outputOnly, readPerWritten: 2, cachedPercent: 100, cachedUsd: 1 })).toMatchObject({
      cachedShare: 1,
    });
    expect(enteredRates({ readPerWritten: 0, cachedPercent: 0 })).toBeUndefined();
  });
});

describe('breakEvenForm', () => {
  it('leaves a price that is not known open, never 0', () => {
    const engines = [engineRecord('api', { place: 'remote' })];
    const run = runRecord({ engines, prices: [{ engineId: 'api', price: null }] });
    const { apis, machines } = breakEvenForm(summarizeRun(run, [taskResult({ engineId: 'api', costUsd: null })]));
    expect(apis[0]).toMatchObject({ inputUsd: { value: null, basis: 'unknown' }, outputUsd: { value: null } });
    // There is no machine in this run either: one has to say how fast it is.
    expect(machines[0]).toMatchObject({ tokensPerSecond: { value: null }, activeWatts: { basis: 'assumed' } });
  });

  it('takes the full price where that of cached tokens is not known, and says so', () => {
    const price = {
      model: 'm',
      provider: 'p',
      prices: { input: 0.4, output: null },
      source: 's',
      checkedOn: '2026-11-22',
    };
    const engines = [engineRecord('api', { place: 'remote' })];
    const run = runRecord({ engines, prices: [{ engineId: 'api', price }] });
    const [api] = breakEvenForm(summarizeRun(run, [])).apis;
    expect(api.cachedUsd).toMatchObject({ value: 0.4, basis: 'assumed' });
    expect(api.outputUsd.value).toBeNull();
    expect(api.readPerWritten.value).toBeNull();
  });
});
