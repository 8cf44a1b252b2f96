import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ScrollAnchor } from './savedView.ts';

interface FollowEndRequest {
  readonly frame: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLElement | null>;
  readonly anchor: ScrollAnchor | undefined;
  readonly onAnchor: (anchor: ScrollAnchor | undefined) => void;
}

interface FollowEnd {
  /** The end is out of sight and the frame does not follow it. */
  readonly isAway: boolean;
  jumpToEnd(): void;
}

/** Closer than this to the end is at the end, in CSS pixels: fractions and half lines are not "scrolled away". */
const nearEnd = 24;
const saveAfterMs = 150;
/** What a reader moves with. */
const inputs = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const;

/**
 * Keeps the end in sight while the content grows, as long as the reader is there; a reader who scrolls up, or unfolds
 * something, is left alone. Where the reader is goes to `onAnchor`.
 */
export function useFollowEnd({ frame, content, anchor, onAnchor }: FollowEndRequest): FollowEnd {
  const isFollowing = useRef(anchor === undefined);
  // Until the reader moves, entries above may still get their true heights: the place is found again after each change.
  const held = useRef(anchor);
  const [isAway, setAway] = useState(false);

  useLayoutEffect(() => {
    if (frame.current === null) return;
    if (anchor === undefined || !scrollToAnchor(frame.current, anchor)) {
      held.current = undefined;
      isFollowing.current = true;
      scrollToEnd(frame.current);
    }
    // Only the place the view was last left at: later ones come from here.
  }, []);

  useEffect(() => {
    const [scroller, inner] = [frame.current, content.current];
    if (scroller === null || inner === null) return undefined;
    let lastTop = scroller.scrollTop;
    let saveTimer: ReturnType<typeof setTimeout> | undefined;

    function showWhere(element: HTMLElement): void {
      setAway(!isFollowing.current && !isAtEnd(element));
    }

    const onResize = (): void => {
      if (isFollowing.current) scrollToEnd(scroller);
      else if (held.current !== undefined) scrollToAnchor(scroller, held.current);
      else isFollowing.current = isAtEnd(scroller);
      showWhere(scroller);
    };
    const onScroll = (): void => {
      // Growth alone also moves the end away, so only an upward move means that the reader left.
      if (held.current !== undefined) return;
      if (isAtEnd(scroller)) isFollowing.current = true;
      else if (scroller.scrollTop < lastTop) isFollowing.current = false;
      lastTop = scroller.scrollTop;
      showWhere(scroller);
      clearTimeout(saveTimer);
      saveTimer = setTimeout(() => onAnchor(isFollowing.current ? undefined : anchorOf(scroller)), saveAfterMs);
    };
    const release = (): void => {
      held.current = undefined;
    };
    const onClick = (event: MouseEvent): void => {
      const isFold = event.target instanceof Element && event.target.closest('summary, [aria-expanded]') !== null;
      if (isFold) isFollowing.current = false;
    };

    const observer = new ResizeObserver(onResize);
    observer.observe(scroller);
    observer.observe(inner);
    scroller.addEventListener('scroll', onScroll, { passive: true });
    scroller.addEventListener('click', onClick, { capture: true });
    for (const input of inputs) scroller.addEventListener(input, release, { passive: true });
    return () => {
      clearTimeout(saveTimer);
      observer.disconnect();
      scroller.removeEventListener('scroll', onScroll);
      scroller.removeEventListener('click', onClick, { capture: true });
      for (const input of inputs) scroller.removeEventListener(input, release);
    };
  }, [onAnchor]);

  return {
    isAway,
    jumpToEnd() {
      held.current = undefined;
      isFollowing.current = true;
      setAway(false);
      if (frame.current === null) return;
      scrollToEnd(frame.current);
      // The button goes away; the keyboard stays in the transcript.
      frame.current.focus({ preventScroll: true });
    },
  };
}

function isAtEnd(frame: HTMLElement): boolean {
  return frame.scrollHeight - frame.scrollTop - frame.clientHeight < nearEnd;
}

function scrollToEnd(frame: HTMLElement): void {
  frame.scrollTop = frame.scrollHeight;
}

function scrollToAnchor(frame: HTMLElement, anchor: ScrollAnchor): boolean {
  const entry = frame.querySelector(`[data-entry="${CSS.escape(anchor.entryId)}"]`);
  if (entry === null) return false;
  entry.scrollIntoView({ block: 'start' });
  frame.scrollTop -= anchor.offset;
  return true;
}

function anchorOf(frame: HTMLElement): ScrollAnchor | undefined {
  const top = frame.getBoundingClientRect().top;
  for (const entry of frame.querySelectorAll<HTMLElement>('[data-entry]')) {
    const box = entry.getBoundingClientRect();
    const entryId = entry.dataset['entry'];
    if (box.bottom > top && entryId !== undefined) return { entryId, offset: Math.round(box.top - top) };
  }
  return undefined;
}
