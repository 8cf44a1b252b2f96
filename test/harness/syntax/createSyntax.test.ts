import { describe, expect, it } from 'vitest';
import type { SyntaxNode } from '../../../src/benchmark/syntax.ts';
import { createSyntax } from '../../../src/harness/syntax/createSyntax.ts';
import { languagesWithGrammar } from '../../../src/harness/syntax/grammars.ts';

const never = new AbortController().signal;
const syntax = createSyntax();

const samples: Readonly<Record<string, string>> = {
  c: 'int main(void) { return 0; }\n',
  cpp: 'template <class T> T twice(T x) { return x + x; }\n',
  csharp: 'class A { int F() => 1; }\n',
  css: '.a { color: red }\n',
  go: 'package a\n\nfunc f() int { return 1 }\n',
  java: 'class A { int f() { return 1; } }\n',
  javascript: 'const f = async (x) => <p>{x}</p>;\n',
  javascriptreact: 'const f = async (x) => <p>{x}</p>;\n',
  php: '<?php function f($x) { return $x; }\n',
  python: 'def f(x):\n    return x\n',
  rust: 'fn f(x: u8) -> u8 { x }\n',
  typescript: 'const f = <T>(x: T): T => <T>x;\n',
  typescriptreact: 'const f = (x: string) => <p>{x}</p>;\n',
};

function descend(root: SyntaxNode, type: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === type) found.push(node);
    waiting.push(...node.children.toReversed());
  }
  return found;
}

describe('createSyntax', () => {
  it('has a sample of each language here', () => {
    expect(Object.keys(samples)).toEqual(languagesWithGrammar);
  });

  it.each(Object.entries(samples))('reads %s, and sees what is no %s', async (language, text) => {
    await syntax.prepare([language], never);
    const tree = syntax.parse(language, text);
    expect(tree?.root.hasError).toBe(false);
    tree?.dispose();
    const broken = syntax.parse(language, `${text})]} ((( $$ `);
    expect(broken?.root.hasError).toBe(true);
    broken?.dispose();
  });

  it('knows nothing of a language that it has no grammar for, or that was not prepared', async () => {
    await syntax.prepare(['brainfuck'], never);
    expect(syntax.parse('brainfuck', '+')).toBeUndefined();
    expect(createSyntax().parse('go', samples['go'] ?? '')).toBeUndefined();
  });

  it('counts in UTF-16 code units, line ends included', async () => {
    await syntax.prepare(['typescript'], never);
    const text = 'const a = "😀😀";\r\nconst é = `\r\n𝒳`;\r\nfunction last() {}\r\n';
    const tree = syntax.parse('typescript', text);
    if (tree === undefined) throw new Error('no tree');
    expect(tree.root.end).toBe(text.length);
    const slice = (type: string): string[] => descend(tree.root, type).map(({ start, end }) => text.slice(start, end));
    expect(slice('string')).toEqual(['"😀😀"']);
    expect(slice('template_string')).toEqual(['`\r\n𝒳`']);
    expect(slice('function_declaration')).toEqual(['function last() {}']);
    tree.dispose();
  });

  it('gives the same object for the same node, and no node after the end', async () => {
    await syntax.prepare(['python'], never);
    const tree = syntax.parse('python', 'def f(x):\n    return x\n');
    const definition = tree?.root.children[0];
    expect(definition?.type).toBe('function_definition');
    expect(definition?.parent).toBe(tree?.root);
    expect(definition?.field('name')).toBe(definition?.children[1]);
    expect(definition?.field('body')?.parent).toBe(definition);
    expect(definition?.field('decorator')).toBeUndefined();
    expect(definition?.children[0]?.isNamed).toBe(false);
    tree?.dispose();
    tree?.dispose();
    expect(() => definition?.hasError).toThrow('has ended');
    expect(() => definition?.field('body')?.children).toThrow('has ended');
  });

  it('finds the leaves of a range, also those that lie in it in part', async () => {
    await syntax.prepare(['python'], never);
    const text = 'def long(x):\n    return x + y.z\n';
    const tree = syntax.parse('python', text);
    const found = (start: number, end: number): readonly string[] =>
      (tree?.leaves({ type: /identifier/, start, end }) ?? []).map((leaf) => text.slice(leaf.start, leaf.end)).sort();
    expect(found(0, text.length)).toEqual(['long', 'x', 'x', 'y', 'z']);
    expect(found(7, 24)).toEqual(['long', 'x']);
    expect(found(8, text.indexOf('y') + 1)).toEqual(['x', 'x', 'y']);
    expect(found(0, 0)).toEqual([]);
    tree?.dispose();
    expect(() => found(0, 1)).toThrow('has ended');
  });

  it('gives up on what is too long or too tangled', async () => {
    await syntax.prepare(['typescript', 'cpp'], never);
    expect(syntax.parse('typescript', ' '.repeat(1_000_001))).toBeUndefined();
    expect(syntax.parse('cpp', 'a<'.repeat(50_000))).toBeUndefined();
    // Nothing of it is left for the next ones.
    for (const language of ['cpp', 'cpp', 'typescript']) {
      const tree = syntax.parse(language, language === 'cpp' ? 'int after = 1;\n' : 'const after = 1;\n');
      expect(tree?.root.hasError).toBe(false);
      expect(tree?.root.children.length).toBe(1);
      tree?.dispose();
    }
  });

  it('stops waiting when it is told to', async () => {
    const controller = new AbortController();
    const pending = createSyntax().prepare(['csharp'], controller.signal);
    controller.abort();
    await expect(pending).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});
