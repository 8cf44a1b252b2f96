import { type ComponentChild, createElement, Fragment } from 'preact';
import type { Token } from 'markdown-it';
import { CodeBlock } from '../code/codeBlock.tsx';
import { AnswerImage, AnswerLink } from './answerLink.tsx';

/**
 * markdown-it's tokens as DOM nodes. There is no HTML string on the way, so text from a model or a file can only ever be
 * text: what becomes an element is in the table below and nowhere else.
 */
export function markdownNodes(tokens: readonly Token[], isOpen: boolean): ComponentChild[] {
  return readNodes({ tokens, isOpen, next: 0 });
}

interface Cursor {
  readonly tokens: readonly Token[];
  readonly isOpen: boolean;
  next: number;
}

/** Reads siblings up to the token that closes their parent. */
function readNodes(cursor: Cursor): ComponentChild[] {
  const nodes: ComponentChild[] = [];
  for (let token = cursor.tokens[cursor.next]; token !== undefined; token = cursor.tokens[cursor.next]) {
    cursor.next += 1;
    if (token.nesting === -1) return nodes;
    nodes.push(token.nesting === 1 ? elementNode(token, readNodes(cursor)) : leafNode(token, cursor.isOpen));
  }
  return nodes;
}

function elementNode(token: Token, children: ComponentChild[]): ComponentChild {
  switch (token.type) {
    case 'paragraph_open':
      // A tight list's items hold bare text.
      return token.hidden ? createElement(Fragment, null, ...children) : <p>{children}</p>;
    case 'heading_open': {
      // The view's own headings come first; a page has one top level.
      const level = Math.min(6, Number(token.tag.slice(1)) + 2);
      return createElement(`h${level}`, { class: `heading-${token.tag.slice(1)}` }, ...children);
    }
    case 'bullet_list_open':
      return <ul>{children}</ul>;
    case 'ordered_list_open': {
      const start = Number(token.attrGet('start') ?? 1);
      return <ol start={start}>{children}</ol>;
    }
    case 'list_item_open':
      return <li>{children}</li>;
    case 'blockquote_open':
      return <blockquote>{children}</blockquote>;
    case 'table_open':
      return (
        <div class="table-frame">
          <table>{children}</table>
        </div>
      );
    case 'thead_open':
      return <thead>{children}</thead>;
    case 'tbody_open':
      return <tbody>{children}</tbody>;
    case 'tr_open':
      return <tr>{children}</tr>;
    case 'th_open':
      return <th class={alignment(token)}>{children}</th>;
    case 'td_open':
      return <td class={alignment(token)}>{children}</td>;
    case 'strong_open':
      return <strong>{children}</strong>;
    case 'em_open':
      return <em>{children}</em>;
    case 's_open':
      return <s>{children}</s>;
    case 'link_open':
      return <AnswerLink href={String(token.attrGet('href') ?? '')}>{children}</AnswerLink>;
    default:
      return <span>{children}</span>;
  }
}

function leafNode(token: Token, isOpen: boolean): ComponentChild {
  switch (token.type) {
    case 'inline':
      return createElement(Fragment, null, ...markdownNodes(token.children ?? [], isOpen));
    case 'fence':
      return <CodeBlock code={token.content} info={token.info.trim()} isOpen={isOpen} />;
    case 'code_block':
      return <CodeBlock code={token.content} info="" isOpen={isOpen} />;
    case 'code_inline':
      return <code>{token.content}</code>;
    case 'hr':
      return <hr />;
    case 'hardbreak':
      return <br />;
    case 'softbreak':
      return '\n';
    case 'image':
      return <AnswerImage description={token.content} />;
    default:
      return token.content;
  }
}

/** markdown-it says it as an inline style, which the view's policy forbids. */
function alignment(token: Token): string | undefined {
  const side = /text-align:(left|center|right)/.exec(String(token.attrGet('style') ?? ''))?.[1];
  return side === undefined ? undefined : `align-${side}`;
}
