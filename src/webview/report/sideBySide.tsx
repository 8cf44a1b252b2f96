import { useEffect, useState } from 'preact/hooks';
import type { Evidence } from '../../benchmark/report/evidencePack.ts';
import type { AnswerRow, TaskRow } from '../../benchmark/report/makeReport.ts';
import { durationText, percent, reasonName } from '../../benchmark/report/reportWords.ts';
import type { EngineRecord } from '../../benchmark/result.ts';
import { AnswerDetail, EvidenceText } from './answerDetail.tsx';
import { unpackEvidence } from './unpackEvidence.ts';

interface SideBySideProps {
  readonly task: TaskRow;
  readonly engines: readonly EngineRecord[];
}

const glyphs: Readonly<Record<AnswerRow['kind'], string>> = { solved: '✓', failed: '✗', infrastructure: '?' };

/** What was right, once; under it a column for each engine with what it answered. */
export function SideBySide({ task, engines }: SideBySideProps) {
  const { answers } = task;
  const [opened, setOpened] = useState<readonly (Evidence | undefined)[]>();
  useEffect(() => {
    let isGone = false;
    void Promise.all(answers.map(({ evidence }) => unpackEvidence(evidence))).then((all) => {
      if (!isGone) setOpened(all);
    });
    return () => {
      isGone = true;
    };
  }, [answers]);
  if (opened === undefined) return <p class="quiet">Opening…</p>;
  const truth = opened.find((evidence) => evidence !== undefined && evidence.truth !== '')?.truth ?? '';
  return (
    <div class="answers">
      <EvidenceText title="What was right" text={truth} />
      <div class="beside">
        {engines.map(({ id, label }) => (
          <section key={id} aria-label={`Answers of ${label}`} class="column">
            <h3>{label}</h3>
            {answers.every(({ engineId }) => engineId !== id) ? <p class="quiet">It was not asked.</p> : null}
            {answers.map((answer, index) =>
              answer.engineId === id ? (
                <Answer
                  key={`${answer.through} ${answer.sample}`}
                  answer={answer}
                  evidence={opened[index]}
                  isFirst={answers.findIndex(({ engineId }) => engineId === id) === index}
                />
              ) : null,
            )}
          </section>
        ))}
      </div>
    </div>
  );
}

interface AnswerProps {
  readonly answer: AnswerRow;
  readonly evidence: Evidence | undefined;
  readonly isFirst: boolean;
}

function Answer({ answer, evidence, isFirst }: AnswerProps) {
  const { kind, reason, through, sample, totalMs, generatedTokens, similarity } = answer;
  const facts = [
    ...(through === 'infill' ? ['own infill'] : []),
    ...(sample > 0 ? [`answer ${sample + 1}`] : []),
    ...(similarity === null ? [] : [`${percent(similarity)} similar`]),
    durationText(totalMs),
    `${generatedTokens} tokens`,
  ];
  return (
    <details class={`answer ${kind}`} open={isFirst}>
      <summary>
        <span class="glyph" aria-hidden="true">
          {glyphs[kind]}
        </span>{' '}
        {reasonName(reason)} <span class="quiet">({facts.join(', ')})</span>
      </summary>
      {evidence === undefined ? <p>What was answered is not in this file.</p> : <AnswerDetail evidence={evidence} />}
    </details>
  );
}
