import { findFunctions } from '../../../../src/benchmark/mining/findFunctions.ts';
import type { MutationOperator } from '../../../../src/benchmark/mining/mutations/mutation.ts';
import { mutableNodes } from '../../../../src/benchmark/mining/mutations/mutableNodes.ts';
import { withTree } from '../withTree.ts';

const forms = {
  script: { language: 'typescript', head: 'function f() {\n', indentation: '  ', foot: '\n}\n' },
  python: { language: 'python', head: 'def f():\n', indentation: '    ', foot: '\n' },
} as const;

/** What the operator makes of a function of these statements, each change by itself; `¶ ` for a line end and two blanks for a level. */
export function mutatedBodies(operator: MutationOperator, dialect: 'script' | 'python', body: string): string[] {
  const { language, head, indentation, foot } = forms[dialect];
  const lines = body.split('¶ ').map((line) => indentation + line.replaceAll('  ', indentation));
  const text = `${head}${lines.join('\n')}${foot}`;
  return withTree(language, text, (tree) => {
    const functions = findFunctions(language, tree, text);
    const [first] = functions;
    if (first === undefined || tree.root.hasError) throw new Error(`no function in ${text}`);
    const code = { text, dialect };
    const named = new Set(functions.map(({ node }) => node));
    return [...mutableNodes(first, named, code)]
      .flatMap((node) => operator.changes(node, code))
      .map(({ span, replacement }) => text.slice(0, span.start) + replacement + text.slice(span.end))
      .map((broken) => {
        const isWhole = withTree(language, broken, ({ root }) => !root.hasError);
        if (!isWhole) throw new Error(`does not parse: ${broken}`);
        return broken
          .slice(head.length, broken.length - foot.length)
          .split('\n')
          .map((line) => line.slice(indentation.length).replaceAll(indentation, '  '))
          .join('¶ ');
      });
  });
}
