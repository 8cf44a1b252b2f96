import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commandDefinitions } from '../../../src/base/commands.ts';
import { settingDefinitions } from '../../../src/base/settings.ts';

describe('activation', () => {
  const extension = vscode.extensions.getExtension('parity.parity');

  it('finds the installed package, not the sources', () => {
    assert.ok(extension, 'parity.parity is not installed');
    assert.ok(extension.extensionPath.includes('parity.parity-'), extension.extensionPath);
  });

  it('activates by itself after the window has opened', async () => {
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command of the table, and no other', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter(
      // VS Code adds commands of its own for each view.
      (id) => id.startsWith('parity.') && !/\.(focus|open|removeView|resetViewLocation|toggleVisibility)$/.test(id),
    );
    assert.deepEqual(registered.toSorted(), Object.keys(commandDefinitions).toSorted());
  });

  for (const [key, definition] of Object.entries(settingDefinitions)) {
    it(`knows the setting parity.${key} with the default of the table`, () => {
      const inspected = vscode.workspace.getConfiguration('parity').inspect(key);
      assert.deepEqual(inspected?.defaultValue, definition.default);
    });
  }
});
