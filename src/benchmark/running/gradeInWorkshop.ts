import { grade } from '../grading/grade.ts';
import type { Workshop } from '../workshop.ts';
import type { GradeByTests } from './performTask.ts';

/** Grades answers by the tasks' own tests, each in a fresh copy. */
export function gradeInWorkshop(workshop: Workshop): GradeByTests {
  return async (task, answer, signal) => {
    if (task.family === 'toolcall' || task.tests === undefined) throw new Error('no tests decide on this task');
    return grade({ task: { ...task, tests: task.tests }, answer, workshop }, signal);
  };
}
