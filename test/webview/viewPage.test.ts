import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chatViewHtml } from '../../src/editor/chatViewHtml.ts';

const page = chatViewHtml({
  nonce: 'abc',
  cspSource: 'https://files.example',
  scriptUri: 'https://files.example/chat.js?a=1&b="2"',
  styleUris: ['https://files.example/chat.css'],
  language: 'en',
  title: 'Parity',
});
const policy = /content="([^"]*default-src[^"]*)"/.exec(page)?.[1] ?? '';

describe('chatViewHtml', () => {
  it('forbids everything that it does not name', () => {
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|img-src|connect-src|frame-src|data:|blob:/);
  });

  it('runs only its own script and makes no markup from text', () => {
    expect(policy).toContain("script-src 'nonce-abc'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  it('has neither inline styles nor inline handlers', () => {
    expect(page).not.toMatch(/<style|style="|\son\w+=/);
  });

  it('escapes what it is given', () => {
    expect(page).toContain('chat.js?a=1&amp;b=&quot;2&quot;');
  });
});

describe('chat.css', () => {
  const styles = readFileSync(new URL('../../src/webview/chat.css', import.meta.url), 'utf8');
  const read = (theme: string): { variables: Record<string, string> } =>
    JSON.parse(readFileSync(new URL(`harness/themes/${theme}.json`, import.meta.url), 'utf8'));

  it('takes every color from the theme', () => {
    const declarations = styles.replaceAll(/\/\*[^]*?\*\//g, '').match(/[\w-]+: [^;{}]+;/g) ?? [];
    const own = declarations.filter((text) =>
      /#[\da-f]{3,8}\b|rgb|hsl|: (?:white|black|red|green|blue|gr[ae]y)\b/i.test(text),
    );
    expect(declarations.length).toBeGreaterThan(100);
    expect(own).toEqual([]);
  });

  it('uses text colors that VS Code has in its default themes', () => {
    const used = [...styles.matchAll(/[^-]color: var\((--vscode-[\w-]+)(,|\))/g)];
    const withoutFallback = used.filter(([, , end]) => end === ')').map(([, name]) => name ?? '');
    for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight']) {
      const { variables } = read(theme);
      expect(withoutFallback.filter((name) => variables[name] === undefined)).toEqual([]);
    }
  });
});
