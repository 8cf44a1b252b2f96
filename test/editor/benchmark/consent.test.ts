import { expect, it } from 'vitest';
import { type ConsentFacts, consentPoints } from '../../../src/editor/benchmark/consentFacts.ts';
import { consentPage } from '../../../src/editor/benchmark/consentPage.ts';
import { testChoice } from './testChoice.ts';

const facts: ConsentFacts = {
  aim: 'benchmark',
  repository: 'project',
  choice: testChoice(['infill', 'agent']),
  counts: { infill: 22, agent: 8 },
  isNewSet: true,
  since: null,
  engines: [{ label: 'Starter', place: 'local', releasedOn: '2026-11-22', cost: { kind: 'free' } }],
  expected: { ms: undefined },
  sandbox: { level: 'bubblewrap', isOffline: true, isContained: true, memoryBytes: 1, processes: 1 },
  folder: '/storage',
};
const remote = {
  label: 'Cloud',
  place: 'remote',
  host: 'api.example.com',
  cost: { kind: 'usd', ceiling: 12.5, expected: 1.5 },
  releasedOn: undefined,
} as const;

function textOf(changes: Partial<ConsentFacts>): string {
  return consentPoints({ ...facts, ...changes })
    .map(({ heading, lines }) => [heading, ...lines].join('\n'))
    .join('\n');
}

it('says how many tasks of each kind, that tests are run, and that nothing leaves', () => {
  const text = textOf({});
  expect(text).toContain('Up to 30 tasks');
  expect(text).toContain('22 × fill a hole, 8 × agent edit');
  expect(text).toContain('The tests of project are run');
  expect(text).toContain('What leaves this machine\nNothing.');
  expect(text).toContain('Time\nNot known');
  expect(consentPoints(facts).filter(({ isWarning }) => isWarning)).toEqual([]);
});

it('says plainly when there is no sandbox', () => {
  const sandbox = { level: 'none', isOffline: false, isContained: false, memoryBytes: 1, processes: 1 } as const;
  const warnings = consentPoints({ ...facts, sandbox }).filter(({ isWarning }) => isWarning);
  expect(warnings.map(({ heading }) => heading)).toEqual(['Tests run without a sandbox']);
  expect(warnings[0]?.lines.join(' ')).toContain('could read and change your files and use the network');
});

it('names the container that was chosen, as text', () => {
  const container = { program: 'docker', version: '28.2.2', image: 'node:22', digest: 'sha256:0' };
  const sandbox = { ...facts.sandbox, level: 'container', container } as const;
  expect(textOf({ sandbox })).toContain('The sandbox is a container with the programs of node:22 (docker 28.2.2).');
});

it('names the host that gets code, what it gets, and the most that it costs', () => {
  const text = textOf({ engines: [remote], choice: { ...facts.choice, maxUsd: 5 } });
  expect(text).toContain('Code leaves this machine\napi.example.com gets the code of the files');
  expect(text).toContain('api.example.com gets whatever files and search results the agent asks for');
  expect(text).not.toContain('messages of commits');
  expect(text).toContain('Cloud: probably about $1.50, at most $12.50 if no request fails.');
  expect(text).toContain('The whole run costs at most $5.00: it stops before a request that could go beyond that');
});

it('promises no cap on a cost that nobody knows', () => {
  const engines = [{ ...remote, cost: { kind: 'unknown-price' } as const }];
  const text = textOf({ engines, choice: { ...facts.choice, maxTokens: 2_000_000 } });
  expect(text).toContain('What Cloud costs is not known to Parity, so no cap on cost can hold for it.');
  expect(text).toContain('At most 2,000,000 tokens');
  expect(text).not.toContain('$');
});

it('shows names as text, and runs no script but its own', () => {
  const points = consentPoints({ ...facts, repository: '<img src=x onerror="alert(1)">' });
  const labels = { run: 'Run', change: 'Change', cancel: 'Cancel', warning: 'Note' };
  const html = consentPage({ nonce: 'abc', language: 'en', title: 'Run?', points, labels });
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img');
  expect(html).toContain("default-src 'none'; style-src 'nonce-abc'; script-src 'nonce-abc'");
});

it('says how old the code may be, and which model may have seen it', () => {
  const engines = [
    { label: 'Old', place: 'local', releasedOn: '2026-03-02', cost: { kind: 'free' } },
    { label: 'New', place: 'local', releasedOn: '2026-08-14', cost: { kind: 'free' } },
    remote,
  ] as const;
  const age = (since: string | null) => {
    const points = consentPoints({ ...facts, engines, since });
    return points.find(({ heading }) => heading === 'Age of the code')?.lines.join('\n');
  };
  expect(age('2026-08-14')).toContain('only from code written since Aug 14, 2026');
  expect(age('2026-08-14')).not.toContain('may have seen');
  expect(age('2026-08-14')).toContain('When Cloud was released is not known');
  // Of a kept set: a moment.
  expect(age('2026-03-02T00:00:00.000Z')).toContain('New was released on Aug 14, 2026: older code it may have seen');
  expect(age('2026-03-02T00:00:00.000Z')).not.toContain('Old was');
  expect(age(null)).toContain('of any age');
  expect(age(null)).toContain('Old was released');
});

it('says how often each answers, and how long that takes', () => {
  const choice = { ...facts.choice, samples: 3, maxUsd: 5 };
  const text = textOf({ engines: [remote], choice, expected: { ms: 120_000 } });
  expect(text).toContain('Each answers each task 3 times.');
  expect(text).toContain('The answers take about 2 min');
});

it('warns when it was chosen to set no limit, and says so', () => {
  const unmeasured = { ...remote, cost: { kind: 'usd', ceiling: 12.5, expected: undefined } } as const;
  const cost = consentPoints({ ...facts, engines: [unmeasured] }).find(({ heading }) => heading === 'Cost');
  expect(cost?.isWarning).toBe(true);
  expect(cost?.lines).toContain('You chose to set no limit.');
  expect(cost?.lines[0]).toMatch(/^Cloud: at most \$12\.50/);
});

it('says what a comparison of this size can show, and nothing of that for one engine', () => {
  expect(textOf({})).not.toContain('What it can show');
  expect(textOf({ detectable: 0.284 })).toContain('With 30 tasks, a difference of 28 percentage points or more');
  expect(textOf({ detectable: null })).toContain('30 tasks are too few to tell engines apart reliably');
});
