import type { ReportData } from '../../benchmark/report/makeReport.ts';
import { headline } from '../../benchmark/report/reportWords.ts';
import { ComparisonSection } from './comparisonSection.tsx';
import { CostSection } from './costSection.tsx';
import { FailureSection } from './failureSection.tsx';
import { MethodSection } from './methodSection.tsx';
import { ScoreSection } from './scoreSection.tsx';
import { SpeedSection } from './speedSection.tsx';
import { TaskSection } from './taskSection.tsx';

/** The answer in words, then the picture, then the tables, then how it was found and how to do it again. */
export function ReportApp({ data }: { readonly data: ReportData }) {
  const { summary, madeAt, tasks } = data;
  const { run } = summary;
  const [first, ...rest] = headline(summary);
  return (
    <>
      <header>
        <p class="quiet">
          Parity benchmark of {run.repository.name}, {new Date(run.createdAt).toLocaleString('en')}
        </p>
        <h1>{first}</h1>
        {rest.map((sentence) => (
          <p key={sentence} class="lead">
            {sentence}
          </p>
        ))}
      </header>
      <ScoreSection summary={summary} />
      <ComparisonSection summary={summary} />
      <SpeedSection engines={summary.engines} />
      <CostSection engines={summary.engines} />
      <FailureSection engines={summary.engines} />
      <TaskSection tasks={tasks} engines={run.engines} />
      <MethodSection summary={summary} />
      <footer class="quiet">
        Made by Parity {run.parityVersion} on {new Date(madeAt).toLocaleString('en')}. This file makes no request.
      </footer>
    </>
  );
}
