/** The files of a project as far as finding its tests needs them. */
export interface ProjectFiles {
  /** Every file that counts, relative to the repository with `/`. */
  readonly paths: readonly string[];
  /** `undefined`: no such file, or no text. */
  read(path: string): Promise<string | undefined>;
}
