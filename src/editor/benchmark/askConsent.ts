import { randomBytes } from 'node:crypto';
import { ViewColumn, env, l10n, window } from 'vscode';
import * as z from 'zod';
import { DisposableStore } from '../../base/disposables.ts';
import { consentPage } from './consentPage.ts';
import { type ConsentFacts, consentPoints } from './consentFacts.ts';

const answerSchema = z.strictObject({ answer: z.enum(['run', 'change', 'cancel']) });
export type ConsentAnswer = z.infer<typeof answerSchema>['answer'];

/** Shows the page and waits for a button. Closing the page is a no. */
export async function askConsent(facts: ConsentFacts): Promise<ConsentAnswer> {
  const store = new DisposableStore();
  const title = l10n.t('Run this benchmark on {0}?', facts.repository);
  const panel = store.add(
    window.createWebviewPanel('parity.benchmarkConsent', l10n.t('Benchmark'), ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [],
    }),
  );
  try {
    return await new Promise<ConsentAnswer>((resolve) => {
      store.add(panel.onDidDispose(() => resolve('cancel')));
      store.add(
        panel.webview.onDidReceiveMessage((message: unknown) => {
          const parsed = answerSchema.safeParse(message);
          if (parsed.success) resolve(parsed.data.answer);
        }),
      );
      panel.webview.html = consentPage({
        nonce: randomBytes(16).toString('base64'),
        language: env.language,
        title,
        points: consentPoints(facts),
        labels: { run: l10n.t('Run'), change: l10n.t('Change…'), cancel: l10n.t('Cancel'), warning: l10n.t('Note') },
      });
    });
  } finally {
    store.dispose();
  }
}
