export interface Heading {
  id: string;
  text: string;
  depth: number;
}

export interface RenderedMarkdown {
  /** Safe to put into a page: no raw HTML, no script, only http, https, mailto and relative links. */
  html: string;
  toc: Heading[];
}

/** Turns a document into HTML that people can read, whoever wrote the document. */
export interface Markdown {
  /** `key` names the content (a blob SHA): the same key is rendered once. */
  render(key: string, source: string): Promise<RenderedMarkdown>;
}
