import { expect, it } from 'vitest';
import { silentLog } from '../../../src/base/log.ts';
import { works } from '../../../src/editor/doctor/doctorReport.ts';
import { type DoctorCheck, runChecks } from '../../../src/editor/doctor/runChecks.ts';
import { createManualClock } from '../../manualClock.ts';

const good: DoctorCheck = { title: 'Good', limitMs: 1000, run: () => [works('A', 'fine')] };
const broken: DoctorCheck = {
  title: 'Broken',
  limitMs: 1000,
  run() {
    throw new Error('no such device');
  },
};
const endless: DoctorCheck = { title: 'Endless', limitMs: 5000, run: () => new Promise(() => {}) };

it('keeps a check that throws from costing more than its own section', async () => {
  const report = await runChecks(
    { checks: [broken, good], onStart: () => {}, clock: createManualClock(), log: silentLog },
    new AbortController().signal,
  );
  expect(report).toEqual({
    isCut: false,
    sections: [
      {
        title: 'Broken',
        rows: [{ verdict: 'unchecked', label: 'Broken', text: 'the check itself failed: no such device' }],
      },
      { title: 'Good', rows: [works('A', 'fine')] },
    ],
  });
});

it('gives up a check that does not end, even when it ignores its signal', async () => {
  const clock = createManualClock();
  const onStart = ({ title }: DoctorCheck): void => {
    if (title === 'Endless') queueMicrotask(() => clock.advance(5000));
  };
  const report = await runChecks(
    { checks: [endless, good], onStart, clock, log: silentLog },
    new AbortController().signal,
  );
  expect(report.sections.map(({ rows }) => rows[0]?.text)).toEqual(['gave no answer within 5 s', 'fine']);
});

it('keeps what is known when the user stops it', async () => {
  const stop = new AbortController();
  const onStart = ({ title }: DoctorCheck): void => {
    if (title === 'Endless') queueMicrotask(() => stop.abort());
  };
  const report = await runChecks(
    { checks: [good, endless, good], onStart, clock: createManualClock(), log: silentLog },
    stop.signal,
  );
  expect(report.isCut).toBe(true);
  expect(report.sections.map(({ title, rows }) => [title, rows[0]?.text])).toEqual([
    ['Good', 'fine'],
    ['Endless', 'stopped before it was done'],
  ]);
});
