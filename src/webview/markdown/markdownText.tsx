import { useRef } from 'preact/hooks';
import { memo } from '../memo.ts';
import { markdownNodes } from './markdownNodes.tsx';
import { parseMarkdown } from './markdownParser.ts';
import { appendToSplit, nothingSplit, type SplitText } from './splitBlocks.ts';
import { withoutHalfFence } from './withoutHalfFence.ts';

/** An answer's Markdown. While it grows only its last block is parsed and drawn again. */
export function MarkdownText({ text, isOpen }: { readonly text: string; readonly isOpen: boolean }) {
  const memory = useRef<{ text: string; split: SplitText }>({ text: '', split: nothingSplit });
  const { text: before, split } = memory.current;
  if (text !== before) {
    const next = text.startsWith(before)
      ? appendToSplit(split, text.slice(before.length))
      : appendToSplit(nothingSplit, text);
    memory.current = { text, split: next };
  }
  const { closed, open } = memory.current.split;

  // Block n stays block n: a closed block keeps the nodes it had while it was open.
  return (
    <>
      {[...closed, open].map((source, index) => (
        <MarkdownBlock key={index} source={source} isOpen={isOpen && index === closed.length} />
      ))}
    </>
  );
}

const MarkdownBlock = memo(({ source, isOpen }: { readonly source: string; readonly isOpen: boolean }) => (
  <>{markdownNodes(parseMarkdown(isOpen ? withoutHalfFence(source) : source), isOpen)}</>
));
