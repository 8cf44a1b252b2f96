import type { SyntaxNode } from '../../syntax.ts';
import { type MutableCode, type MutationOperator, textOf } from './mutation.ts';

/** A chain of calls loses one of them: `text.trim().split(' ')` becomes `text.split(' ')`. */
export const breakChain: MutationOperator = {
  name: 'break-chain',
  changes(node, code) {
    const object = calledOn(node);
    if (object === undefined || !isInChain(node, object, code) || isIdle(node, object, code)) return [];
    return [{ span: { start: object.end, end: node.end }, replacement: '' }];
  },
};

/** What a method is called on. */
function calledOn(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type !== 'call_expression' && node.type !== 'call') return undefined;
  const callee = node.field('function');
  return callee?.type === 'member_expression' || callee?.type === 'attribute' ? callee.field('object') : undefined;
}

function isInChain(node: SyntaxNode, object: SyntaxNode, code: MutableCode): boolean {
  if (calledOn(object) !== undefined) return true;
  const next = node.parent?.parent;
  return next !== undefined && calledOn(next) === node && isValue(object, code);
}

/** Of `Object.keys(x).sort()` and `path.join(a, b).trim()`, the first call is what makes the value. */
function isValue(object: SyntaxNode, code: MutableCode): boolean {
  const name = textOf(object, code);
  if (object.type !== 'identifier') return !/^super\b/.test(name);
  if (!/^[a-z_]\w*$/.test(name)) return false;
  return !new RegExp(`^[ \\t]*(?:import|from)\\b.*\\b${name}\\b|\\b${name} = require\\(`, 'm').test(code.text);
}

/** What it gives is as good as what it is called on. */
function isIdle(node: SyntaxNode, object: SyntaxNode, code: MutableCode): boolean {
  const call = textOf({ start: object.end, end: node.end }, code).replaceAll(/\s+/g, '');
  return /^\??\.(?:slice|bind|copy|values|valueOf|toString)\(\)$/.test(call);
}
