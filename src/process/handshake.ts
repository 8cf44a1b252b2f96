import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { DisposableStore } from '../base/disposables.ts';
import type { SocketChannel } from './socketChannel.ts';

/**
 * How a window and an engine show each other that they belong to the same user. Each proves that it knows the token by
 * hashing what the other one has just thought up, so a program that only sits at the address learns nothing. This part
 * is understood by every build: newer ones may add to it and take nothing away.
 */
const challengeSchema = z.object({
  kind: z.literal('challenge'),
  nonce: z.string(),
  build: z.string(),
  pid: z.number().int().positive(),
  /** Name of the file in the socket folder that takes the process's standard error. */
  errorFile: z.string().regex(/^[0-9a-f.]+\.err$/),
});
const helloSchema = z.object({
  kind: z.literal('hello'),
  /** `yield`: the sender is of a newer build and asks an engine that is not used to make room. */
  purpose: z.enum(['attach', 'yield']),
  nonce: z.string(),
  build: z.string(),
  proof: z.string(),
});
const welcomeSchema = z.object({ kind: z.literal('welcome'), proof: z.string() });

export type Challenge = z.infer<typeof challengeSchema>;
export type Hello = z.infer<typeof helloSchema>;

/** Before it is known what the channel will carry. */
type GreetingChannel = SocketChannel<unknown, unknown>;

/** A machine that swaps is slow; one that does not answer for this long is told from one that never will. */
const patienceMs = 30_000;

/** The engine's side. Undefined: this is none of us, and the channel is closed. */
export async function admit(
  channel: GreetingChannel,
  token: string,
  self: Omit<Challenge, 'kind' | 'nonce'>,
): Promise<Hello | undefined> {
  const nonce = newNonce();
  channel.post({ kind: 'challenge', nonce, ...self } satisfies Challenge);
  const hello = helloSchema.safeParse(await nextMessage(channel)).data;
  if (hello === undefined || !isProof(hello.proof, proofOf(token, 'window', nonce, hello.purpose, hello.build))) {
    channel.destroy();
    return undefined;
  }
  channel.trust();
  channel.post({ kind: 'welcome', proof: proofOf(token, 'engine', hello.nonce) } satisfies z.infer<
    typeof welcomeSchema
  >);
  return hello;
}

/** What the engine at the other end says of itself, before anything is proved. Undefined: it has gone. */
export async function readChallenge(channel: GreetingChannel): Promise<Challenge | undefined> {
  return challengeSchema.safeParse(await nextMessage(channel)).data;
}

/** The window's side. False: the other end has gone, or is none of us; the channel is closed. */
export async function introduce(
  channel: GreetingChannel,
  token: string,
  challenge: Challenge,
  { purpose, build }: Pick<Hello, 'purpose' | 'build'>,
): Promise<boolean> {
  const nonce = newNonce();
  const proof = proofOf(token, 'window', challenge.nonce, purpose, build);
  // More than the welcome may come at once.
  channel.trust();
  channel.post({ kind: 'hello', purpose, nonce, build, proof } satisfies Hello);
  const welcome = welcomeSchema.safeParse(await nextMessage(channel)).data;
  if (welcome === undefined || !isProof(welcome.proof, proofOf(token, 'engine', nonce))) {
    channel.destroy();
    return false;
  }
  return true;
}

function newNonce(): string {
  return randomBytes(16).toString('hex');
}

function proofOf(token: string, ...parts: readonly string[]): string {
  return createHmac('sha256', token).update(JSON.stringify(parts)).digest('hex');
}

/** Takes as long for a near miss as for any other. */
function isProof(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Undefined when none comes: the channel ended, or the other end is silent. */
function nextMessage(channel: GreetingChannel): Promise<unknown> {
  return new Promise((resolve) => {
    const store = new DisposableStore();
    const settle = (message: unknown): void => {
      store.dispose();
      resolve(message);
    };
    const timer = setTimeout(() => settle(undefined), patienceMs);
    timer.unref();
    store.add({ dispose: () => clearTimeout(timer) });
    // Both may call back at once; what a store gets after its end is ended too.
    store.add(channel.onMessage(settle));
    store.add(channel.onEnd(() => settle(undefined)));
  });
}
