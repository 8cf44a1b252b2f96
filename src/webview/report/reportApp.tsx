import type { ReportData } from '../../benchmark/report/makeReport.ts';
import { headline } from '../../benchmark/report/headline.ts';
import { BreakEvenSection } from './breakEvenSection.tsx';
import { ComparisonSection } from './comparisonSection.tsx';
import { CostSection } from './costSection.tsx';
import { FailureSection } from './failureSection.tsx';
import { MethodSection } from './methodSection.tsx';
import { PrivacySection } from './privacySection.tsx';
import { PublishedSection } from './publishedSection.tsx';
import { ScoreSection } from './scoreSection.tsx';
import { SpeedSection } from './speedSection.tsx';
import { TaskSection } from './taskSection.tsx';

/** The answer in words, then the picture, then the tables, then how it was found and how to do it again. */
export function ReportApp({ data }: { readonly data: ReportData }) {
  const { summary, madeAt, tasks, families, breakEven, published } = data;
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
      <ComparisonSection summary={summary} families={families} />
      <ScoreSection summary={summary} />
      <SpeedSection engines={summary.engines} />
      <CostSection engines={summary.engines} />
      <BreakEvenSection form={breakEven} />
      <PrivacySection engines={summary.engines} />
      <FailureSection engines={summary.engines} />
      <TaskSection tasks={tasks} engines={run.engines} isGrowing={!summary.isComplete} />
      <PublishedSection engines={summary.engines} published={published} />
      <MethodSection summary={summary} />
      <footer class="quiet">
        Made by Parity {run.parityVersion} on {new Date(madeAt).toLocaleString('en')}. This file makes no request.
      </footer>
    </>
  );
}
