import { type ComponentChildren, toChildArray } from 'preact';
import { useView } from '../viewContext.ts';
import { linkTarget, misleadingSite } from './linkTarget.ts';

/** A link of an answer. The host opens it, as VS Code asks before it opens a site for the host and not for a page. */
export function AnswerLink({ href, children }: { readonly href: string; readonly children?: ComponentChildren }) {
  const { words, post } = useView();
  const target = linkTarget(href);
  if (target === undefined) return <span>{children}</span>;

  const text = toChildArray(children)
    .filter((child) => typeof child === 'string')
    .join('');
  const site = misleadingSite(text, target);
  return (
    <>
      <a
        href={target.href}
        title={target.href}
        rel="noreferrer"
        onClick={(event) => {
          event.preventDefault();
          // VS Code listens at the document.
          event.stopPropagation();
          post({ kind: 'open-link', url: target.href });
        }}
      >
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
