/**
 * Shows characters that change how the text around them reads and are themselves not seen: direction overrides and
 * isolates, zero-width ones, other control characters. A person consents to what is on the screen, so nothing may read
 * otherwise than it is.
 */
export function visibleText(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}

// Tabs and line ends stay. Then: controls, soft hyphen, Arabic letter mark, zero-width, separators and direction marks,
// byte order mark, tags.
const hidden = new RegExp(
  [
    '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]',
    '\\r(?!\\n|$)',
    '[\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]',
    '[\\u{e0000}-\\u{e007f}]',
  ].join('|'),
  'gu',
);
