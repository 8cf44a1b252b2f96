import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { silentLog } from '../../../src/base/log.ts';
import {
  createEditReview,
  type EditDecision,
  type EditReview,
  editReviewScheme,
} from '../../../src/editor/editReview.ts';

const change = { path: 'src/a.ts', before: 'one\n', after: 'two\n' };

describe('edit review', () => {
  let review: EditReview;
  let decisions: EditDecision[];

  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    review = createEditReview(silentLog);
    decisions = [];
    review.onDecision((decision) => decisions.push(decision));
  });

  afterEach(async () => {
    review.dispose();
    await untilTabs(0);
  });

  function diffTabs(): vscode.TabInputTextDiff[] {
    return vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .map((tab) => tab.input)
      .filter((input) => input instanceof vscode.TabInputTextDiff)
      .filter(({ modified }) => modified.scheme === editReviewScheme);
  }

  /** Closing a tab is reported a little after it was asked for. */
  async function untilTabs(count: number): Promise<void> {
    while (diffTabs().length !== count) {
      await new Promise<void>((resolve) => {
        const listener = vscode.window.tabGroups.onDidChangeTabs(() => {
          listener.dispose();
          resolve();
        });
      });
    }
  }

  it('shows the text before and after, in the language of the file', async () => {
    await review.show('call 1&side=x', change);
    const [tab] = diffTabs();
    assert.ok(tab !== undefined);
    const before = await vscode.workspace.openTextDocument(tab.original);
    const after = await vscode.workspace.openTextDocument(tab.modified);
    assert.equal(before.getText(), 'one\n');
    assert.equal(after.getText(), 'two\n');
    assert.equal(after.languageId, 'typescript');
  });

  it('reports the decision for the diff that is active, and closes it', async () => {
    await review.show('first', change);
    await review.show('second', { ...change, path: 'src/b.ts' });
    review.decideActive('accept');
    assert.deepEqual(decisions, [{ callId: 'second', decision: 'accept' }]);
    await untilTabs(1);
    await review.show('first', change);
    review.decideActive('reject');
    assert.deepEqual(decisions[1], { callId: 'first', decision: 'reject' });
    await untilTabs(0);
  });

  it('reveals a diff that is already open', async () => {
    await review.show('first', change);
    await review.show('first', change);
    assert.equal(diffTabs().length, 1);
  });

  it('closes a diff that was decided elsewhere, without a decision of its own', async () => {
    await review.show('first', change);
    review.close('first');
    review.decideActive('accept');
    await untilTabs(0);
    review.close('first');
    review.close('never shown');
    assert.deepEqual(decisions, []);
  });

  it('decides nothing when no diff is active, also after its tab was closed by hand', async () => {
    review.decideActive('accept');
    await review.show('first', change);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await untilTabs(0);
    review.decideActive('accept');
    assert.deepEqual(decisions, []);
    await review.show('first', change);
    assert.equal(diffTabs().length, 1);
  });

  it('shows nothing for an address it did not make', async () => {
    for (const query of ['', 'call=none&side=after', '%%%']) {
      const uri = vscode.Uri.from({ scheme: editReviewScheme, path: '/a.ts', query });
      await assert.rejects(async () => vscode.workspace.openTextDocument(uri));
    }
  });
});
