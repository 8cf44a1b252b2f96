import { energyText } from '../../benchmark/report/energyWords.ts';
import { moneyText } from '../../benchmark/report/reportWords.ts';
import type { EngineSummary } from '../../benchmark/report/summarizeRun.ts';
import { DataTable } from './dataTable.tsx';

const count = new Intl.NumberFormat('en');

/** A price that is not known is said to be unknown, never nothing. */
export function CostSection({ engines }: { readonly engines: readonly EngineSummary[] }) {
  const hasWritten = engines.some(({ usage }) => usage.writtenToCacheTokens !== undefined);
  return (
    <section>
      <h2>Tokens, energy and cost</h2>
      <p>Over the whole run, with answers that were asked for again: they were paid for as well.</p>
      <DataTable
        caption="Tokens"
        columns={[
          'Engine',
          'Requests',
          'Read',
          'Of them cached',
          ...(hasWritten ? ['Of them put into a cache'] : []),
          'Written',
          'Of them thinking',
        ]}
        rows={engines.map(({ engine, usage }) => [
          engine.label,
          count.format(usage.requests),
          count.format(usage.promptTokens),
          count.format(usage.reusedTokens),
          ...(hasWritten ? [count.format(usage.writtenToCacheTokens ?? 0)] : []),
          count.format(usage.generatedTokens),
          usage.thinkingTokens === null ? 'not told' : count.format(usage.thinkingTokens),
        ])}
      />
      <DataTable
        caption="Energy and money"
        columns={['Engine', 'Energy', 'Cost', 'Per task', 'Per solved task']}
        rows={engines.map((summary) => [summary.engine.label, energyText(summary), ...costCells(summary)])}
      />
      {engines.flatMap((summary) => lostSentence(summary) ?? [])}
    </section>
  );
}

function costCells({ costUsd, energyUsd, started, score }: EngineSummary): readonly string[] {
  if (costUsd === undefined && energyUsd !== undefined) {
    const [sum = '', ...rest] = moneyCells(energyUsd, started, score.solved);
    return [`${sum} of power`, ...rest];
  }
  if (costUsd === undefined) return ['runs here', '–', '–'];
  if (costUsd === null) return ['unknown', 'unknown', 'unknown'];
  return moneyCells(costUsd, started, score.solved);
}

function moneyCells(usd: number, started: number, solved: number): readonly string[] {
  return [
    moneyText(usd),
    started === 0 ? '–' : moneyText(usd / started),
    solved === 0 ? 'none solved' : moneyText(usd / solved),
  ];
}

function lostSentence({ engine, lost }: EngineSummary) {
  if (lost === undefined) return undefined;
  const { requests, tokens, usd } = lost;
  const money = usd === undefined ? '' : usd === null ? ', at a price that is not known' : `, ${moneyText(usd)}`;
  return (
    <p key={engine.id}>
      Beside that, {engine.label} had {count.format(requests)} failed {requests === 1 ? 'request' : 'requests'}, which
      may have taken up to {count.format(tokens)} tokens{money}.
    </p>
  );
}
