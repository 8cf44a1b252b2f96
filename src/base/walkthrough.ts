import type { CommandId } from './commands.ts';
import type { ViewId } from './views.ts';

/** From install to a measured assistant, defined once: package.json's `walkthroughs` is generated from this table. */
export interface WalkthroughStep {
  readonly title: string;
  /** Markdown. A link on a line of its own is shown as a button. */
  readonly description: string;
  /** A picture of the real thing, or a page of text; relative to the extension. */
  readonly media: { readonly image: string; readonly alt: string } | { readonly markdown: string };
  /** Any of these ticks the step off. Absent: it is done when it was opened. */
  readonly doneBy?: readonly (`onCommand:${CommandId}` | `onView:${ViewId}` | `onContext:${string}`)[];
}

export interface WalkthroughDefinition {
  readonly title: string;
  readonly description: string;
  readonly steps: Readonly<Record<string, WalkthroughStep>>;
}

export const walkthroughs = {
  'parity.start': {
    title: 'Get Started with Parity',
    description: 'Code suggestions and a chat that edits your files, from a model on your own machine.',
    steps: {
      chooseModel: {
        title: 'Choose a model',
        description:
          'Parity works at once with a small starter model that finishes lines. For chat and better suggestions, get a Qwen 3.5: the Models view says which one fits this machine, and why. Nothing is downloaded before you say so.\n[Open Models](command:parity.openModels)\nIs there a model on this machine already, from Ollama, LM Studio or Hugging Face? The view lists it, and uses it where it is.',
        media: {
          image: 'media/models.png',
          alt: 'The Models view: the recommended model with the reason, models already on this machine, and all sizes of Qwen 3.5 with what they need.',
        },
        doneBy: ['onContext:parity.hasOwnModel'],
      },
      firstCompletion: {
        title: 'See your first suggestion',
        description:
          'Type in any file. Gray text offers the rest of the line or block: Tab accepts it, Escape dismisses it, typing on keeps it.\n[Try It in a New File](command:parity.tryCompletion)\nNothing appears? [Ask why](command:parity.explainCompletion).',
        media: {
          image: 'media/completion.png',
          alt: 'An editor in which gray text completes the line that is being typed.',
        },
        doneBy: ['onCommand:parity.suggestionAccepted'],
      },
      firstEdit: {
        title: 'Let the chat edit a file',
        description:
          'Ask for a change. Parity reads the files it needs and proposes an edit; nothing is written before you accept it, and Undo takes it back.\n[Open Chat](command:parity.openChat)\nThis needs a model that chats. The starter model does not.',
        media: {
          image: 'media/chat.png',
          alt: 'The chat beside an editor. It has proposed an edit, shown as a diff with Accept, Reject and Review.',
        },
        doneBy: ['onContext:parity.hasAcceptedEdit'],
      },
      measure: {
        title: 'Measure it on your code',
        description:
          'Published scores do not say how well a model does on your repository. A benchmark takes tasks from your own code and history, judges the answers by your tests, and says how sure the numbers are.\n[Benchmark This Repository](command:parity.benchmark)\nA page says first what would run and what leaves this machine. Nothing runs before you agree.',
        media: { markdown: 'media/measure.md' },
        doneBy: ['onCommand:parity.benchmark'],
      },
    },
  },
} as const satisfies Record<string, WalkthroughDefinition>;

export type WalkthroughId = keyof typeof walkthroughs;
