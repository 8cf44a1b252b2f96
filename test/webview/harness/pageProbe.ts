/**
 * Runs in the harness page before the view's script: stands in for VS Code's side of the page and answers the tests'
 * questions about it. Tests call it as `probe`.
 */
export interface Probe {
  /** What the view posted, oldest first. */
  readonly posted: unknown[];
  /** Attacks that got to run code. */
  readonly ran: string[];
  /** Violations of the page's policy, as `directive: blocked`. */
  readonly blocked: string[];
  /** What the live region said, oldest first. */
  readonly announced: string[];
  send(message: unknown): void;
  /** Marks the answer's blocks that are in the page now, the last one (still being written) left out. */
  markBlocks(): number;
  /** How many marked nodes are still there, and how many changes were made inside them since. */
  marked(): { readonly kept: number; readonly changes: number };
  /** Milliseconds from the first snapshot to the frame that shows it. */
  firstPaint(message: unknown): Promise<number>;
}

declare global {
  interface Window {
    probe: Probe;
    acquireVsCodeApi(): unknown;
  }
}

let marked: readonly Element[] = [];
let changes = 0;

const probe: Probe = {
  posted: [],
  ran: [],
  blocked: [],
  announced: [],
  send: (message) => window.dispatchEvent(new MessageEvent('message', { data: message })),
  markBlocks() {
    const blocks = [...document.querySelectorAll('[data-testid=assistant-text]:last-of-type > *')];
    marked = blocks.slice(0, -1);
    changes = 0;
    const observer = new MutationObserver((records) => {
      changes += records.length;
    });
    for (const node of marked) {
      observer.observe(node, { childList: true, subtree: true, characterData: true, attributes: true });
    }
    return marked.length;
  },
  marked: () => ({ kept: marked.filter((node) => node.isConnected).length, changes }),
  firstPaint(message) {
    const began = performance.now();
    probe.send(message);
    return new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
    });
  },
};

window.probe = probe;
window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => void probe.posted.push(structuredClone(message)),
  getState: () => {
    const kept = sessionStorage.getItem('state');
    return kept === null ? undefined : (JSON.parse(kept) as unknown);
  },
  setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
});

document.addEventListener('securitypolicyviolation', (event) => {
  probe.blocked.push(`${event.effectiveDirective}: ${event.blockedURI}`);
});

new MutationObserver((records) => {
  for (const { target } of records) {
    const live = target instanceof Element && target.matches('[role=status]') ? target : undefined;
    if (live !== undefined && live.textContent !== '') probe.announced.push(live.textContent);
  }
}).observe(document, { childList: true, subtree: true });
