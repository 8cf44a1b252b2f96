import { useRef } from 'preact/hooks';
import { memo } from '../memo.ts';
import { useView } from '../viewContext.ts';
import { CopyButton } from './copyButton.tsx';
import { growCode, type GrowingCode } from './growingCode.ts';
import { markupPieces } from './highlightCode.ts';
import { Codicon } from '../codicon.tsx';

interface CodeBlockProps {
  readonly code: string;
  /** The fence's info string: `ts`, `ts title="x"`, or empty. */
  readonly info: string;
  /** More code may follow. */
  readonly isOpen: boolean;
}

/** Code of an answer: language, Copy, Insert, colors. While it grows, lines that stay the same stay the same nodes. */
export function CodeBlock({ code, info, isOpen }: CodeBlockProps) {
  const { words, post } = useView();
  const grown = useRef<GrowingCode | undefined>(undefined);
  const language = /^[\w+#.-]{1,24}/.exec(info)?.[0] ?? '';
  const text = code.replace(/\n$/, '');
  grown.current = growCode(grown.current, text, language.toLowerCase(), isOpen);
  const label = language === '' ? words.strings.plainText : language;

  return (
    <div class="code-block" role="group" aria-label={words.fill(words.strings.codeLabel, label)}>
      <div class="code-header">
        <span class="code-language">{label}</span>
        <CopyButton text={text} />
        <button
          type="button"
          class="icon-button"
          data-testid="code-insert"
          aria-label={words.strings.insert}
          title={words.strings.insert}
          onClick={() => post({ kind: 'insert', text })}
        >
          <Codicon name="insert" />
        </button>
      </div>
      <pre class="code-text">
        <code>
          {grown.current.lines.map((line, index) => (
            <CodeLine key={index} markup={line} />
          ))}
        </code>
      </pre>
    </div>
  );
}

const CodeLine = memo(({ markup }: { readonly markup: string }) => (
  <span class="code-line">
    {markupPieces(markup).map(({ scope, text }) => (scope === '' ? text : <span class={scope}>{text}</span>))}
    {'\n'}
  </span>
));
