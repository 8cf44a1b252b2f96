const line = Buffer.from('started\n');

/** Takes the line that tells that a command began off the front of what it writes; see `Launch.remote`. */
export class StartLine {
  #held = Buffer.alloc(0);
  #verdict: 'open' | 'found' | 'missing' = 'open';

  get isFound(): boolean {
    return this.#verdict === 'found';
  }

  /** What is left of the next piece of output. */
  strip(piece: Buffer): Buffer {
    if (this.#verdict !== 'open') return piece;
    this.#held = Buffer.concat([this.#held, piece]);
    const length = Math.min(this.#held.length, line.length);
    if (!this.#held.subarray(0, length).equals(line.subarray(0, length))) this.#verdict = 'missing';
    else if (length === line.length) this.#verdict = 'found';
    else return Buffer.alloc(0);
    return this.#held.subarray(this.isFound ? line.length : 0);
  }
}
