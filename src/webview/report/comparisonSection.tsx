import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { EngineComparison } from '../../benchmark/report/compareEngines.ts';
import type { FamilyComparison } from '../../benchmark/report/compareFamilies.ts';
import { verdictSentence } from '../../benchmark/report/headline.ts';
import { familyNames, pText, signedPoints } from '../../benchmark/report/reportWords.ts';
import type { RunSummary } from '../../benchmark/report/summarizeRun.ts';
import { Chart } from './chart.tsx';
import { TableBehind } from './dataTable.tsx';

interface ComparisonSectionProps {
  readonly summary: RunSummary;
  readonly families: readonly FamilyComparison[];
}

interface DifferenceRow {
  readonly name: string;
  readonly comparison: EngineComparison;
}

/** Each two engines on the tasks that both answered, all together and by kind. Nothing with one engine. */
export function ComparisonSection({ summary, families }: ComparisonSectionProps) {
  const { comparisons, engines } = summary;
  const rows = useMemo((): readonly DifferenceRow[] => {
    const names = new Map(engines.map(({ engine }) => [engine.id, engine.label]));
    const pair = ({ firstId, secondId }: EngineComparison): string =>
      `${names.get(firstId) ?? firstId} − ${names.get(secondId) ?? secondId}`;
    const isOnePair = comparisons.length === 1;
    return [
      ...comparisons.map((comparison) => ({
        name: isOnePair ? 'All tasks' : `All tasks: ${pair(comparison)}`,
        comparison,
      })),
      ...families.map((comparison) => ({
        name: isOnePair ? familyNames[comparison.family] : `${familyNames[comparison.family]}: ${pair(comparison)}`,
        comparison,
      })),
    ];
  }, [comparisons, families, engines]);
  // With more than two engines the kinds of tasks times the pairs are too many for a picture: the table has them.
  const drawn = useMemo(
    () => (comparisons.length === 1 ? rows : rows.filter(({ comparison }) => familyOf(comparison) === undefined)),
    [rows, comparisons],
  );
  const draw = useMemo(() => (width: number) => differenceChart(drawn, width), [drawn]);
  const [only] = comparisons;
  if (only === undefined) return null;
  const label = (id: string): string => engines.find(({ engine }) => engine.id === id)?.engine.label ?? id;
  const isOnePair = comparisons.length === 1;
  const decided = families.filter(({ verdict }) => verdict !== 'inconclusive');
  return (
    <section>
      <h2>Who is better</h2>
      <p>
        {isOnePair
          ? `${label(only.firstId)} minus ${label(only.secondId)}: right of 0 the first solved more, left of it the second.`
          : 'Right of 0 the first of the two solved more, left of it the second.'}{' '}
        A line that crosses 0 does not decide; one that does not cross it is a difference where the test (p) says so as
        well.
      </p>
      <Chart label="Differences between engines in percentage points, with 95% intervals" draw={draw} />
      {families.length === 0 ? null : (
        <p>
          {decided.length === 0
            ? 'By kind of task nothing is decided: there are fewer tasks of each, and their p values are corrected for all of these comparisons (Holm).'
            : 'By kind of task, with p values corrected for all of these comparisons (Holm):'}
        </p>
      )}
      {decided.map((comparison) => (
        <p key={`${comparison.family} ${comparison.firstId} ${comparison.secondId}`}>
          {familyNames[comparison.family]}: {verdictSentence(comparison, engines)}
        </p>
      ))}
      <TableBehind
        caption={
          isOnePair
            ? `Paired comparisons: ${label(only.firstId)} first, ${label(only.secondId)} second`
            : 'Paired comparisons'
        }
        columns={[
          'Tasks',
          ...(isOnePair ? [] : ['First', 'Second']),
          'Number',
          'Both',
          'First only',
          'Second only',
          'Neither',
          'Difference',
          '95% interval',
          'p (exact McNemar)',
          'p after Holm',
          'Shows',
          'Could have found',
        ]}
        rows={rows.map(({ comparison }) => [
          familyOf(comparison) ?? 'All',
          ...(isOnePair ? [] : [label(comparison.firstId), label(comparison.secondId)]),
          comparison.pairs,
          comparison.bothSolved,
          comparison.firstOnly,
          comparison.secondOnly,
          comparison.neitherSolved,
          signedPoints(comparison.difference),
          comparison.interval === null
            ? '–'
            : `${signedPoints(comparison.interval.low)} to ${signedPoints(comparison.interval.high)}`,
          pText(comparison.pValue),
          pText(comparison.correctedPValue),
          verdictNames[comparison.verdict],
          comparison.detectable === null ? 'nothing' : `${Math.round(100 * comparison.detectable)} points`,
        ])}
      />
    </section>
  );
}

const verdictNames = {
  'first-better': 'first better',
  'second-better': 'second better',
  inconclusive: 'inconclusive',
} as const;

function familyOf(comparison: EngineComparison | FamilyComparison): string | undefined {
  return 'family' in comparison ? familyNames[comparison.family] : undefined;
}

function differenceChart(all: readonly DifferenceRow[], width: number): Plot.PlotOptions {
  const rows = all.flatMap(({ name, comparison: { difference, interval, pairs } }, index) =>
    interval === null
      ? []
      : [
          {
            place: String(index),
            name: `${name} (${pairs})`,
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
    y: { label: null, axis: null, domain: rows.map(({ place }) => place) },
    marks: [
      Plot.ruleX([0], { strokeDasharray: '4 3' }),
      Plot.text(rows, { y: 'place', text: 'name', frameAnchor: 'left', dy: -13 }),
      Plot.ruleY(rows, { y: 'place', x1: 'low', x2: 'high', strokeWidth: 2, stroke: 'var(--accent)' }),
      Plot.dot(rows, { y: 'place', x: 'difference', r: 5, fill: 'var(--accent)' }),
    ],
  };
}
