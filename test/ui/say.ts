import type { FrameLocator } from 'playwright-core';

/** Writes a message into the chat's composer and sends it. */
export async function say(chat: FrameLocator, message: string): Promise<void> {
  await chat.getByTestId('composer').fill(message);
  await chat.locator('[data-testid="send"]:enabled').waitFor();
  await chat.getByTestId('composer').press('Enter');
}
