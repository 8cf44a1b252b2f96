import { describe, expect, it } from 'vitest';
import { findFunctions } from '../../../src/benchmark/mining/findFunctions.ts';
import type { FoundFunction } from '../../../src/benchmark/mining/functions/foundFunction.ts';
import { mapFunctions, withTree } from './withTree.ts';

const summary = ({ name, kind, declares, isAsync, isGenerator, body }: FoundFunction): string =>
  [
    isAsync ? 'async' : '',
    isGenerator ? 'generator' : '',
    declares === 'whole' ? '' : declares,
    kind,
    name,
    body?.form ?? 'empty',
  ]
    .filter((word) => word !== '')
    .join(' ');

const script = `
export async function* gen<T>(a: number, b?: string): AsyncGenerator<T> { yield 1; }
function over(a: string): void;
function over(a: any) {
  return 1;
}
export default function (x) { return x; }
const f = async (x: number) => { await x; }, g = function named() {}, h = x => x + 1;
abstract class A extends B {
  static #count = 0;
  private handler = (e) => { return e; };
  @dec() async method?(a: number): Promise<void> {
    return;
  }
  constructor(private x: number) {
    super();
  }
  get value() { return 1; }
  set value(v) { this.x = v; }
  abstract foo(): void;
  static *[Symbol.iterator]() {}
  'quoted'() {}
  #priv() {}
  over2(): void;
}
const o = { m() { return 1; }, n: function () {}, p: (() => 1) as any };
exports.foo = function () { return () => 1; };
A.prototype.bar = () => {};
namespace N {
  export function inner() {
    const deep = () => {
      return 1;
    };
    items.map((item) => item);
  }
}
declare function ambient(): void;
interface I { method(): void }
`;

describe('findFunctions of TypeScript', () => {
  it('finds what has a name', () => {
    expect(mapFunctions('typescript', script, summary)).toEqual([
      'async generator function gen inline',
      'overload function over empty',
      'function over lines',
      'function default inline',
      'async function f inline',
      'function g empty',
      'function h expression',
      'function A.handler inline',
      'async method A.method lines',
      'constructor A.constructor lines',
      'getter A.value inline',
      'setter A.value inline',
      'abstract method A.foo empty',
      'generator method A.[Symbol.iterator] empty',
      'method A.quoted empty',
      'method A.#priv empty',
      'overload method A.over2 empty',
      'method o.m inline',
      'function o.n empty',
      'function o.p expression',
      'function foo inline',
      'function A.bar empty',
      'function N.inner lines',
      'function N.inner.deep lines',
    ]);
  });

  it('knows the whole, the documentation, the parameters and the body', () => {
    const text = `// License

/** First. */
// Second.
export const add = async (left: number, right = 1): Promise<number> => {
  // why
  const sum = left + right;

  return sum; // done
  // end
};
`;
    const [add] = mapFunctions('typescript', text, ({ span, documentation, parameters, body, indentation }) => ({
      whole: text.slice(span.start, span.end),
      documentation: text.slice(documentation?.start, documentation?.end),
      parameters,
      body: text.slice(body?.span.start, body?.span.end),
      bodyIndentation: body?.indentation,
      indentation,
    }));
    expect(add).toEqual({
      whole: text.slice(text.indexOf('export'), -1),
      documentation: '/** First. */\n// Second.',
      parameters: ['left: number', 'right = 1'],
      body: '// why\n  const sum = left + right;\n\n  return sum; // done\n  // end',
      bodyIndentation: '  ',
      indentation: '',
    });
  });

  it('takes decorators into the whole of a method, and a class into account', () => {
    const text = 'class A extends B {\n\t@memo\n\t@bound()\n\tpush(x) {\n\t\treturn x;\n\t}\n}\n';
    const [push] = mapFunctions('typescript', text, ({ span, isInSubclass, indentation }) => ({
      whole: text.slice(span.start, span.end),
      isInSubclass,
      indentation,
    }));
    expect(push).toEqual({
      whole: '@memo\n\t@bound()\n\tpush(x) {\n\t\treturn x;\n\t}',
      isInSubclass: true,
      indentation: '\t',
    });
  });

  it('reads JSX', () => {
    const text =
      'export function Page({ title }) {\n  const more = () => <b>x</b>;\n  return <p onClick={() => 1}>{title}</p>;\n}\n';
    for (const language of ['javascript', 'typescriptreact']) {
      expect(mapFunctions(language, text, summary)).toEqual(['function Page lines', 'function Page.more expression']);
    }
  });
});

const python = `
class Queue(Base):
    """Doc."""

    @property
    def size(self) -> int:
        return 1

    @size.setter
    def size(self, value):
        self.x = value

    def __init__(self):
        super().__init__()

    async def push(self, x: int = 1, *args, **kw) -> int:
        """Doc

        more"""
        # why
        yield x
        return x

    @overload
    def a(self): ...
    @abc.abstractmethod
    def b(self):
        pass
    def one(self): return 1

def outer(
    a,  # first
):  # trailing
    # leading
    def inner():
        yield 1
    return inner

def documented():
    'only'
`;

describe('findFunctions of Python', () => {
  it('finds functions and methods', () => {
    expect(mapFunctions('python', python, summary)).toEqual([
      'getter Queue.size lines',
      'setter Queue.size lines',
      'constructor Queue.__init__ lines',
      'async generator method Queue.push lines',
      'overload method Queue.a inline',
      'abstract method Queue.b lines',
      'method Queue.one inline',
      'function outer lines',
      'generator function outer.inner lines',
      'function documented empty',
    ]);
  });

  it('knows the whole, the docstring, the parameters and the body', () => {
    const facts = mapFunctions('python', python, ({ name, span, documentation, parameters, body, isInSubclass }) => ({
      name,
      whole: python.slice(span.start, span.end),
      documentation: documentation === undefined ? '' : python.slice(documentation.start, documentation.end),
      parameters,
      body: python.slice(body?.span.start, body?.span.end),
      isInSubclass,
    }));
    const named = (wanted: string): unknown => facts.find(({ name }) => name === wanted);
    expect(named('Queue.push')).toMatchObject({
      documentation: '"""Doc\n\n        more"""',
      parameters: ['self', 'x: int = 1', '*args', '**kw'],
      body: '# why\n        yield x\n        return x',
      isInSubclass: true,
    });
    expect(named('outer')).toMatchObject({
      parameters: ['a'],
      body: '# leading\n    def inner():\n        yield 1\n    return inner',
      isInSubclass: false,
    });
    expect(named('Queue.a')).toMatchObject({ whole: '@overload\n    def a(self): ...' });
  });
});

it('knows nothing of other languages', () => {
  expect(withTree('python', 'x', (tree) => findFunctions('go', tree, 'x'))).toEqual([]);
});

it('lives through nesting of any depth', () => {
  const deep = `${'const f = () => { '.repeat(5000)}${'}'.repeat(5000)}`;
  expect(mapFunctions('javascript', deep, ({ name }) => name.length)).toHaveLength(5000);
});
