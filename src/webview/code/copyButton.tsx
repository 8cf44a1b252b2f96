import { useEffect, useState } from 'preact/hooks';
import { Codicon } from '../codicon.tsx';
import { useView } from '../viewContext.ts';

const shownCopiedMs = 1500;

/** The host writes the clipboard: a page in a frame often may not. */
export function CopyButton({ text }: { readonly text: string }) {
  const { words, post, announce } = useView();
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), shownCopiedMs);
    return () => clearTimeout(timer);
  }, [isCopied]);

  return (
    <button
      type="button"
      class="icon-button"
      data-testid="code-copy"
      aria-label={words.strings.copy}
      title={isCopied ? words.strings.copied : words.strings.copy}
      onClick={() => {
        if (text === '') return;
        post({ kind: 'copy', text });
        setCopied(true);
        announce(words.strings.copied);
      }}
    >
      <Codicon name={isCopied ? 'check' : 'copy'} />
    </button>
  );
}
