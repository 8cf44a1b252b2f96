import { describe, expect, it } from 'vitest';
import { breakChain } from '../../../../src/benchmark/mining/mutations/breakChain.ts';
import { changeConstant } from '../../../../src/benchmark/mining/mutations/changeConstant.ts';
import {
  changeArithmetic,
  changeComparison,
  changeLogical,
} from '../../../../src/benchmark/mining/mutations/changeOperator.ts';
import { dropStatement } from '../../../../src/benchmark/mining/mutations/dropStatement.ts';
import { invertCondition } from '../../../../src/benchmark/mining/mutations/invertCondition.ts';
import type { MutationOperator } from '../../../../src/benchmark/mining/mutations/mutation.ts';
import { removeGuard } from '../../../../src/benchmark/mining/mutations/removeGuard.ts';
import { swapArguments } from '../../../../src/benchmark/mining/mutations/swapArguments.ts';
import { swapOperands } from '../../../../src/benchmark/mining/mutations/swapOperands.ts';
import { mutatedBodies } from './mutatedBodies.ts';

type Row = readonly [body: string, ...broken: string[]];

function check(operator: MutationOperator, dialect: 'script' | 'python', rows: readonly Row[]): void {
  for (const [body, ...broken] of rows)
    expect([body, ...mutatedBodies(operator, dialect, body)]).toEqual([body, ...broken]);
}

describe('mutation operators on scripts', () => {
  it('inverts conditions', () => {
    check(invertCondition, 'script', [
      ['if (a) b();', 'if (!a) b();'],
      ['if (!a) b();', 'if (a) b();'],
      ['if (a && b) c();', 'if (!(a && b)) c();'],
      ['if (a === b) c(); else d();', 'if (a !== b) c(); else d();'],
      ['if (a < b) c();', 'if (a >= b) c();'],
      ['if (a in b) c();', 'if (!(a in b)) c();'],
      ['return a?.b() ? 1 : 2;', 'return !a?.b() ? 1 : 2;'],
      ['return (x as A) ? c : c;'],
      ['if (a) b(); else b();'],
      ['if (a) {}'],
      ['while (a) b();'],
    ]);
  });

  it('changes comparisons', () => {
    check(changeComparison, 'script', [
      ['return a < b;', 'return a <= b;'],
      ['return a >= b;', 'return a > b;'],
      ['return a !== b;', 'return a === b;'],
      ['for (let i = 0; i < n; i++) f(i);', 'for (let i = 0; i <= n; i++) f(i);'],
      ['return a  ===  a;'],
      ['return a in b;'],
      ['return a > b ? a : b;'],
      ['if (a > best) best = a;'],
      ['if (a > best) { best = a; }'],
      ['if (a > best) best = a + 1;', 'if (a >= best) best = a + 1;'],
    ]);
  });

  it('changes arithmetic', () => {
    check(changeArithmetic, 'script', [
      ['return a + b;', 'return a - b;'],
      ['a -= b;', 'a += b;'],
      ['return a % b >>> c;', 'return a % b << c;', 'return a * b >>> c;'],
      ['return a + 0 + b * 1;', 'return a + 0 - b * 1;'],
      ['return a * a;'],
      ["return 'a' + b + c;"],
      ['a += `b`;'],
      ['while (i < n) i += step;'],
    ]);
  });

  it('changes what joins conditions', () => {
    check(changeLogical, 'script', [
      ['return a && b;', 'return a || b;'],
      ['return a || b && c;', 'return a && b && c;', 'return a || b || c;'],
      ['return a ?? b;', 'return a && b;'],
      ['return a ?? b ?? c;'],
      ['return a || a;'],
    ]);
  });

  it('changes constants', () => {
    check(changeConstant, 'script', [
      ['return 0;', 'return 1;'],
      ['return -1;', 'return -2;'],
      ['return a[2.5];', 'return a[3.5];', 'return a[1.5];'],
      ['return f(true);', 'return f(false);'],
      ['const x: 1 | 2 = { 3: a };'],
      ['const x = y as 3;'],
      ['return 0x10 + 010 + 5000 + 1e3 + 3n;'],
      ['setTimeout(f, 100);'],
      ['return `${1}${true}`;'],
    ]);
  });

  it('swaps operands', () => {
    check(swapOperands, 'script', [
      ['return a - b;', 'return b - a;'],
      ['return a - b - c;', 'return c - (a - b);', 'return b - a - c;'],
      ['return a * b < c / d;', 'return c / d < a * b;', 'return a * b < d / c;'],
      ['return a + b === c * d;'],
      ['return a / a;'],
    ]);
  });

  it('swaps arguments', () => {
    check(swapArguments, 'script', [
      ['return f(a, b);', 'return f(b, a);'],
      ['return new F(a, b, 1);', 'return new F(b, a, 1);', 'return new F(a, 1, b);'],
      ['return f(a, ...b);'],
      ['return f(a, a);'],
      ['return Math.max(a, b);'],
      ['return f(a, /* why */ b);'],
    ]);
  });

  it('drops statements', () => {
    check(dropStatement, 'script', [
      ['a.push(1);¶ return a;', 'return a;'],
      ['b = 1; // why¶ this.b = 2;', 'this.b = 2;', 'b = 1; // why'],
      ['if (a) {¶   await b();¶ }', 'if (a) {¶ }'],
      ['a(); b();', ' b();', 'a(); '],
      ['if (a) b();'],
      ["'use strict';¶ const a = 1;"],
      ['super(a);¶ a = a;'],
      ["console.log(a);¶ this.logger.info(a);¶ assert(a);¶ assert.equal(a, 1);¶ import('a');"],
    ]);
  });

  it('breaks chains', () => {
    check(breakChain, 'script', [
      ["return text.trim().split(' ');", 'return text.trim();', "return text.split(' ');"],
      ['return this.a.b(1)?.c();', 'return this.a.b(1);', 'return this.a?.c();'],
      ['return Object.keys(a).sort();', 'return Object.keys(a);'],
      ['return a(1).b();'],
      ['return a.b();'],
      ['return a.b(1).slice();', 'return a.slice();'],
    ]);
  });

  it('removes guards', () => {
    check(removeGuard, 'script', [
      ['if (a) return;¶ b();', 'b();'],
      ["if (a) {¶   // why¶   throw new Error('a');¶ }¶ b();", 'b();'],
      ['for (const a of b) {¶   if (a) continue;¶   c(a);¶ }', 'for (const a of b) {¶   c(a);¶ }'],
      ['if (a) return 1;¶ return 1;'],
      ['if (a) return;'],
      ['if (a) return 1; else b();¶ c();'],
      ['if (a) { b(); return; }¶ c();'],
    ]);
  });

  it('leaves what is said, what is typed, and functions with a name of their own', () => {
    const body =
      'throw new Error(a + b);¶ console.log(a + b);¶ const g = () => a + b;¶ const h: (x: A) => B = i.map((x) => x + b);¶ return <A>(x);';
    check(changeArithmetic, 'script', [[body, body.replace('x + b', 'x - b')]]);
  });
});

describe('mutation operators on Python', () => {
  it('inverts conditions', () => {
    check(invertCondition, 'python', [
      ['if a:¶   b()', 'if not a:¶   b()'],
      ['if not a:¶   b()', 'if a:¶   b()'],
      ['if a and b:¶   c()', 'if not (a and b):¶   c()'],
      ['if a not in b:¶   c()', 'if a in b:¶   c()'],
      ['if a < b < c:¶   d()', 'if not (a < b < c):¶   d()'],
      [
        'if (a):¶   b()¶ elif c is d:¶   e()',
        'if (not a):¶   b()¶ elif c is d:¶   e()',
        'if (a):¶   b()¶ elif c is not d:¶   e()',
      ],
      ['return a if b.c else d', 'return a if not b.c else d'],
      ['return a if b else a'],
      ['if a:¶   b()¶ else:¶   b()'],
      ['if TYPE_CHECKING:¶   b()'],
      ['assert not a'],
    ]);
  });

  it('changes operators', () => {
    check(changeComparison, 'python', [
      ['return a is b', 'return a is not b'],
      ['return a not  in b', 'return a in b'],
      ['return a <= b', 'return a < b'],
      ['return a < b < c'],
      ['return a if a > b else b'],
      ['if a > best:¶   best = a'],
    ]);
    check(changeArithmetic, 'python', [
      ['return a // b', 'return a * b'],
      ['a **= b', 'a *= b'],
      ['return "%s" % a'],
      ['x: int | None = f"{a + b}"'],
    ]);
    check(changeLogical, 'python', [['return a and b', 'return a or b']]);
  });

  it('changes constants', () => {
    check(changeConstant, 'python', [
      ['return a[1:]', 'return a[2:]', 'return a[0:]'],
      ['return f(a=True)', 'return f(a=False)'],
      ['while True:¶   pass', 'while False:¶   pass'],
      ['time.sleep(1)'],
      ['return 1_000 + 0x1f + 1j'],
      ['raise E(1)'],
      ['match a:¶   case 1:¶     b()'],
    ]);
  });

  it('swaps operands and arguments', () => {
    check(swapOperands, 'python', [
      ['return a - b', 'return b - a'],
      ['return a >= b', 'return b >= a'],
      ['return a ** b ** c', 'return b ** c ** a', 'return a ** c ** b'],
      ['return "%s" % a'],
    ]);
    check(swapArguments, 'python', [
      ['return f(a, b, c=d)', 'return f(b, a, c=d)'],
      ['return f(a, *b)'],
      ['return max(a, b)'],
      ['print(a, b)'],
    ]);
  });

  it('drops statements', () => {
    check(dropStatement, 'python', [
      ['a.append(1)¶ return a', 'return a'],
      ['self.a = 1¶ b = 2¶ c[0] += 1', 'b = 2¶ c[0] += 1', 'self.a = 1¶ b = 2'],
      ['a(); b()'],
      ['if a:¶   b()¶ c()', 'if a:¶   b()'],
      ['a()'],
      ['"""Doc."""¶ a = 1'],
    ]);
  });

  it('breaks chains and removes guards', () => {
    check(breakChain, 'python', [
      ['return a.strip().lower()', 'return a.strip()', 'return a.lower()'],
      ['return super().a().b()', 'return super().a()'],
      ['import os.path as path¶ return path.join(a).strip()', 'import os.path as path¶ return path.join(a)'],
    ]);
    check(removeGuard, 'python', [
      ['if a:¶   return¶ b()', 'b()'],
      ['if a:¶   raise E()¶ b()', 'b()'],
      ['for a in b:¶   if a:¶     continue¶   c(a)', 'for a in b:¶   c(a)'],
      ['if a:¶   return b¶ return b'],
      ['if a:¶   return 1¶ elif b:¶   return 2¶ c()'],
    ]);
  });
});
