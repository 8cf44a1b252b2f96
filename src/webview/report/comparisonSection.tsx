import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { comparisonSentence, pText } from '../../benchmark/report/reportWords.ts';
import type { RunSummary } from '../../benchmark/report/summarizeRun.ts';
import { Chart } from './chart.tsx';
import { TableBehind } from './dataTable.tsx';

/** Each two engines on the tasks that both answered. Nothing with one engine. */
export function ComparisonSection({ summary }: { readonly summary: RunSummary }) {
  const { comparisons, engines } = summary;
  const draw = useMemo(() => (width: number) => differenceChart(summary, width), [summary]);
  if (comparisons.length === 0) return null;
  const label = labels(engines);
  return (
    <section>
      <h2>Who is better</h2>
      {comparisons.map((comparison) => (
        <p key={`${comparison.firstId} ${comparison.secondId}`}>{comparisonSentence(comparison, summary)}</p>
      ))}
      <Chart label="Differences between engines in percentage points, with 95% intervals" draw={draw} />
      <TableBehind
        caption="Paired comparisons"
        columns={['Pair', 'Tasks', 'Both', 'First only', 'Second only', 'Neither', 'p (exact McNemar)', 'p after Holm']}
        rows={comparisons.map((comparison) => [
          `${label(comparison.firstId)} against ${label(comparison.secondId)}`,
          comparison.pairs,
          comparison.bothSolved,
          comparison.firstOnly,
          comparison.secondOnly,
          comparison.neitherSolved,
          pText(comparison.pValue),
          pText(comparison.correctedPValue),
        ])}
      />
    </section>
  );
}

function labels(engines: RunSummary['engines']): (id: string) => string {
  const names = new Map(engines.map(({ engine }) => [engine.id, engine.label]));
  return (id) => names.get(id) ?? id;
}

function differenceChart({ comparisons, engines }: RunSummary, width: number): Plot.PlotOptions {
  const label = labels(engines);
  const rows = comparisons.flatMap(({ firstId, secondId, difference, interval }) =>
    interval === null
      ? []
      : [
          {
            pair: `${label(firstId)} − ${label(secondId)}`,
            difference: 100 * difference,
            low: 100 * interval.low,
            high: 100 * interval.high,
          },
        ],
  );
  return {
    height: 66 + rows.length * 40,
    marginLeft: 28,
    marginRight: 28,
    x: {
      domain: [-100, 100],
      label: 'Difference, percentage points',
      labelAnchor: 'center',
      labelArrow: 'none',
      grid: true,
      ticks: width < 480 ? 3 : 9,
    },
    y: { label: null, axis: null },
    marks: [
      Plot.ruleX([0], { strokeDasharray: '4 3' }),
      Plot.text(rows, { y: 'pair', text: 'pair', frameAnchor: 'left', dy: -13 }),
      Plot.ruleY(rows, { y: 'pair', x1: 'low', x2: 'high', strokeWidth: 2, stroke: 'var(--accent)' }),
      Plot.dot(rows, { y: 'pair', x: 'difference', r: 5, fill: 'var(--accent)' }),
    ],
  };
}
