import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { type ApiRates, type DailyUse, type Machine, type Payback, payback } from '../../benchmark/cost/payback.ts';
import { moneyText } from '../../benchmark/report/reportWords.ts';
import { Chart } from './chart.tsx';
import { DataTable } from './dataTable.tsx';

/** Against one API: what came out, or what is missing. */
export type PaybackRow =
  | { readonly kind: 'reckoned'; readonly label: string; readonly lifeYears: number; readonly found: Payback }
  | { readonly kind: 'missing'; readonly label: string; readonly what: string };

interface PaybackParts {
  readonly own: Machine | undefined;
  readonly rates: ApiRates | undefined;
  readonly daily: DailyUse | undefined;
}

export function paybackRow(label: string, { own, rates, daily }: PaybackParts): PaybackRow {
  if (own === undefined) return { kind: 'missing', label, what: 'the numbers of the own hardware' };
  if (rates === undefined) return { kind: 'missing', label, what: `the prices of ${label}` };
  if (daily === undefined) return { kind: 'missing', label, what: 'your use' };
  return { kind: 'reckoned', label, lifeYears: own.lifeYears, found: payback(own, rates, daily) };
}

const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const wholeCents = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });
const partsOfCents = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 5,
});

function priceText(usd: number): string {
  return (usd < 10 ? partsOfCents : wholeCents).format(usd);
}

export function paybackSentence(row: PaybackRow): string {
  if (row.kind === 'missing') return `Against ${row.label}: not known. Enter ${row.what}.`;
  const { label, found, lifeYears } = row;
  const { breakEven } = found;
  switch (breakEven.kind) {
    case 'never':
      return `Against ${label} the hardware never pays: its power costs as much as the API, or more.`;
    case 'beyond-capacity':
      return `Against ${label} the hardware does not pay: that would take ${count.format(breakEven.tokensPerDay)} tokens a day, and it can write ${count.format(breakEven.capacity)}.`;
    case 'at':
      return `Against ${label} the hardware pays from ${count.format(breakEven.tokensPerDay)} written tokens a day on. ${useText(found, lifeYears)}`;
  }
}

function useText({ wantedTokens, servedTokens, months }: Payback, lifeYears: number): string {
  const use =
    servedTokens < wantedTokens
      ? `Of the ${count.format(wantedTokens)} a day of your use it can write ${count.format(servedTokens)}: with them`
      : `With the ${count.format(wantedTokens)} a day of your use`;
  if (months === null) return `${use} it is never paid.`;
  return months > 12 * lifeYears
    ? `${use} it would be paid in ${monthsText(months)}, which is longer than it lasts.`
    : `${use} it is paid in ${monthsText(months)}.`;
}

function monthsText(months: number): string {
  if (months < 1) return 'less than a month';
  const shown = months < 10 ? Number(months.toFixed(1)) : Math.round(months);
  return `${shown.toLocaleString('en')} ${shown === 1 ? 'month' : 'months'}`;
}

export function BreakEvenResult({ rows }: { readonly rows: readonly PaybackRow[] }) {
  const known = useMemo(() => rows.flatMap((row) => (row.kind === 'reckoned' ? [row] : [])), [rows]);
  const draw = useMemo(() => (width: number) => costChart(known, width), [known]);
  return (
    <>
      {rows.map((row) => (
        <p key={row.label} class="lead">
          {paybackSentence(row)}
        </p>
      ))}
      {known.length === 0 ? null : (
        <>
          <Chart label="Cost by the day of own hardware and of each API, by tokens written a day" draw={draw} />
          <ul class="key" aria-hidden="true">
            {['Own hardware', ...known.map(({ label }) => label)].map((name, index) => (
              <li key={name}>
                <svg width="34" height="6">
                  <line x1="0" x2="34" y1="3" y2="3" stroke={strokeOf(index)} stroke-dasharray={dashOf(index)} />
                </svg>{' '}
                {name}
              </li>
            ))}
          </ul>
        </>
      )}
      <DataTable
        caption="Own hardware against each API"
        columns={[
          'Against',
          'API, per million written',
          'Power, per million written',
          'Hardware a day',
          'Pays from, tokens a day',
          'Can write a day',
          'Saved a day, before the hardware',
          'Paid in',
        ]}
        rows={rows.map((row) =>
          row.kind === 'missing'
            ? [row.label, ...Array.from({ length: 7 }, () => 'unknown')]
            : [row.label, ...cells(row.found)],
        )}
      />
    </>
  );
}

function cells({ apiUsd, localUsd, hardwareUsdPerDay, breakEven, savedUsdPerDay, months }: Payback): readonly string[] {
  return [
    priceText(apiUsd),
    priceText(localUsd),
    priceText(hardwareUsdPerDay),
    breakEven.kind === 'never' ? 'never' : count.format(breakEven.tokensPerDay),
    count.format(breakEven.capacity),
    savedUsdPerDay < 0 ? `−${moneyText(-savedUsdPerDay)}` : moneyText(savedUsdPerDay),
    months === null ? 'never' : monthsText(months),
  ];
}

/** The hardware first, then the APIs. */
const dashes = ['none', '6 4', '2 3', '10 3 2 3', '1 4'] as const;

function dashOf(index: number): string {
  return dashes[index < dashes.length ? index : 1 + ((index - 1) % (dashes.length - 1))] ?? 'none';
}

function strokeOf(index: number): string {
  return index === 0 ? 'var(--accent)' : 'currentColor';
}

/** A line for the hardware and one for each API: where they cross, it pays. */
function costChart(rows: readonly Extract<PaybackRow, { kind: 'reckoned' }>[], width: number): Plot.PlotOptions {
  const [first] = rows;
  const crossings = rows.flatMap(({ found: { breakEven } }) =>
    breakEven.kind === 'at' ? [breakEven.tokensPerDay] : [],
  );
  const capacity = first?.found.breakEven.capacity ?? 0;
  const wanted = first?.found.servedTokens ?? 0;
  const most = Math.min(capacity, 1.6 * Math.max(wanted, ...crossings)) || capacity;
  const lines = [
    ...(first === undefined ? [] : [{ base: first.found.hardwareUsdPerDay, perToken: first.found.localUsd / 1e6 }]),
    ...rows.map(({ found }) => ({ base: 0, perToken: found.apiUsd / 1e6 })),
  ].map(({ base, perToken }) => [0, most].map((tokens) => ({ tokens, usd: base + perToken * tokens })));
  return {
    height: 240,
    marginLeft: 56,
    marginRight: 24,
    marginTop: 32,
    x: {
      label: 'Tokens written a day',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: width < 480 ? 3 : 6,
      tickFormat: '~s',
    },
    y: { label: 'USD a day', labelArrow: 'none', grid: true, ticks: 5 },
    marks: [
      Plot.ruleY([0]),
      ...lines.map((points, index) =>
        Plot.line(points, {
          x: 'tokens',
          y: 'usd',
          stroke: strokeOf(index),
          strokeWidth: 2,
          strokeDasharray: dashOf(index),
        }),
      ),
      Plot.ruleX(crossings, { strokeDasharray: '2 4' }),
    ],
  };
}
