import { expect, it } from 'vitest';
import {
  ghostText,
  goToLine,
  lineAtCursor,
  openFile,
  pick,
  runCommand,
  statusItem,
  toast,
  toastsOf,
} from '../vscode/workbench.ts';
import { takePicture, useParityWindow } from './parityWindow.ts';
import { workerProcess } from './workerProcess.ts';

// Large enough to be read in the picture.
const parity = useParityWindow({ settings: { 'editor.fontSize': 18, 'editor.minimap.enabled': false } });

it('gets ready with the starter model, without a question', async () => {
  const { page } = parity();
  await statusItem(page, 'Parity: ready').waitFor({ timeout: 60_000 });
  expect(await page.locator('.monaco-dialog-box').count()).toBe(0);
  expect(await page.locator('.notifications-toasts .notification-toast').count()).toBe(0);
});

it.each([
  { name: 'at the end of a line', file: 'tools/report.py', below: 22, typed: 'for sale in ', picture: 'completion' },
  // The editor has closed the bracket by then.
  {
    name: 'before a closing bracket',
    file: 'src/cart.ts',
    below: 40,
    typed: 'for (const line of ',
    picture: undefined,
  },
])('suggests the rest of a line while a person types $name, and Tab accepts it', async (place) => {
  const { page } = parity();
  await openFile(page, place.file);
  await goToLine(page, place.below, 80);
  await page.keyboard.press('Enter');
  await page.keyboard.type(place.typed, { delay: 30 });
  await ghostText(page).first().waitFor();
  const shown = await lineAtCursor(page);
  expect(shown.length).toBeGreaterThan(place.typed.length);
  if (place.picture !== undefined) await takePicture(page, place.picture);

  await page.keyboard.press('Tab');
  await expect.poll(() => ghostText(page).count()).toBe(0);
  await expect.poll(() => lineAtCursor(page)).toBe(shown);
});

it('comes back when a person types after its process was killed, and says so once', async () => {
  const { page, server } = parity();
  await openFile(page, 'src/cart.ts');
  await goToLine(page, 33, 80);
  const killed = workerProcess(server) ?? 0;
  process.kill(killed, 'SIGKILL');
  await toast(page, 'The engine stopped by itself (SIGKILL)').waitFor();
  await statusItem(page, 'Parity: idle').waitFor();

  // The last key is pressed while the model loads again, and gets its suggestion when that is done.
  await page.keyboard.press('Enter');
  await page.keyboard.type('for (const line of ');
  await ghostText(page).first().waitFor();
  const started = workerProcess(server);
  expect(started).toBeDefined();
  expect(started).not.toBe(killed);
  expect(await toastsOf(page, 'Parity').count()).toBe(1);
  await page.keyboard.press('Escape');
  await runCommand(page, 'Notifications: Clear All Notifications');
});

it('says why there is no suggestion', async () => {
  const { page } = parity();
  await runCommand(page, 'Parity: Turn Completions On or Off');
  await pick(page, '', 'Turn completions off everywhere');
  await statusItem(page, 'Parity: completions off').waitFor();
  await openFile(page, 'src/cart.ts');
  // The editor asks for a suggestion a moment after a key, unless something else takes the focus.
  const explained = async (): Promise<number> => {
    await page.keyboard.type(' ', { delay: 500 });
    await runCommand(page, 'Parity: Why No Suggestion?');
    await toast(page, /\w/).waitFor();
    return toast(page, /Completions are off/).count();
  };
  await expect.poll(explained, { timeout: 20_000, interval: 1000 }).toBe(1);
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
  expect(parity().server.outsideConnections()).toEqual([]);
});
