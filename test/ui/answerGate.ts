/** Lets so many answers of a server pass; the next ones wait until more may. Before the first `letPass`, all wait. */
export interface AnswerGate {
  /** For one more answer: resolves when it may pass. */
  next(): Promise<void>;
  letPass(count: number): void;
  /** All of them, from now on. */
  open(): void;
}

export function createAnswerGate(): AnswerGate {
  let free = 0;
  const waiting: (() => void)[] = [];
  const letPass = (count: number): void => {
    free += count;
    while (free > 0) {
      const pass = waiting.shift();
      if (pass === undefined) return;
      free -= 1;
      pass();
    }
  };
  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        letPass(0);
      }),
    letPass,
    open: () => letPass(Infinity),
  };
}
