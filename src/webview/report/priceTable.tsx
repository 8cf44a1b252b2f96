import type { RunRecord } from '../../benchmark/result.ts';
import { DataTable } from './dataTable.tsx';

type Row = NonNullable<RunRecord['prices']>[number];
type Price = NonNullable<Row['price']>;

/** What the run was reckoned with, as it was then. */
export function PriceTable({ run }: { readonly run: RunRecord }) {
  const { prices, engines } = run;
  if (prices === undefined) {
    const isPaid = engines.some(({ place }) => place === 'remote');
    return isPaid ? <p>The prices that this run was made with were not kept.</p> : null;
  }
  if (prices.length === 0) return null;
  const label = (id: string): string => engines.find((engine) => engine.id === id)?.label ?? id;
  return (
    <DataTable
      caption="Prices that this run was made with, in USD per million tokens"
      columns={['Engine', 'Read', 'From a cache', 'Into a cache', 'Written', 'In force from', 'Source']}
      rows={prices.flatMap(({ engineId, price }) =>
        price === null
          ? [[label(engineId), 'unknown', 'unknown', 'unknown', 'unknown', '–', 'no price was known']]
          : [
              [label(engineId), ...tokenCells(price.prices), price.effectiveFrom ?? '–', sourceText(price)],
              ...(price.above === undefined
                ? []
                : [
                    [
                      `${label(engineId)}, prompts over ${price.above.promptTokens.toLocaleString('en')} tokens`,
                      ...tokenCells(price.above.prices),
                      price.effectiveFrom ?? '–',
                      'the same',
                    ],
                  ]),
            ],
      )}
    />
  );
}

function tokenCells({ input, cacheRead, cacheWrite, output }: Price['prices']): readonly (string | number)[] {
  return [input, cacheRead ?? 'unknown', cacheWrite ?? 'unknown', output ?? 'unknown'];
}

function sourceText({ source, checkedOn, provider, model }: Price): string {
  return `${source}, for ${model} of ${provider}, read on ${checkedOn}`;
}
