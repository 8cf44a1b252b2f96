import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type {
  InfillRequest,
  InfillResult,
  LoadRequest,
  ModelDescription,
  ReplyRequest,
} from '../../src/engine/engine.ts';
import type { EngineSharing } from '../../src/process/startEngine.ts';
import type { WindowAnswer, WindowOrder } from './windowOrder.ts';

type Order = WindowOrder extends infer One ? (One extends { id: number } ? Omit<One, 'id'> : never) : never;

/** A request to a window failed with this code of an `AppError`; `window-died`: nobody is left to answer. */
class WindowFailure extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

interface Pending {
  readonly onStep: () => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A window in a process of its own. */
export class TestWindow {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(program: string, modulePath: string, environment: Readonly<Record<string, string>>) {
    this.#child = fork(program, [modulePath], { execArgv: [], env: { ...process.env, ...environment } });
    this.#child.on('message', (message) => this.#receive(message as WindowAnswer));
    this.#child.on('exit', () => {
      for (const { reject } of this.#pending.values()) reject(new WindowFailure('window-died'));
      this.#pending.clear();
    });
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  load(request: LoadRequest, onStep = () => {}): Promise<ModelDescription> {
    return this.#order({ kind: 'load', request }, onStep) as Promise<ModelDescription>;
  }

  infill(request: InfillRequest, onStep = () => {}): Promise<InfillResult> {
    return this.#order({ kind: 'infill', request }, onStep) as Promise<InfillResult>;
  }

  reply(request: ReplyRequest, onStep = () => {}): Promise<void> {
    return this.#order({ kind: 'reply', request }, onStep) as Promise<void>;
  }

  restart(): Promise<void> {
    return this.#order({ kind: 'restart' }) as Promise<void>;
  }

  sharing(): Promise<EngineSharing> {
    return this.#order({ kind: 'sharing' }) as Promise<EngineSharing>;
  }

  /** What it has logged so far. */
  log(): Promise<readonly string[]> {
    return this.#order({ kind: 'log' }) as Promise<readonly string[]>;
  }

  /** The process of its engine; rejects when it shares none. */
  async enginePid(): Promise<number> {
    const sharing = await this.sharing();
    if (sharing.kind !== 'shared' || sharing.pid === undefined) throw new Error(JSON.stringify(sharing));
    return sharing.pid;
  }

  /** As a window that closes. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    await this.#order({ kind: 'leave' });
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }

  async kill(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  #order(order: Order, onStep = () => {}): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { onStep, resolve, reject });
      if (this.#child.connected) this.#child.send({ ...order, id });
      else reject(new WindowFailure('window-died'));
    });
  }

  #receive(message: WindowAnswer): void {
    const pending = this.#pending.get(message.id);
    if (message.kind === 'step') {
      pending?.onStep();
      return;
    }
    this.#pending.delete(message.id);
    if (message.kind === 'done') pending?.resolve(message.result);
    else pending?.reject(new WindowFailure(message.code));
  }
}
