/** A container in the place of what the system offers, and what is in it: chosen by a person, for it is set up by one. */
export interface ContainerChoice {
  readonly program: ContainerProgramName;
  /** As the program names it. It must be on this machine: nothing is downloaded. */
  readonly image: string;
}

export const containerProgramNames = ['docker', 'podman'] as const;

export type ContainerProgramName = (typeof containerProgramNames)[number];

/** A name that no program takes for an option, or for more than one word; see the grammar of distribution/reference. */
export function isImageName(text: string): boolean {
  return /^[a-zA-Z0-9][\w./:@-]{0,511}$/.test(text);
}
