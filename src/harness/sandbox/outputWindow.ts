/** The head and the tail of a stream of bytes, each half of `maxBytes`: how it began, and what it died of. */
export class OutputWindow {
  readonly #maxHead: number;
  readonly #maxTail: number;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #totalBytes = 0;

  constructor(maxBytes: number) {
    this.#maxHead = Math.ceil(maxBytes / 2);
    this.#maxTail = Math.floor(maxBytes / 2);
  }

  get totalBytes(): number {
    return this.#totalBytes;
  }

  add(piece: Buffer): void {
    this.#totalBytes += piece.length;
    const room = this.#maxHead - this.#headBytes;
    const first = piece.subarray(0, Math.max(0, room));
    if (first.length > 0) {
      this.#head.push(first);
      this.#headBytes += first.length;
    }
    const rest = piece.subarray(first.length);
    if (rest.length === 0) return;
    this.#tail.push(rest);
    this.#tailBytes += rest.length;
    // Joined now and then, not at each piece: one byte at a time must not cost a copy of the tail.
    if (this.#tailBytes > 2 * this.#maxTail + 65_536) this.#cutTail();
  }

  /** Bytes that are no UTF-8 become U+FFFD. */
  text(): string {
    this.#cutTail();
    const leftOut = this.#totalBytes - this.#headBytes - this.#tailBytes;
    const head = Buffer.concat(this.#head);
    const tail = this.#tail[0] ?? Buffer.alloc(0);
    if (leftOut === 0) return Buffer.concat([head, tail]).toString('utf8');
    return `${head.toString('utf8')}\n[... ${leftOut} bytes left out ...]\n${tail.toString('utf8')}`;
  }

  #cutTail(): void {
    const joined = Buffer.concat(this.#tail);
    const kept = Buffer.from(joined.subarray(Math.max(0, joined.length - this.#maxTail)));
    this.#tail = [kept];
    this.#tailBytes = kept.length;
  }
}
