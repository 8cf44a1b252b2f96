import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { StandingsBoard } from '../../benchmark/report/reportPage.ts';
import type { Standing } from '../../benchmark/voting/standings.ts';
import { eloText, engineName, standingsHeadline, standingsNotes } from '../../benchmark/voting/standingsWords.ts';
import { Chart, nameRoom } from './chart.tsx';
import { DataTable } from './dataTable.tsx';

/** What blind votes say of the engines, with how sure that is. */
export function StandingsApp({ board }: { readonly board: StandingsBoard }) {
  const { standings, madeAt } = board;
  const draw = useMemo(() => (width: number) => ratingChart(standings.rows, width), [standings]);
  return (
    <>
      <header>
        <p class="quiet">Parity, blind votes on answers</p>
        <h1>{standingsHeadline(standings)}</h1>
        {standingsNotes(standings).map((note) => (
          <p key={note}>{note}</p>
        ))}
      </header>
      {standings.state === 'rated' ? (
        <section>
          <h2>Ratings</h2>
          <Chart label="Ratings on Elo's scale with 95% intervals, the best first" draw={draw} />
        </section>
      ) : null}
      {standings.rows.length === 0 ? null : (
        <section>
          <h2>Votes</h2>
          <DataTable
            caption="Engines, the best first"
            columns={['Engine', 'Rating', '95% interval', 'Votes', 'Won', 'Lost', 'Tied', 'Both bad', 'Where']}
            rows={standings.rows.map((row) => [
              engineName(row),
              row.rating === null ? '–' : eloText(row.rating.elo),
              row.rating === null ? '–' : `${eloText(row.rating.interval.low)} to ${eloText(row.rating.interval.high)}`,
              row.won + row.lost + row.tied,
              row.won,
              row.lost,
              row.tied,
              row.bothBad,
              row.engine.place.replaceAll('-', ' '),
            ])}
          />
        </section>
      )}
      <section>
        <h2>Method</h2>
        <p>
          Each vote is between two answers to one question, on random sides; names, times and costs were hidden until
          the vote unless it says so above. Ratings are strengths by the model of Bradley and Terry (1952), fitted by
          maximum likelihood, on Elo’s scale around a mean of 0: 400 points are odds of ten to one. Intervals are 95%
          percentile intervals of 1,000 redraws of the votes. A tie counts as half a win for each, as Chatbot Arena
          (Chiang et al. 2024) has it; votes that found both bad are left out. One person’s questions say little about
          another’s.
        </p>
      </section>
      <footer class="quiet">Made on {new Date(madeAt).toLocaleString('en')}. This file makes no request.</footer>
    </>
  );
}

function ratingChart(rows: readonly Standing[], width: number): Plot.PlotOptions {
  const known = rows.flatMap((row, index) => {
    const { rating } = row;
    return rating === null ? [] : [{ name: String(index), elo: rating.elo, ...rating.interval }];
  });
  const labels = new Map(rows.map((row, index) => [String(index), engineName(row)]));
  const room = nameRoom([...labels.values()], width);
  return {
    height: 70 + known.length * 32,
    marginBottom: 54,
    marginLeft: room.pixels,
    marginRight: 28,
    x: {
      label: 'Rating, Elo points',
      labelAnchor: 'center',
      labelArrow: 'none',
      grid: true,
      ticks: width < 480 ? 3 : 8,
    },
    y: {
      domain: known.map(({ name }) => name),
      label: null,
      tickSize: 0,
      tickFormat: (name: string) => room.shorten(labels.get(name) ?? ''),
    },
    marks: [
      Plot.ruleX([0], { strokeDasharray: '4 3' }),
      Plot.ruleY(known, { y: 'name', x1: 'low', x2: 'high', strokeWidth: 2, stroke: 'var(--accent)' }),
      Plot.dot(known, { y: 'name', x: 'elo', r: 5, fill: 'var(--accent)' }),
    ],
  };
}
