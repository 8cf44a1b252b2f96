import { readdirSync, readFileSync } from 'node:fs';
import { Fragment, isValidElement, toChildArray, type ComponentChild } from 'preact';
import { describe, expect, it } from 'vitest';
import { markdownNodes } from '../../src/webview/markdown/markdownNodes.tsx';
import { parseMarkdown } from '../../src/webview/markdown/markdownParser.ts';
import { hostileTexts } from './hostileText.ts';

interface Seen {
  readonly names: string[];
  readonly links: string[];
  readonly properties: string[];
}

/** Every element below `nodes`; a component is named by its function. */
function look(nodes: readonly ComponentChild[], seen: Seen = { names: [], links: [], properties: [] }): Seen {
  for (const node of nodes) {
    if (!isValidElement(node)) continue;
    const name = typeof node.type === 'string' ? node.type : node.type === Fragment ? 'Fragment' : node.type.name;
    seen.names.push(name);
    const { children, href, ...properties } = node.props as Record<string, unknown>;
    if (href !== undefined) seen.links.push(String(href));
    seen.properties.push(...Object.keys(properties));
    look(toChildArray(children as ComponentChild), seen);
  }
  return seen;
}

const nodesOf = (source: string): Seen => look(markdownNodes(parseMarkdown(source), false));

describe('markdownNodes', () => {
  it.each(hostileTexts)('makes nothing but text and structure of %j', (text) => {
    const { names, links, properties } = nodesOf(text);
    const allowed = [
      ...['p', 'h3', 'h4', 'ul', 'ol', 'li', 'blockquote', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
      ...['strong', 'em', 's', 'code', 'hr', 'br', 'span', 'Fragment', 'CodeBlock', 'AnswerLink', 'AnswerImage'],
    ];
    expect(names.filter((name) => !allowed.includes(name))).toEqual([]);
    expect(links.filter((href) => !/^https?:\/\//.test(href) || href.includes('@'))).toEqual([]);
    expect(properties.filter((name) => name.startsWith('on') || /html|style|src/i.test(name))).toEqual([]);
  });

  it('keeps the structure of an answer', () => {
    const { names } = nodesOf(
      '# T\n\n- a\n- **b** `c`\n\n> q\n\n| x |\n|-:|\n| y |\n\n```ts\nz\n```\n\n[l](https://e.com)',
    );
    for (const name of ['h3', 'ul', 'li', 'strong', 'code', 'blockquote', 'table', 'CodeBlock', 'AnswerLink']) {
      expect(names).toContain(name);
    }
  });

  it('takes an unclosed fence for code', () => {
    expect(nodesOf('before\n\n```ts\nlet x').names).toContain('CodeBlock');
  });

  it('finds bare web addresses and no bare file names', () => {
    expect(nodesOf('see https://example.com/a and main.rs and a@example.com').links).toEqual(['https://example.com/a']);
  });
});

describe('the view', () => {
  const folder = new URL('../../src/webview/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));

  it.each(sources)('%s writes no markup', (name) => {
    const source = readFileSync(new URL(name, folder), 'utf8');
    expect(source).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|setHTML/i,
    );
  });
});
