/** A file to be written, relative to the repository. */
export interface NewFile {
  path: string;
  content: string;
  /** One sentence for the reader, said before it is written. */
  say: string;
}
