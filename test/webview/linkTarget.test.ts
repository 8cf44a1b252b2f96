import { describe, expect, it } from 'vitest';
import { linkTarget, misleadingSite } from '../../src/webview/markdown/linkTarget.ts';

describe('linkTarget', () => {
  it.each(['https://example.com', 'http://example.com/a?b=c#d', 'HTTPS://EXAMPLE.COM/x', 'https://example.com:8080/'])(
    'opens %s',
    (href) => {
      expect(linkTarget(href)?.href).toBe(new URL(href).href);
    },
  );

  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'command:workbench.action.quit',
    'vscode://publisher.extension/path',
    'vscode-webview://x',
    'mailto:a@example.com',
    '//example.com',
    '/etc/passwd',
    'example.com',
    'https:example.com',
    'https://',
    'https://user@example.com',
    'https://github.com:x@example.com',
    'https://example.com\\@evil.example',
    'https://exam\nple.com',
    '',
  ])('drops %j', (href) => {
    expect(linkTarget(href)).toBeUndefined();
  });
});

describe('misleadingSite', () => {
  it.each([
    ['https://github.com/a', 'https://evil.example/'],
    ['www.github.com', 'https://evil.example/'],
    ['github.com', 'https://evil.example/'],
    ['https://github.com', 'https://github.com.evil.example/'],
  ])('names the site behind %s', (text, href) => {
    expect(misleadingSite(text, new URL(href))).toBe(new URL(href).hostname);
  });

  it.each([
    ['https://github.com/a', 'https://github.com/b'],
    ['www.github.com', 'https://github.com'],
    ['the documentation', 'https://example.com'],
    ['src/main.ts', 'https://example.com'],
    ['v1.25', 'https://example.com'],
  ])('adds nothing to %s', (text, href) => {
    expect(misleadingSite(text, new URL(href))).toBeUndefined();
  });
});
