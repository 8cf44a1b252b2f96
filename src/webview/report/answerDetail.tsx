import { useEffect, useState } from 'preact/hooks';
import type { Evidence, EvidencePlace } from '../../benchmark/report/evidencePack.ts';
import { parseDiff } from '../code/parseDiff.ts';
import { visibleText } from '../code/visibleText.ts';
import { unpackEvidence } from './unpackEvidence.ts';

const markers = { added: '+', removed: '-', same: ' ', hunk: ' ' } as const;

/** All of it is text from models, tests and the repository: shown as text, with hidden characters made visible. */
export function AnswerDetail({ place }: { readonly place: EvidencePlace }) {
  const [evidence, setEvidence] = useState<Evidence | 'opening' | 'missing'>('opening');
  useEffect(() => {
    let isGone = false;
    void unpackEvidence(place).then((found) => {
      if (!isGone) setEvidence(found ?? 'missing');
    });
    return () => {
      isGone = true;
    };
  }, [place]);
  if (evidence === 'opening') return <p class="quiet">Opening…</p>;
  if (evidence === 'missing') return <p>What was answered is not in this file.</p>;
  const { detail, answer, edits, truth, transcript, testOutput } = evidence;
  return (
    <div class="detail">
      {detail === '' ? null : <p>{visibleText(detail)}</p>}
      {edits.map(({ path, against, diff }) => (
        <figure key={path}>
          <figcaption>
            {visibleText(path)},{' '}
            {against === 'before' ? 'what the answer changed' : 'the answer (+) against the truth (-)'}
          </figcaption>
          {diff === '' ? <p class="quiet">No difference.</p> : <Diff diff={diff} />}
        </figure>
      ))}
      <Text title="Answer" text={answer} />
      <Text title="What was right" text={truth} />
      <Text title="Output of the tests" text={testOutput} />
      {transcript.length === 0 ? null : (
        <details>
          <summary>Whole conversation</summary>
          {transcript.map(({ role, text }, index) => (
            <Text key={index} title={role} text={text} />
          ))}
        </details>
      )}
    </div>
  );
}

function Text({ title, text }: { readonly title: string; readonly text: string }) {
  if (text.trim() === '') return null;
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <pre tabIndex={0}>{visibleText(text)}</pre>
    </figure>
  );
}

function Diff({ diff }: { readonly diff: string }) {
  return (
    <pre class="diff" tabIndex={0}>
      {parseDiff(diff).map(({ kind, text }, index) => (
        <span key={index} class={`line ${kind}`}>
          {`${markers[kind]} ${visibleText(text)}\n`}
        </span>
      ))}
    </pre>
  );
}
