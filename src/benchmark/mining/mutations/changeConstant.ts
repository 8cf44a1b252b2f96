import type { SyntaxNode } from '../../syntax.ts';
import { type MutableCode, type MutationOperator, type TextChange, textOf } from './mutation.ts';

/** Beyond that, one more or less is seldom what a test is about. */
const largest = 1000;

/** A number becomes one more or one less, and what is true becomes false. */
export const changeConstant: MutationOperator = {
  name: 'change-constant',
  changes(node, code) {
    switch (node.type) {
      case 'true':
      case 'false':
        return [{ span: node, replacement: flipped(textOf(node, code)) }];
      case 'number':
      case 'integer':
      case 'float':
        return isKey(node) || isPause(node, code) ? [] : neighbours(node, code);
      default:
        return [];
    }
  },
};

function flipped(word: string): string {
  const other = /^t/i.test(word) ? 'false' : 'true';
  return /^[TF]/.test(word) ? `${other.charAt(0).toUpperCase()}${other.slice(1)}` : other;
}

function neighbours(node: SyntaxNode, code: MutableCode): TextChange[] {
  const [, whole, fraction = ''] = /^(\d+)(\.\d+)?$/.exec(textOf(node, code)) ?? [];
  if (whole === undefined || (whole.startsWith('0') && whole !== '0')) return [];
  const value = Number(whole);
  if (value > largest) return [];
  // Nobody writes `-0`.
  const least = node.parent?.type.startsWith('unary') === true ? 1 : 0;
  const near = [value + 1, value - 1].filter((other) => other >= least);
  return near.map((other) => ({ span: node, replacement: `${other}${fraction}` }));
}

/** A key of an object, which other code goes by. */
function isKey(node: SyntaxNode): boolean {
  return node.parent?.type === 'pair' && node.parent.field('key') === node;
}

/** How long to wait: nothing that a test would notice. */
function isPause(node: SyntaxNode, code: MutableCode): boolean {
  const call = node.parent?.parent;
  const callee = call?.field('function');
  return callee !== undefined && /(?:timeout|interval|sleep|delay|wait)$/i.test(textOf(callee, code));
}
