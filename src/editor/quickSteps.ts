import { type QuickInput, QuickInputButtons, type QuickPick, type QuickPickItem, window } from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposables.ts';

/** How a step ended: with an answer, with the Back button, or with Escape. */
export type StepResult<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'cancelled' };

export interface StepFrame {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

export interface TextStep extends StepFrame {
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly isPassword?: boolean;
  /** Why the text will not do, in the user's language; undefined when it will. */
  readonly problemWith: (text: string) => string | undefined;
}

/** One line of text. Enter with a problem keeps the box open and shows it. */
export function askText(options: TextStep): Promise<StepResult<string>> {
  const { prompt, value = '', placeholder, isPassword = false, problemWith } = options;
  const box = window.createInputBox();
  frame(box, options);
  Object.assign(box, { prompt, value, placeholder, password: isPassword });
  return show(box, (finish) => [
    box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    }),
    box.onDidAccept(() => {
      const text = box.value.trim();
      const problem = problemWith(text);
      if (problem === undefined) finish({ kind: 'done', value: text });
      else box.validationMessage = problem;
    }),
    box.onDidTriggerButton(() => finish({ kind: 'back' })),
  ]);
}

export interface PickStep<T extends QuickPickItem> extends StepFrame {
  readonly placeholder: string;
  readonly items: readonly T[];
  /** What Enter takes; the first by default. */
  readonly active?: T;
  /** Fills the list while it is shown; `signal` aborts when it closes. */
  readonly fill?: (pick: QuickPick<T>, signal: AbortSignal) => void;
  /** False keeps the list open. */
  readonly accept?: (item: T, pick: QuickPick<T>, signal: AbortSignal) => boolean;
}

export function askItem<T extends QuickPickItem>(options: PickStep<T>): Promise<StepResult<T>> {
  const pick = window.createQuickPick<T>();
  frame(pick, options);
  pick.placeholder = options.placeholder;
  pick.items = options.items;
  if (options.active !== undefined) pick.activeItems = [options.active];
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const shown = new AbortController();
  const result = show<T>(pick, (finish) => [
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item !== undefined && options.accept?.(item, pick, shown.signal) !== false)
        finish({ kind: 'done', value: item });
    }),
    pick.onDidTriggerButton(() => finish({ kind: 'back' })),
    { dispose: () => shown.abort() },
  ]);
  options.fill?.(pick, shown.signal);
  return result;
}

export interface PickManyStep<T extends QuickPickItem> extends StepFrame {
  readonly placeholder: string;
  /** `picked` ones are marked from the start. */
  readonly items: readonly T[];
  /** Said when Enter is pressed with too little marked. */
  readonly needsOne: string;
  /** Whether what is marked will do; by default one does. */
  readonly isEnough?: (chosen: readonly T[]) => boolean;
}

/** Any of a list, and one at least. */
export function askItems<T extends QuickPickItem>(options: PickManyStep<T>): Promise<StepResult<readonly T[]>> {
  const pick = window.createQuickPick<T>();
  frame(pick, options);
  pick.canSelectMany = true;
  pick.placeholder = options.placeholder;
  pick.items = options.items;
  pick.selectedItems = options.items.filter(({ picked }) => picked === true);
  return show<readonly T[]>(pick, (finish) => [
    pick.onDidAccept(() => {
      const { selectedItems } = pick;
      if (selectedItems.length > 0 && options.isEnough?.(selectedItems) !== false)
        finish({ kind: 'done', value: [...selectedItems] });
      else pick.title = `${options.title}: ${options.needsOne}`;
    }),
    pick.onDidTriggerButton(() => finish({ kind: 'back' })),
  ]);
}

function frame(input: QuickInput & { buttons: readonly unknown[] }, { title, step, totalSteps }: StepFrame): void {
  Object.assign(input, { title, step, totalSteps, ignoreFocusOut: true });
  if (step > 1) input.buttons = [QuickInputButtons.Back];
}

async function show<T>(
  input: QuickInput,
  listen: (finish: (result: StepResult<T>) => void) => readonly Disposable[],
): Promise<StepResult<T>> {
  const store = new DisposableStore();
  store.add(input);
  try {
    return await new Promise<StepResult<T>>((resolve) => {
      for (const subscription of listen(resolve)) store.add(subscription);
      store.add(input.onDidHide(() => resolve({ kind: 'cancelled' })));
      input.show();
    });
  } finally {
    store.dispose();
  }
}
