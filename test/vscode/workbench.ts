import { type FrameLocator, type Locator, type Page, errors } from 'playwright-core';

/**
 * What tests do in VS Code's window, as functions of the page. The selectors are those of the pinned VS Code: a new
 * version is met here and nowhere else.
 */

/** Opens a window and waits until its frame stands. Extensions may still be starting. */
export async function openWindow(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor({ timeout: 60_000 });
}

/** An item of the status bar whose label contains `text`. */
export function statusItem(page: Page, text: string | RegExp): Locator {
  return page.locator('.part.statusbar .statusbar-item', { hasText: text }).first();
}

/** Opens a file of the workspace by its name, as a person does with Ctrl+P, and puts the focus into it. */
export async function openFile(page: Page, path: string): Promise<void> {
  await pickAfter(page, 'Control+P', path, path.split('/').at(-1) ?? path);
  await page.locator(`.tabs-container .tab.active[data-resource-name="${path.split('/').at(-1) ?? path}"]`).waitFor();
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
}

/** Runs a command by its title in the command palette, such as `Parity: Open Chat`. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await pickAfter(page, 'F1', `>${title}`, title);
}

/** Presses the key that opens a quick pick, and takes a row of it. */
async function pickAfter(page: Page, key: string, typed: string, label: string): Promise<void> {
  // What opens or closes at this moment may take the focus, and the quick pick closes without it: then once more.
  for (let triesLeft = 3; ; triesLeft--) {
    await page.keyboard.press(key);
    try {
      await pick(page, typed, label, triesLeft === 1 ? {} : { timeout: 5000 });
      return;
    } catch (error) {
      if (triesLeft === 1 || !(error instanceof errors.TimeoutError)) throw error;
      // One that is only slow: the key would go to its next row.
      if (await quickPick(page).first().isVisible()) await page.keyboard.press('Escape');
    }
  }
}

/** Types into the open quick pick and takes the first row that contains `label`. */
export async function pick(
  page: Page,
  typed: string,
  label: string,
  options: { readonly timeout?: number } = {},
): Promise<void> {
  const widget = quickPick(page);
  await widget.locator('input').first().fill(typed, options);
  await widget.locator('.monaco-list-row', { hasText: label }).first().click(options);
}

function quickPick(page: Page): Locator {
  return page.locator('.quick-input-widget:not([style*="display: none"])');
}

/** Places the cursor, 1-based, in the active editor. */
export async function goToLine(page: Page, line: number, column = 1): Promise<void> {
  await page.keyboard.press('Control+G');
  const input = page.locator('.quick-input-widget input').first();
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** The text of the cursor's line as the active editor shows it, without indentation: ghost text is part of it. */
export async function lineAtCursor(page: Page): Promise<string> {
  const editor = page.locator('.editor-group-container.active .monaco-editor.focused');
  const cursor = await editor.locator('.cursors-layer .cursor').first().boundingBox();
  if (cursor === null) throw new Error('The active editor shows no cursor.');
  const middle = cursor.y + cursor.height / 2;
  const lines = await editor.locator('.lines-content .view-lines .view-line').evaluateAll((elements, y) => {
    const isAt = ({ top, bottom }: { top: number; bottom: number }): boolean => top <= y && y < bottom;
    return elements.filter((element) => isAt(element.getBoundingClientRect())).map((element) => element.textContent);
  }, middle);
  return (lines[0] ?? '').replaceAll('\u00a0', ' ').trim();
}

/** The suggestion shown in gray after the cursor, in as many pieces as it has colors. */
export function ghostText(page: Page): Locator {
  return page.locator('.editor-group-container.active [class*="ghost-text-decoration"]');
}

/** Opens Parity's chat and gives the document of its view. */
export async function openChat(page: Page): Promise<FrameLocator> {
  await runCommand(page, 'Parity: Open Chat');
  const chat = chatFrame(page);
  await chat.getByTestId('chat-root').waitFor({ timeout: 30_000 });
  return chat;
}

export function chatFrame(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

/** A notification whose text contains `text`. */
export function toast(page: Page, text: string | RegExp): Locator {
  return page.locator('.notifications-toasts .notification-toast', { hasText: text }).first();
}

/** The notifications with buttons that an extension shows, by its display name. VS Code may show others. */
export function toastsOf(page: Page, extension: string): Locator {
  return page.locator('.notifications-toasts .notification-toast', { hasText: `Source: ${extension}` });
}
