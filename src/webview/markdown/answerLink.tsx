import { type ComponentChildren, toChildArray } from 'preact';
import { useView } from '../viewContext.ts';
import { linkTarget, misleadingSite } from './linkTarget.ts';

/** A link of an answer. VS Code itself catches the click and asks before it opens a site. */
export function AnswerLink({ href, children }: { readonly href: string; readonly children?: ComponentChildren }) {
  const { words } = useView();
  const target = linkTarget(href);
  if (target === undefined) return <span>{children}</span>;

  const text = toChildArray(children)
    .filter((child) => typeof child === 'string')
    .join('');
  const site = misleadingSite(text, target);
  return (
    <>
      <a href={target.href} title={target.href} rel="noreferrer">
        {children}
      </a>
      {site === undefined ? null : <span class="link-site"> ({words.fill(words.strings.linkSite, site)})</span>}
    </>
  );
}

/** Images are never loaded: a picture's address alone can carry the conversation away. */
export function AnswerImage({ description }: { readonly description: string }) {
  const { words } = useView();
  return <span class="image-text">[{words.fill(words.strings.image, description)}]</span>;
}
