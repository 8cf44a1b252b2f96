/** What an answer was, in full. A report has it for each answer, packed, and unpacks what the reader opens. */
export interface Evidence {
  readonly detail: string;
  readonly answer: string;
  /** Unified diffs without file headers. `before`: against the state the model was given; `truth`: against the true change. */
  readonly edits: readonly { readonly path: string; readonly against: 'before' | 'truth'; readonly diff: string }[];
  /** What was right, where the diffs do not show it. */
  readonly truth: string;
  readonly transcript: readonly { readonly role: string; readonly text: string }[];
  readonly testOutput: string;
}

/** Answers that are packed, and unpacked, together: small enough to open at once, large enough to compress. */
const perPack = 20;

export interface EvidencePlace {
  readonly pack: number;
  readonly index: number;
}

export function placeEvidence(position: number): EvidencePlace {
  return { pack: Math.floor(position / perPack), index: position % perPack };
}

/** JSON, gzip (RFC 1952), base64: text that can stand in a page as it is. */
export async function packEvidence(all: readonly Evidence[]): Promise<readonly string[]> {
  const packs: Promise<string>[] = [];
  for (let start = 0; start < all.length; start += perPack) packs.push(pack(all.slice(start, start + perPack)));
  return Promise.all(packs);
}

async function pack(evidence: readonly Evidence[]): Promise<string> {
  const stream = new Blob([JSON.stringify(evidence)]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = '';
  // `fromCharCode` takes its characters as arguments, and there is a limit to how many.
  for (let start = 0; start < bytes.length; start += 8192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(binary);
}
