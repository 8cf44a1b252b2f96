/**
 * Where a link of an answer may lead: an absolute http or https address, nothing else. `command:`, `file:`, `data:`,
 * `javascript:` and `vscode:` do something when clicked; a name and password before the host (`https://github.com@evil.example`)
 * only serve to mislead; relative addresses mean nothing here.
 */
export function linkTarget(href: string): URL | undefined {
  // `URL` forgives what a reader cannot see: leading spaces, tabs and line breaks inside.
  if (!/^https?:\/\/[^\s\\]+$/i.test(href)) return undefined;
  const url = URL.canParse(href) ? new URL(href) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '') return undefined;
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
}

/** The site `target` leads to, when the link's own text names another. */
export function misleadingSite(text: string, target: URL): string | undefined {
  const named = /^\s*(?:https?:\/\/)?([^\s/?#:]+\.[^\s/?#:]{2,})/i.exec(text)?.[1]?.toLowerCase();
  if (named === undefined || isSameSite(named, target.hostname)) return undefined;
  // `main.ts` or `v1.25` names no site; an address or a `www.` does.
  const looksLikeSite =
    /^\s*https?:\/\//i.test(text) || named.startsWith('www.') || /\.(?:com|org|net|io|dev|edu|gov)$/.test(named);
  return looksLikeSite ? target.hostname : undefined;
}

function isSameSite(named: string, host: string): boolean {
  return named.replace(/^www\./, '') === host.replace(/^www\./, '');
}
