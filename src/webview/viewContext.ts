import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { FromView } from '../chat/viewMessage.ts';
import type { Words } from './words.ts';

/** What any part of the view may need to speak: the user's language, the host, the screen reader. */
export interface ViewContext {
  readonly words: Words;
  post(message: FromView): void;
  /** Says `text` to a screen reader, once, without moving the focus. */
  announce(text: string): void;
}

export const ViewContextProvider = createContext<ViewContext | undefined>(undefined);

export function useView(): ViewContext {
  const context = useContext(ViewContextProvider);
  if (context === undefined) throw new Error('used outside the chat view');
  return context;
}
