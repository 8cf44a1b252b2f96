import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { durationText } from '../../benchmark/report/reportWords.ts';
import type { Spread } from '../../benchmark/report/spread.ts';
import type { LatencySummary } from '../../benchmark/report/summarizeLatency.ts';
import type { EngineSummary } from '../../benchmark/report/summarizeRun.ts';
import { Chart, nameRoom } from './chart.tsx';
import { TableBehind } from './dataTable.tsx';

const measures: readonly (readonly [
  key: Exclude<keyof LatencySummary, 'tokensPerSecond' | 'wholePace'>,
  name: string,
])[] = [
  ['firstTokenCold', 'First token, new prompt'],
  ['firstTokenWarm', 'First token, prompt partly known'],
  ['firstVisibleCold', 'First visible text, new prompt'],
  ['firstVisibleWarm', 'First visible text, prompt partly known'],
  ['totalCold', 'Whole answer, new prompt'],
  ['totalWarm', 'Whole answer, prompt partly known'],
];

export function SpeedSection({ engines }: { readonly engines: readonly EngineSummary[] }) {
  const draw = useMemo(() => (width: number) => speedChart(engines, width), [engines]);
  const spreads = engines.flatMap(({ engine, latency }) =>
    measures.map(([key, name]) => ({ name, engine: engine.label, spread: latency[key] })),
  );
  if (spreads.every(({ spread }) => spread === null)) return null;
  return (
    <section>
      <h2>How fast</h2>
      <p>
        The dot is the middle (p50), the line reaches to the slow end (p95). The scale is logarithmic. A prompt is
        partly known when the engine still had some of it from before.
      </p>
      <Chart label="Latencies of each engine, median and 95th percentile" draw={draw} />
      <TableBehind
        caption="Latency and throughput"
        columns={['Measure', 'Engine', 'p50', 'p95', 'Answers']}
        rows={[
          ...spreads.map(({ name, engine, spread }) => [name, engine, ...cells(spread, durationText)]),
          ...engines.map(({ engine, latency }) => [
            'Tokens per second, while writing',
            engine.label,
            ...cells(latency.tokensPerSecond, (value) => value.toFixed(1)),
          ]),
          ...engines.map(({ engine, latency: { wholePace, total } }) => [
            'Tokens per second, reading included, over all answers',
            engine.label,
            wholePace === null ? '–' : wholePace.toFixed(1),
            '–',
            total?.count ?? 0,
          ]),
          ...engines.flatMap(({ engine, waits }) =>
            waits.count === 0
              ? []
              : [
                  [
                    'Waits for the server’s limits, in no latency',
                    engine.label,
                    durationText(waits.ms),
                    '–',
                    waits.count,
                  ],
                ],
          ),
          ...engines.map(({ engine, overheadMs }) => [
            'Benchmark’s own work per task',
            engine.label,
            ...cells(overheadMs, durationText),
          ]),
        ]}
      />
    </section>
  );
}

function cells(spread: Spread | null, format: (value: number) => string): readonly (string | number)[] {
  return spread === null ? ['–', '–', 0] : [format(spread.p50), format(spread.p95), spread.count];
}

function speedChart(engines: readonly EngineSummary[], width: number): Plot.PlotOptions {
  const rows = engines.flatMap(({ engine, latency }) =>
    measures.flatMap(([key, name]) => {
      const spread = latency[key];
      // A logarithmic scale has no zero.
      return spread === null
        ? []
        : [{ name, engine: engine.label, p50: Math.max(spread.p50, 1) / 1000, p95: Math.max(spread.p95, 1) / 1000 }];
    }),
  );
  const names = [...new Set(rows.map(({ name }) => name))];
  const labels = [...new Set(rows.map(({ engine }) => engine))];
  const room = nameRoom(labels, width);
  return {
    height: 66 + names.length * (labels.length * 26 + 34),
    marginLeft: room.pixels,
    marginRight: 24,
    x: {
      type: 'log',
      label: 'Seconds',
      labelAnchor: 'center',
      labelArrow: 'none',
      grid: true,
      ticks: width < 480 ? 2 : 6,
      tickFormat: '~g',
    },
    y: { domain: labels, label: null, tickSize: 0, tickFormat: room.shorten },
    fy: { domain: names, label: null, axis: null, padding: 0.3 },
    marks: [
      Plot.text(names, {
        fy: (name: string) => name,
        text: (name: string) => name,
        frameAnchor: 'top-left',
        dx: -room.pixels,
        dy: -14,
        fontWeight: 'bold',
      }),
      Plot.ruleY(rows, { fy: 'name', y: 'engine', x1: 'p50', x2: 'p95', strokeWidth: 2, stroke: 'var(--accent)' }),
      Plot.dot(rows, { fy: 'name', y: 'engine', x: 'p50', r: 5, fill: 'var(--accent)' }),
      Plot.tickX(rows, { fy: 'name', y: 'engine', x: 'p95', inset: 6, strokeWidth: 2, stroke: 'var(--accent)' }),
    ],
  };
}
