import { abortError, throwIfAborted } from '../../base/appError.ts';
import type { FileContent } from '../../benchmark/mining/sourceHistory.ts';
import { type GitChild, type GitPlace, endOfGit, spawnGit } from './gitProcess.ts';

/** Contents of blobs by id, out of one `git cat-file --batch` that is started at the first question. */
export interface BlobReader {
  /** `missing`: no such blob here. What exceeds `maxBytes` flows by without being held. */
  read(id: string, maxBytes: number, signal: AbortSignal): Promise<FileContent>;
  dispose(): Promise<void>;
}

interface Question {
  readonly id: string;
  readonly maxBytes: number;
  resolve(content: FileContent): void;
  /** With nothing when the reader was disposed of. */
  reject(error: unknown): void;
}

/** In a partial clone git gives up at the first blob that it may not load: this often it is started again. */
const maxRestarts = 100;
const newLine = 10;

export function createBlobReader(place: GitPlace): BlobReader {
  let child: GitChild | undefined;
  let ended: Promise<void> = Promise.resolve();
  let questions: Question[] = [];
  let restarts = 0;
  let isDisposed = false;

  function start(): GitChild {
    const started = spawnGit(place, ['cat-file', '--batch']);
    const answers = answerReader(() => questions.shift());
    started.stdout.on('data', (piece: Buffer) => answers(piece));
    ended = endOfGit(started, place.folder).then(
      () => stopped(started, undefined),
      (error: unknown) => stopped(started, error),
    );
    child = started;
    return started;
  }

  /** The first question is the one it died of. The others are asked again. */
  function stopped(which: GitChild, error: unknown): void {
    if (child !== which) return;
    child = undefined;
    const [first, ...rest] = questions;
    if (first === undefined) return;
    if (isDisposed) {
      for (const question of questions) question.reject(undefined);
      questions = [];
    } else if (restarts >= maxRestarts || which.pid === undefined) {
      for (const question of questions) question.reject(error);
      questions = [];
    } else {
      restarts += 1;
      questions = rest;
      first.resolve({ kind: 'missing' });
      if (rest.length > 0) start().stdin.write(rest.map(({ id }) => `${id}\n`).join(''));
    }
  }

  return {
    read(id, maxBytes, signal) {
      throwIfAborted(signal);
      if (isDisposed) return Promise.reject(abortError());
      return new Promise((resolve, reject) => {
        // An answer comes soon, and stands in line: after an abort it is taken and thrown away.
        questions.push({
          id,
          maxBytes,
          resolve: (content) => (signal.aborted ? reject(abortError()) : resolve(content)),
          reject: (error) => reject(signal.aborted || !(error instanceof Error) ? abortError() : error),
        });
        (child ?? start()).stdin.write(`${id}\n`);
      });
    },
    async dispose() {
      isDisposed = true;
      child?.stdin.end();
      child?.kill();
      await ended;
    },
  };
}

/** Takes `<id> <type> <size>\n<bytes>\n` and `<id> missing\n`, in pieces as they come; see git-cat-file(1), BATCH OUTPUT. */
function answerReader(nextQuestion: () => Question | undefined): (piece: Buffer) => void {
  let header: Buffer = Buffer.alloc(0);
  let body: { question: Question | undefined; bytes: Buffer | undefined; size: number; filled: number } | undefined;

  function readHeader(line: string): void {
    const size = /^[0-9a-f]+ [a-z]+ (\d+)$/.exec(line)?.[1];
    const question = nextQuestion();
    if (size === undefined) {
      question?.resolve({ kind: 'missing' });
      return;
    }
    const isHeld = question !== undefined && Number(size) <= question.maxBytes;
    body = { question, bytes: isHeld ? Buffer.alloc(Number(size)) : undefined, size: Number(size), filled: 0 };
  }

  return (piece) => {
    let rest = piece;
    while (rest.length > 0) {
      if (body === undefined) {
        const end = rest.indexOf(newLine);
        if (end === -1) {
          header = Buffer.concat([header, rest]);
          return;
        }
        readHeader(Buffer.concat([header, rest.subarray(0, end)]).toString('latin1'));
        header = Buffer.alloc(0);
        rest = rest.subarray(end + 1);
        continue;
      }
      const { question, bytes, size, filled } = body;
      const taken = rest.subarray(0, size - filled);
      bytes?.set(taken, filled);
      body.filled += taken.length;
      rest = rest.subarray(taken.length);
      // A line end closes the content.
      if (body.filled < size || rest.length === 0) continue;
      rest = rest.subarray(1);
      body = undefined;
      question?.resolve(bytes === undefined ? { kind: 'too-large' } : { kind: 'bytes', bytes });
    }
  };
}
