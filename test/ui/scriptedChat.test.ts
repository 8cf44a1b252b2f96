import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chatFrame, openChat } from '../vscode/workbench.ts';
import { takePicture, useParityWindow } from './parityWindow.ts';

const parity = useParityWindow({
  dialogue: {
    wordMs: 5,
    replies: [
      {
        when: 'What does',
        steps: [
          { thinking: 'The file is called product.ts.' },
          { call: 'read_file', arguments: { path: 'src/product.ts' } },
        ],
      },
      {
        when: 'findProduct',
        steps: [{ text: 'It lists **four products** and finds them by id:\n\n```ts\nfindProduct("b1");\n```\n' }],
      },
      { when: 'Rename', steps: [{ call: 'read_file', arguments: { path: 'src/product.ts' } }] },
      {
        when: 'findProduct',
        steps: [
          {
            call: 'edit_file',
            arguments: { file_path: 'src/product.ts', old_string: 'Wooden Train', new_string: 'Wooden Rocket' },
          },
        ],
      },
      { when: '', steps: [{ text: 'The train is a rocket now.' }] },
      { when: 'for ever', steps: [{ text: 'It begins' }, { hang: true }] },
    ],
  },
});

it('reads a file for an answer and shows it as rendered markdown', async () => {
  const { page } = parity();
  const chat = await openChat(page);
  await chat.getByTestId('composer').fill('What does product.ts do?');
  await chat.getByTestId('composer').press('Enter');
  const answer = chat.getByTestId('assistant-text').last();
  await answer.locator('strong', { hasText: 'four products' }).waitFor({ timeout: 30_000 });
  await answer.locator('pre code').waitFor();
  expect(await chat.getByTestId('call-row').first().innerText()).toContain('product.ts');
  await takePicture(page, 'chat');
});

it('changes a file only after it was accepted', async () => {
  const { page, folder } = parity();
  const product = (): string => readFileSync(join(folder, 'src/product.ts'), 'utf8');
  const chat = chatFrame(page);
  await chat.getByTestId('composer').fill('Rename the train.');
  await chat.getByTestId('composer').press('Enter');
  await chat.getByTestId('edit-accept').waitFor({ timeout: 30_000 });
  expect(product()).toContain('Wooden Train');
  await chat.getByTestId('edit-accept').click();
  await chat.getByText('The train is a rocket now.').waitFor({ timeout: 30_000 });
  await expect.poll(product).toContain('Wooden Rocket');
});

it('stops at once when asked', async () => {
  const chat = chatFrame(parity().page);
  await chat.getByTestId('composer').fill('Talk for ever.');
  await chat.getByTestId('composer').press('Enter');
  await chat.getByText('It begins').waitFor({ timeout: 30_000 });
  await chat.getByTestId('stop').click();
  await chat.getByTestId('send').waitFor();
});

it('asks nothing of any other machine', () => {
  expect(parity().browser.outsideRequests()).toEqual([]);
  expect(parity().server.outsideConnections()).toEqual([]);
});
