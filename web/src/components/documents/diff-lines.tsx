import { cx } from "#web/components/ui/class-names.ts";
import { Scroller } from "#web/components/ui/scroller.tsx";
import type { DiffLine } from "./line-diff.ts";

const grounds = { " ": "", "+": "bg-ins", "-": "bg-del" };
const signs = { " ": "", "+": "text-ok-text", "-": "text-fail-text" };
const spoken = { " ": "", "+": "added: ", "-": "removed: " };
const shownSign = { " ": " ", "+": "+", "-": "−" };

/** The text of a line of a diff, with what changed in it marked. */
function DiffText({ line: { text, changed, sign } }: { line: DiffLine }) {
  if (changed === undefined || changed[0] >= changed[1]) return <>{text}</>;
  const word = sign === "+" ? "bg-ins-word" : "bg-del-word";
  return (
    <>
      {text.slice(0, changed[0])}
      <mark className={cx("rounded-[2px] text-inherit", word)}>{text.slice(...changed)}</mark>
      {text.slice(changed[1])}
    </>
  );
}

const LineNumber = ({ children }: { children: number | undefined }) => (
  <td className="w-10 px-1.5 text-right align-top text-11 text-ink-3 select-none">{children}</td>
);

const Sign = ({ sign }: { sign: DiffLine["sign"] }) => (
  <td className={cx("w-5 text-center align-top font-semibold select-none", signs[sign])}>
    <span aria-hidden>{shownSign[sign]}</span>
    <span className="sr-only">{spoken[sign]}</span>
  </td>
);

interface DiffLinesProps {
  lines: readonly DiffLine[];
  label: string;
  header?: string;
}

/** A diff, removed above added. Scrolls sideways by itself. */
export function DiffLines({ lines, label, header }: DiffLinesProps) {
  return (
    <Scroller label={label}>
      {header !== undefined && <p className="bg-sunken px-3 py-0.5 font-mono text-12 text-ink-3">{header}</p>}
      <table role="presentation" className="w-full border-collapse font-mono text-12 leading-5">
        <tbody>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            <tr key={index} className={grounds[line.sign]}>
              <LineNumber>{line.before}</LineNumber>
              <LineNumber>{line.after}</LineNumber>
              <Sign sign={line.sign} />
              <td className="pr-3 pl-1 whitespace-pre">
                <DiffText line={line} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

interface SideProps {
  line: DiffLine | undefined;
  number: number | undefined;
}

const Side = ({ line, number }: SideProps) => (
  <>
    <td
      className={cx(
        "px-1.5 text-right align-top text-11 text-ink-3 select-none",
        line ? grounds[line.sign] : "bg-sunken",
      )}
    >
      {number}
    </td>
    <td className={cx("px-1 align-top break-words whitespace-pre-wrap", line ? grounds[line.sign] : "bg-sunken")}>
      {line !== undefined && (
        <>
          <span className="sr-only">{spoken[line.sign]}</span>
          <DiffText line={line} />
        </>
      )}
    </td>
  </>
);

interface DiffPairsProps {
  pairs: readonly { left?: DiffLine; right?: DiffLine }[];
  label: string;
  header?: string;
}

/** A diff side by side, long lines wrapped. */
export const DiffPairs = ({ pairs, label, header }: DiffPairsProps) => (
  // biome-ignore lint/a11y/useSemanticElements: not fields of a form
  <div role="group" aria-label={label}>
    {header !== undefined && <p className="bg-sunken px-3 py-0.5 font-mono text-12 text-ink-3">{header}</p>}
    <table role="presentation" className="w-full table-fixed border-collapse font-mono text-12 leading-5">
      <colgroup>
        <col className="w-11" />
        <col />
        <col className="w-11" />
        <col />
      </colgroup>
      <tbody>
        {pairs.map(({ left, right }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <tr key={index}>
            <Side line={left} number={left?.before} />
            <Side line={right} number={right?.after} />
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
