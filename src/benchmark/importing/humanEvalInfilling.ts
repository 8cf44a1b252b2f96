/** HumanEval-Infilling's JSONL (Bavarian et al. 2022): lines or spans cut out of HumanEval's solutions. */
import * as z from 'zod';
import { nameTask } from '../digest.ts';
import { type InfillTask, taskSchemaVersion } from '../task.ts';
import { parseLine } from './lineProblem.ts';
import { entryPointPattern, solutionFiles, solutionPath, solutionTests } from './solutionTest.ts';

type Line = Readonly<Record<string, unknown>>;

const lineSchema = z.object({
  task_id: z.string().min(1),
  entry_point: z.string().regex(entryPointPattern, 'must be the name of a function'),
  prompt: z.string(),
  suffix: z.string(),
  canonical_solution: z.string().min(1),
  test: z.string().includes('def check(', 'must define check'),
});

export function isInfilling(line: Line): boolean {
  return 'prompt' in line && 'suffix' in line && 'canonical_solution' in line;
}

export async function readInfilling(line: Line): Promise<InfillTask> {
  const problem = parseLine(lineSchema, line);
  const { prompt: before, canonical_solution: truth, suffix: after } = problem;
  return nameTask({
    schema: taskSchemaVersion,
    family: 'infill' as const,
    language: 'python',
    base: solutionFiles(before + truth + after, problem.test, problem.entry_point),
    // Many holes are cut out of one function.
    cluster: /HumanEval\/\d+/.exec(problem.task_id)?.[0] ?? problem.task_id,
    date: null,
    hole: truth.trim().includes('\n') ? ('block' as const) : ('line' as const),
    path: solutionPath,
    before,
    truth,
    after,
    tests: solutionTests(),
  });
}
