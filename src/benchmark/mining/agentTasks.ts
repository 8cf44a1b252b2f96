/** Family 6: an admitted repair, to be done by the agent with its tools in a copy of the repository. */
import { nameTask } from '../digest.ts';
import type { AgentTask, BodyTask, BugfixTask, ReplayTask } from '../task.ts';

/** The agent's tools change and create files. What takes one away, or moves it, cannot be done with them. */
export function isWithinTools({ gold }: Pick<ReplayTask, 'gold'>): boolean {
  return gold.every(({ text }) => text !== null);
}

/** The model is told where a body is missing, but not where a bug is. It is never told which tests decide. */
export async function agentTask(task: BodyTask | BugfixTask | ReplayTask): Promise<AgentTask> {
  const { schema, language, base, cluster, date, path, setup, gold, tests } = task;
  return nameTask({
    schema,
    family: 'agent',
    kind: task.family,
    language,
    base,
    cluster,
    date,
    path,
    setup,
    gold,
    tests,
    instruction: instructionFor(task),
    hidden: task.family === 'replay' ? task.hidden : [],
  });
}

function instructionFor(task: BodyTask | BugfixTask | ReplayTask): string {
  switch (task.family) {
    case 'body':
      return `The body of \`${task.functionName}\` in \`${task.path}\` is missing: it only throws an error. Write it, so that the function does what its name, its documentation and the code that calls it say. Do not change any test.`;
    case 'bugfix':
      return `There is a bug in this repository, and it makes ${failing(task.tests.failToPass.length)} fail. It is in the code, not in the tests; \`${task.path}\` is among the files that they run. Find it and mend it. Do not change any test.`;
    case 'replay':
      return `Make this change in the repository:\n\n${task.message}\n\nTests that you do not see will check it.`;
  }
}

function failing(tests: number): string {
  return tests === 1 ? 'a test' : `${tests} tests`;
}
