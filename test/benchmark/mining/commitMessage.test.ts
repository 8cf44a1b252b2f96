import { describe, expect, it } from 'vitest';
import { usableMessage } from '../../../src/benchmark/mining/commitMessage.ts';

describe('a commit message as a task', () => {
  it.each([
    ['Handle empty queues in the scheduler', 'Handle empty queues in the scheduler'],
    ['fix(parser): accept trailing commas (#123)', 'fix(parser): accept trailing commas'],
    [
      'Keep order of keys\n\nMaps did not.\n\n\n\nSigned-off-by: A B <a@b>\nCo-authored-by: C <c@d>\nFixes: #3\n',
      'Keep order of keys\n\nMaps did not.',
    ],
    ['Release locks when a reader dies', 'Release locks when a reader dies'],
    ['Move the cursor behind what was pasted', 'Move the cursor behind what was pasted'],
  ])('%j says what to do', (message, text) => {
    expect(usableMessage(message)).toEqual({ kind: 'usable', text });
  });

  it.each([
    ['wip', 'message-of-chore'],
    ['WIP: half of the parser', 'message-of-chore'],
    ['v1.2.3', 'message-of-chore'],
    ['Release 2.0.0 to npm', 'message-of-chore'],
    ['Release v2 of the parser', 'message-of-chore'],
    ['chore(deps): bump lodash from 1 to 2', 'message-of-chore'],
    ['docs: explain the parser better', 'message-of-chore'],
    ['Bump version to 3.0.0', 'message-of-chore'],
    ['Merge pull request #1 from a/b', 'message-of-revert-or-merge'],
    ['Revert "Handle empty queues"', 'message-of-revert-or-merge'],
    ['fixup! Handle empty queues', 'message-of-revert-or-merge'],
    ['fix', 'message-says-nothing'],
    ['fix bug', 'message-says-nothing'],
    ['address review comments', 'message-says-nothing'],
    ['fix: update the code', 'message-says-nothing'],
    ['', 'message-says-nothing'],
    [`Handle empty queues well\n\n${'x'.repeat(5000)}`, 'message-too-long'],
  ])('%j does not', (message, reason) => {
    expect(usableMessage(message)).toEqual({ kind: 'unusable', reason });
  });
});
