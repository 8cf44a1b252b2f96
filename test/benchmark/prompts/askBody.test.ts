import { describe, expect, it } from 'vitest';
import { bodyMiner } from '../../../src/benchmark/mining/bodyTasks.ts';
import { type AskedBody, askBody } from '../../../src/benchmark/prompts/askBody.ts';
import { questionTokens } from '../../../src/benchmark/prompts/askInOneMessage.ts';
import { minedSample } from '../mining/minedSample.ts';
import { syntax } from '../mining/withTree.ts';

interface Sample {
  readonly task: AskedBody;
  readonly broken: string;
  readonly gold: string;
}

/** The first function that mining takes from a text. */
function sampleOf(gold: string, language = 'javascript'): Sample {
  const [candidate] = bodyMiner(syntax).mine(minedSample('src/a', gold, language), 'seed', () => undefined);
  if (candidate === undefined) throw new Error('nothing was mined');
  return { task: candidate.draft, broken: candidate.draft.setup[0]?.text ?? '', gold };
}

function readAs({ task, broken }: Sample, reply: string): string | null | undefined {
  const read = askBody(task, broken, 4000, syntax).read(reply);
  return read.kind === 'edits'
    ? (read.edits[0]?.text ?? 'no change')
    : `unreadable: ${read.kind === 'unreadable' ? read.problem : read.kind}`;
}

const block = (code: string): string => `Here it is:\n\n\`\`\`\n${code}\n\`\`\`\n\nIt works.`;

const queue = sampleOf(`export class Queue {
  #items = [];

  push(item, { first = false } = {}) {
    if (first) this.#items.unshift(item);
    else this.#items.push(\`
 \${item}
\`);
    return this.#items.length;
  }

  get size() {
    return this.#items.length;
  }
}
`);

const python = sampleOf(
  `class Queue:
    def push(self, item):
        """Adds an item."""
        # At the end.
        if item is None:
            raise ValueError("""
nothing
""")
        self.items.append(item)
        return len(self.items)
`,
  'python',
);

describe('the question for a body', () => {
  it('shows the file, and names function and form', () => {
    const { text } = askBody(queue.task, queue.broken, 4000, syntax);
    expect(text).toContain(queue.broken);
    expect(text).toContain('`Queue.push` in `src/a`');
    expect(text).not.toContain('unshift');
  });

  it('stays within its bound for a long file', () => {
    const line = '// A line of code that says nothing.\n';
    const before = line.repeat(3000);
    const hole = { start: queue.task.hole.start + before.length, end: queue.task.hole.end + before.length };
    const { text } = askBody({ ...queue.task, hole }, before + queue.broken + line.repeat(3000), 1500, syntax);
    expect(questionTokens(text)).toBeLessThan(1500);
    expect(text).toContain(queue.broken);
    expect(text).toContain('left out');
  });
});

describe('the answer with a body', () => {
  const method = queue.gold.split('\n').slice(3, 10).join('\n');
  const outdented = `push(item, { first = false } = {}) {
  if (first) this.#items.unshift(item);
  else this.#items.push(\`
 \${item}
\`);
  return this.#items.length;
}`;

  it.each([
    ['the method as it stands in its class', method],
    ['the method at the margin', outdented],
    ['the method whose first line lost its indentation', method.trimStart()],
    ['the whole class', queue.gold],
    ['a function instead of the method', `function ${outdented}`],
    ['a function in a constant', `const push = ${outdented.replace('push', '').replace(') {', ') => {')};`],
    ['a property', outdented.replace('push(', 'push: function (')],
    ['the body alone', outdented.split('\n').slice(1, -1).join('\n')],
  ])('is read from %s', (_, code) => {
    expect(readAs(queue, block(code))).toBe(queue.gold);
  });

  it('is read whatever the line ends of the answer or the file are', () => {
    expect(readAs(queue, block(method).replaceAll('\n', '\r\n'))).toBe(queue.gold);
    const { start, end } = queue.task.hole;
    const lead = queue.broken.slice(0, start).split('\n').length - 1;
    const crlf = {
      task: { ...queue.task, hole: { start: start + lead, end: end + lead } },
      broken: queue.broken.replaceAll('\n', '\r\n'),
      gold: '',
    };
    expect(readAs(crlf, block(method))).toBe(queue.gold.replaceAll('\n', '\r\n'));
  });

  it('is the last block that has the function', () => {
    const wrong = method.replace('unshift', 'push');
    expect(readAs(queue, `${block(wrong)}\n${block(method)}\n\`\`\`sh\nnode\n\`\`\``)).toBe(queue.gold);
  });

  it('keeps its head, whatever the answer made of it', () => {
    expect(readAs(queue, block(method.replace('{ first = false } = {}', 'first, last')))).toBe(queue.gold);
  });

  it('is read in Python with its docstring where it was', () => {
    const lines = python.gold.split('\n').slice(1, -1);
    expect(readAs(python, block(lines.join('\n')))).toBe(python.gold);
    expect(readAs(python, block(python.gold))).toBe(python.gold);
    expect(readAs(python, block(lines.join('\n').replace('"""Adds an item."""\n        ', '')))).toBe(python.gold);
    const atMargin = lines.map((line) => line.replace(/^ {4}/, '')).join('\n');
    expect(readAs(python, block(atMargin))).toBe(python.gold);
    expect(readAs(python, block(atMargin.split('\n').slice(2).join('\n')))).toBe(python.gold);
  });

  it('may be an expression, or take the place of one', () => {
    const arrow = sampleOf('export const f = (a) =>\n  g(\n    a.map((x) => x + 1),\n  );\n');
    expect(arrow.broken).toContain('throw');
    expect(readAs(arrow, block(arrow.gold))).toBe(arrow.gold);
    expect(readAs(arrow, block('function f(a) {\n  return a;\n}'))).toBe(
      'export const f = (a) =>\n  {\n  return a;\n};\n',
    );
    const plain = sampleOf('function f(a) {\n  const b = a + 1;\n  g(b);\n  return b;\n}\n');
    expect(readAs(plain, block('const f = (a) => a + 1;'))).toBe('function f(a) {\n  return a + 1;\n}\n');
  });

  it.each([
    ['another function', 'function pop() {\n  return 1;\n}', 'no code block has the function Queue.push'],
    ['a class without it', 'class Queue {\n  pop() {}\n}', 'no code block has the function Queue.push'],
    ['nothing', '', 'no code block has the function Queue.push'],
    ['prose', 'You have to push the item.', 'no code block has the function Queue.push'],
  ])('is not in %s', (_, code, problem) => {
    expect(readAs(queue, block(code))).toBe(`unreadable: ${problem}`);
  });

  it('is not in an answer without a block', () => {
    expect(readAs(queue, method)).toBe('unreadable: there is no fenced code block');
  });

  it('is taken by its first line where no grammar tells functions', () => {
    const broken = 'class A\n  def f(x)\n    raise\n  end\n\n  def g\n    1\n  end\nend\n';
    const task = { path: 'a.rb', language: 'ruby', functionName: 'f', hole: { start: 22, end: 27 } };
    const answer = block('def f(x)\n  y = x\n\n  y + 1\nend');
    expect(readAs({ task, broken, gold: '' }, answer)).toBe(
      'class A\n  def f(x)\n    y = x\n\n    y + 1\n  end\n\n  def g\n    1\n  end\nend\n',
    );
  });
});
