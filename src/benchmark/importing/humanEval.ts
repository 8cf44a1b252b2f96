/** HumanEval's JSONL (Chen et al. 2021): a signature with a docstring, whose body is to be written. */
import * as z from 'zod';
import { nameTask } from '../digest.ts';
import { type BodyTask, taskSchemaVersion } from '../task.ts';
import { parseLine } from './lineProblem.ts';
import { entryPointPattern, solutionFiles, solutionPath, solutionTests } from './solutionTest.ts';

type Line = Readonly<Record<string, unknown>>;

const lineSchema = z.object({
  task_id: z.string().min(1),
  prompt: z.string().min(1),
  entry_point: z.string().regex(entryPointPattern, 'must be the name of a function'),
  canonical_solution: z.string().min(1),
  test: z.string().includes('def check(', 'must define check'),
});

export function isHumanEval(line: Line): boolean {
  return 'prompt' in line && 'entry_point' in line && 'test' in line;
}

export async function readHumanEval(line: Line): Promise<BodyTask> {
  const problem = parseLine(lineSchema, line);
  const prompt = problem.prompt.endsWith('\n') ? problem.prompt : `${problem.prompt}\n`;
  const solved = `${prompt}${problem.canonical_solution}`;
  const body = 'raise NotImplementedError()';
  const start = prompt.length + 4;
  return nameTask({
    schema: taskSchemaVersion,
    family: 'body' as const,
    language: 'python',
    base: solutionFiles(solved, problem.test, problem.entry_point),
    cluster: problem.task_id,
    date: null,
    path: solutionPath,
    setup: [{ path: solutionPath, text: `${prompt}    ${body}\n` }],
    gold: [{ path: solutionPath, text: solved }],
    tests: solutionTests(),
    functionName: problem.entry_point,
    hole: { start, end: start + body.length },
  });
}
