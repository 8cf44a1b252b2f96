import { randomBytes } from 'node:crypto';
import { ViewColumn, env, l10n, window } from 'vscode';
import * as z from 'zod';
import { DisposableStore } from '../../base/disposables.ts';
import type { ConsentPoint } from './consentFacts.ts';
import { consentPage } from './consentPage.ts';

const answerSchema = z.strictObject({ answer: z.enum(['run', 'change', 'cancel']) });
export type ConsentAnswer = z.infer<typeof answerSchema>['answer'];

export interface ConsentQuestion {
  /** Of the tab. */
  readonly name: string;
  /** The question itself. */
  readonly title: string;
  readonly points: readonly ConsentPoint[];
  /** On the button that says yes. */
  readonly run: string;
}

/** Shows the page and waits for a button. Closing the page is a no. */
export async function showConsentPage({ name, title, points, run }: ConsentQuestion): Promise<ConsentAnswer> {
  const store = new DisposableStore();
  const panel = store.add(
    window.createWebviewPanel('parity.benchmarkConsent', name, ViewColumn.Active, {
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
        points,
        labels: { run, change: l10n.t('Change…'), cancel: l10n.t('Cancel'), warning: l10n.t('Note') },
      });
    });
  } finally {
    store.dispose();
  }
}
