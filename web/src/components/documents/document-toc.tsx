import { useEffect, useState } from "react";
import type { RenderedFile } from "#web/api/files.ts";
import { cx } from "#web/components/ui/class-names.ts";

type Heading = RenderedFile["toc"][number];

/** The heading under which the reader is: the last one that has passed the upper edge. */
function useCurrentHeading(toc: readonly Heading[]): string | undefined {
  const [current, setCurrent] = useState<string>();
  useEffect(() => {
    const look = (): void => {
      const passed = toc.findLast(({ id }) => (document.getElementById(id)?.getBoundingClientRect().top ?? 1e9) < 120);
      setCurrent((passed ?? toc[0])?.id);
    };
    look();
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, [toc]);
  return current;
}

const indents: Record<number, string> = { 2: "pl-3.5", 3: "pl-7" };

interface DocumentTocProps {
  toc: readonly Heading[];
  questions: number;
  onGo: (id: string) => void;
}

/** The headings of a document, and its open questions. */
export function DocumentToc({ toc, questions, onGo }: DocumentTocProps) {
  const current = useCurrentHeading(toc);
  const shown = toc.filter(({ depth }) => depth > 1 && depth < 4);
  if (shown.length === 0 && questions === 0) return null;
  return (
    <nav aria-label="On this page" className="toc text-13">
      <p className="mb-2 text-12 font-medium text-ink-3">On this page</p>
      <ol className="border-l border-line-2">
        {shown.map(({ id, text, depth }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              onClick={(event) => {
                event.preventDefault();
                onGo(id);
              }}
              {...(id === current ? { "aria-current": "true" as const } : {})}
              className={cx(
                "-ml-px block border-l-2 border-transparent py-1 pr-1 text-ink-2 hover:text-ink aria-[current]:border-ink aria-[current]:font-medium aria-[current]:text-ink",
                indents[depth],
              )}
            >
              {text}
            </a>
          </li>
        ))}
      </ol>
      {questions > 0 && (
        <div className="mt-4">
          <p className="mb-1 text-12 font-medium text-you-text">
            {questions === 1 ? "1 open question" : `${questions} open questions`}
          </p>
          <ul className="flex flex-wrap gap-1">
            {Array.from({ length: questions }, (_, index) => `doc-open-question-${index + 1}`).map((id, index) => (
              <li key={id}>
                <button
                  type="button"
                  aria-label={`Open question ${index + 1}`}
                  onClick={() => onGo(id)}
                  className="grid size-6.5 place-items-center rounded-1 border border-you-line bg-you-soft text-12 text-you-text"
                >
                  {index + 1}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </nav>
  );
}
