import { useNavigate } from "@tanstack/react-router";
import { type MouseEvent, useCallback, useEffect, useMemo, useRef } from "react";
import type { RenderedFile } from "#web/api/files.ts";
import { addDiagramButtons } from "./diagram.ts";
import "./document-extras.css";
import { DocumentToc } from "./document-toc.tsx";

/** Goes to a place in the document without losing where one is in the address. */
function goTo(id: string): void {
  const target = document.getElementById(id);
  if (target === null) return;
  target.scrollIntoView({ block: "start" });
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** Where a relative link leads, seen from the file it stands in. */
export function resolvePath(from: string, href: string): string {
  const url = new URL(href, `https://repository.invalid/${from.split("/").map(encodeURIComponent).join("/")}`);
  return decodeURIComponent(url.pathname.slice(1));
}

const isOurs = (href: string): boolean => !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(href);

interface RenderedDocumentProps {
  file: RenderedFile;
  footer: string;
  fragment: string;
}

/** A document as the server rendered it: its HTML is safe, and only the server makes it so. */
export function RenderedDocument({ file, footer, fragment }: RenderedDocumentProps) {
  const body = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const html = useMemo(() => ({ __html: file.html }), [file.html]);
  const questions = useMemo(() => file.html.split('class="open-question"').length - 1, [file.html]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new document has new diagrams
  useEffect(() => (body.current === null ? undefined : addDiagramButtons(body.current)), [file.html]);
  useEffect(() => {
    if (fragment !== "" && file.html !== "") goTo(fragment);
  }, [fragment, file.html]);
  const follow = useCallback(
    (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const href = link?.getAttribute("href") ?? "";
      if (href === "" || !isOurs(href) || event.metaKey || event.ctrlKey || event.button !== 0) return;
      event.preventDefault();
      if (href.startsWith("#")) return goTo(decodeURIComponent(href.slice(1)));
      const path = resolvePath(file.path, href);
      void navigate({ to: ".", search: (before) => ({ ...before, path, view: undefined, base: undefined }) });
    },
    [file.path, navigate],
  );
  return (
    <div className="doc-columns grid gap-8 xl:grid-cols-[minmax(0,1fr)_200px]">
      <article className="min-w-0">
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: it listens for its links */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: rendered and sanitised by the server, never by the page */}
        <div ref={body} className="doc" onClick={follow} dangerouslySetInnerHTML={html} />
        <p className="print-only">{footer}</p>
      </article>
      <div className="no-print sticky top-16 max-h-[calc(100dvh-5rem)] self-start overflow-y-auto max-xl:hidden">
        <DocumentToc toc={file.toc} questions={questions} onGo={goTo} />
      </div>
    </div>
  );
}
