import { reasonName } from '../../benchmark/report/reportWords.ts';
import type { EngineSummary } from '../../benchmark/report/summarizeRun.ts';
import { DataTable } from './dataTable.tsx';

/** What was not measured stands apart from what the model did not do. */
export function FailureSection({ engines }: { readonly engines: readonly EngineSummary[] }) {
  const rows = engines.flatMap(({ engine, failures, infrastructure }) => [
    ...failures.map(({ reason, count }) => [reasonName(reason), engine.label, count]),
    ...infrastructure.map(({ code, count }) => [reasonName(code), engine.label, count]),
  ]);
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>What failed, and why</h2>
      <DataTable caption="Answers that solved nothing" columns={['Reason', 'Engine', 'Answers']} rows={rows} />
    </section>
  );
}
