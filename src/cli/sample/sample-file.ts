/** A file of a sample repository. */
export interface SampleFile {
  path: string;
  content: string;
}
