import type { Page } from 'playwright-core';

/** Answers the open dialog of Parity: Choose Model File, as a person does who types a path. */
export async function takeModelFile(page: Page, path: string): Promise<void> {
  const input = page.locator('.quick-input-widget:not([style*="display: none"]) .quick-input-box input');
  await input.fill(path);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}
