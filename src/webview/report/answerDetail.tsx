import type { Evidence } from '../../benchmark/report/evidencePack.ts';
import { parseDiff } from '../code/parseDiff.ts';
import { visibleText } from '../code/visibleText.ts';

const markers = { added: '+', removed: '-', same: ' ', hunk: ' ' } as const;

/** All of it is text from models, tests and the repository: shown as text, with hidden characters made visible. */
export function AnswerDetail({ evidence }: { readonly evidence: Evidence }) {
  const { detail, answer, edits, transcript, testOutput } = evidence;
  return (
    <div class="detail">
      {detail === '' ? null : <p>{visibleText(detail)}</p>}
      {edits.map(({ path, against, diff }) => (
        <figure key={`${path} ${against}`}>
          <figcaption>
            {visibleText(path)}, {against === 'before' ? 'what it changed' : 'the answer (+) against the truth (-)'}
          </figcaption>
          {diff === '' ? (
            <p class="quiet">{against === 'before' ? 'Nothing.' : 'No difference.'}</p>
          ) : (
            <Diff diff={diff} />
          )}
        </figure>
      ))}
      <EvidenceText title="Answer" text={answer} />
      <EvidenceText title="Output of the tests" text={testOutput} />
      {transcript.length === 0 ? null : (
        <details>
          <summary>Whole conversation</summary>
          {transcript.map(({ role, text }, index) => (
            <EvidenceText key={index} title={role} text={text} />
          ))}
        </details>
      )}
    </div>
  );
}

/** Nothing where there is none. */
export function EvidenceText({ title, text }: { readonly title: string; readonly text: string }) {
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
