export const maxFileBytes = 5 * 1024 * 1024;

export type DecodedText =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'binary' } | { readonly kind: 'not-utf8' };

/** A file's bytes as an editor would hold them: without byte order mark, line ends made one kind. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) return { kind: 'not-utf8' };
  if (bytes.includes(0)) return { kind: 'binary' };
  try {
    return { kind: 'text', text: withOneLineEnd(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { kind: 'not-utf8' };
  }
}

/** VS Code's own rule for a file it opens: CRLF when more than half of the line ends have a carriage return, else LF. */
function withOneLineEnd(text: string): string {
  const all = text.match(/\r\n|\r|\n/g) ?? [];
  const withReturn = all.filter((end) => end !== '\n').length;
  const lineEnd = withReturn > all.length / 2 ? '\r\n' : '\n';
  return all.every((end) => end === lineEnd) ? text : text.replaceAll(/\r\n|\r|\n/g, lineEnd);
}
