import { basename, dirname } from 'node:path';
import type { Page } from 'playwright-core';

/** Takes a file in the editor's own dialog, which Parity: Choose Model File has opened. */
export async function takeModelFile(page: Page, path: string): Promise<void> {
  const dialog = page.locator('.quick-input-widget', { hasText: 'Choose a Model File' });
  // It opens before it has read its first folder, and shows that when it has.
  await dialog.locator('.monaco-list-row').first().waitFor();
  await dialog.locator('.quick-input-box input').fill(`${dirname(path)}/`);
  await dialog.locator('.monaco-list-row', { hasText: basename(path) }).click();
  await dialog.waitFor({ state: 'hidden' });
}
