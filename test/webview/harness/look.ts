/**
 * Takes a picture of the chat view in every state and theme, at 300 and 600 pixels and at 200% zoom:
 * `npx tsx test/webview/harness/look.ts [folder] [state...]`
 */
import { mkdirSync } from 'node:fs';
import { openBrowser } from '../../vscode/browser.ts';
import { installChromium } from '../../vscode/installChromium.ts';
import { openHarness, themeNames } from './harnessPage.ts';
import { states } from './states.ts';
import { englishStrings } from './viewStrings.ts';

const [folder = 'test/output/webview', ...wanted] = process.argv.slice(2);
const looks = [
  { label: '300', width: 300, height: 640, fontSize: '13px' },
  { label: '600', width: 600, height: 640, fontSize: '13px' },
  { label: 'zoom', width: 320, height: 640, fontSize: '26px' },
];

mkdirSync(folder, { recursive: true });
const browser = await openBrowser(await installChromium(console.log));
const strings = englishStrings();
for (const theme of themeNames) {
  for (const { label, width, height, fontSize } of looks) {
    await browser.page.setViewportSize({ width, height });
    await openHarness(browser.page, theme, fontSize);
    for (const [name, state] of Object.entries(states)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      await browser.page.evaluate('sessionStorage.clear()');
      await browser.page.reload();
      const message = JSON.stringify({ kind: 'snapshot', state, strings, locale: 'en' });
      await browser.page.evaluate(`probe.firstPaint(${message})`);
      await browser.page.screenshot({ path: `${folder}/${name}-${theme}-${label}.png` });
    }
  }
}
console.log(browser.consoleErrors().join('\n'));
await browser.close();
