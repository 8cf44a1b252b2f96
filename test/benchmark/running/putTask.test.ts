import { describe, expect, it } from 'vitest';
import { nameTask } from '../../../src/benchmark/digest.ts';
import { gradeInWorkshop } from '../../../src/benchmark/running/gradeInWorkshop.ts';
import { createPutTask } from '../../../src/benchmark/running/putTask.ts';
import type { AskedTask } from '../../../src/benchmark/running/taskQuestion.ts';
import { createMemoryFiles } from '../../tools/memoryFiles.ts';
import { bodyDraft, replayDraft } from '../admission/drafts.ts';
import { scriptedWorkshop } from '../admission/scriptedWorkshop.ts';
import { syntax } from '../mining/withTree.ts';
import { rightAnswer } from '../prompts/rightAnswer.ts';
import { makeTasks } from './runFixture.ts';

const never = new AbortController().signal;
const tests = {
  runner: 'vitest' as const,
  directory: '.',
  files: ['test/a.test.js'],
  failToPass: ['test/a.test.js > runs'],
  passToPass: [],
  timeoutMs: 10_000,
};
const gold = 'export function run() {\n  return 1;\n}\n';
const broken = gold.replace('return 1', `throw new Error('not implemented')`);
const body = {
  ...bodyDraft(),
  tests,
  setup: [{ path: 'src/a.js', text: broken }],
  gold: [{ path: 'src/a.js', text: gold }],
  hole: { start: 26, end: 61 },
};
const put = createPutTask(syntax);

function around(files: Readonly<Record<string, string>>) {
  return { files: createMemoryFiles(files), promptTokens: 4000 };
}

async function readRight(task: AskedTask, files: Readonly<Record<string, string>>) {
  const question = await put(task, around(files), never);
  return question.read(rightAnswer(task));
}

describe('putting a task', () => {
  it('takes the broken file from the task, or from the copy', async () => {
    const edits = { kind: 'edits', edits: body.gold };
    expect(await readRight(await nameTask(body), {})).toEqual(edits);
    expect(await readRight(await nameTask({ ...body, setup: [] }), { 'src/a.js': broken })).toEqual(edits);
  });

  it('is a mistake of the task when the file is not there', async () => {
    const task = await nameTask({ ...body, setup: [] });
    await expect(put(task, around({}), never)).rejects.toThrow('There is no file src/a.js.');
  });

  it('shows of a commit the files that were there, without protected ones', async () => {
    const draft = { ...replayDraft(), tests, gold: [{ path: 'src/new.js', text: gold }, ...replayDraft().gold] };
    const files = { 'src/a.js': 'old a', 'package.json': 'old manifest', 'src/b.js': 'old b' };
    const { text } = await put(await nameTask(draft), around(files), never);
    expect(text).toContain('```src/a.js\nold a\n```');
    expect(text).toContain('src/b.js');
    expect(text).not.toMatch(/old manifest|old b|new\.js/);
  });

  it('reads nothing from an answer with nothing', async () => {
    const { read } = await put(await nameTask(body), around({}), never);
    expect(read('')).toMatchObject({ kind: 'unreadable' });
  });
});

describe('grading an answer in the workshop', () => {
  const workshop = scriptedWorkshop((state) => ({
    runs: state['src/a.js'] === gold ? 'passed' : 'failed',
  }));
  const grade = gradeInWorkshop(workshop);

  it('is what the tests of the task say of it, in a copy that is gone afterwards', async () => {
    const task = await nameTask(body);
    expect(await grade(task, body.gold, never)).toMatchObject({ outcome: { kind: 'solved' }, testOutput: 'output' });
    expect(await grade(task, body.setup, never)).toMatchObject({ outcome: { kind: 'failed', reason: 'tests-failed' } });
    expect(workshop.openCopies()).toBe(0);
  });

  it('is not for tasks without tests', async () => {
    const [task] = await makeTasks(1);
    if (task === undefined) throw new Error('no task');
    await expect(grade(task, [], never)).rejects.toThrow('no tests decide');
  });
});
