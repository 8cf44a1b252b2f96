/** Which test files call which functions, as tests have shown; to choose functions to ask for, and the tests that decide. */
import * as z from 'zod';
import { taskPathSchema, testRunnerIds } from '../task.ts';

export const calledFunctionSchema = z.object({
  path: taskPathSchema,
  /** As the runtime names it: its own name, with its class in Python 3.11 and later. */
  name: z.string().min(1).max(500),
  /** From 1, of its first line or decorator; absent where the code that ran is a transformed one. */
  line: z.int().min(1).optional(),
});
export type CalledFunction = z.infer<typeof calledFunctionSchema>;

/** What one test file calls. Plain data: it is kept between sessions. */
export const testCallsSchema = z.strictObject({
  runner: z.enum(testRunnerIds),
  directory: z.string(),
  file: taskPathSchema,
  durationMs: z.number().min(0),
  functions: z.array(calledFunctionSchema),
});
export type TestCalls = z.infer<typeof testCallsSchema>;

export interface CallMap {
  /** Test files that call it, the fastest first. Functions of the same name in one file are not told apart. */
  callers(path: string, functionName: string): readonly TestCalls[];
  /** Test files that call anything in the file, the fastest first. */
  callersOf(path: string): readonly TestCalls[];
  /** Every function that some test calls. */
  readonly functions: readonly CalledFunction[];
}

export function callMap(calls: readonly TestCalls[]): CallMap {
  const byFunction = new Map<string, Set<TestCalls>>();
  const byPath = new Map<string, Set<TestCalls>>();
  const functions = new Map<string, CalledFunction>();
  for (const test of calls) {
    for (const called of test.functions) {
      const key = keyOf(called.path, called.name);
      byFunction.set(key, (byFunction.get(key) ?? new Set()).add(test));
      byPath.set(called.path, (byPath.get(called.path) ?? new Set()).add(test));
      functions.set(key, functions.get(key) ?? called);
    }
  }
  const byTime = (a: TestCalls, b: TestCalls): number => a.durationMs - b.durationMs || (a.file < b.file ? -1 : 1);
  return {
    callers: (path, functionName) => [...(byFunction.get(keyOf(path, functionName)) ?? [])].toSorted(byTime),
    callersOf: (path) => [...(byPath.get(path) ?? [])].toSorted(byTime),
    functions: [...functions.values()],
  };
}

/** `WordCounter.add`, `exports.add` and `add` are one. */
function keyOf(path: string, name: string): string {
  return `${path}\n${name.split('.').at(-1) ?? name}`;
}
