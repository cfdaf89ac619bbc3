import { createLink } from "@tanstack/react-router";
import { type ComponentProps, Fragment, type ReactNode, useEffect } from "react";
import { cx } from "./class-names.ts";

const wrapStyle = "mx-auto w-full max-w-[1200px] px-4 md:px-6 xl:px-8";

interface PageHeaderProps {
  /** Crumb elements, outermost first. */
  crumbs?: readonly ReactNode[];
  title: ReactNode;
  /** What the browser's tab says; the title itself when that is plain text. */
  tabTitle?: string;
  /** Beside the title, such as a Badge. */
  badge?: ReactNode;
  /** At the right: quiet buttons, the stronger one last. */
  actions?: ReactNode;
  /** One sentence. */
  lede?: ReactNode;
  /** Chips, the branch, tabs; tabs last. */
  children?: ReactNode;
  className?: string;
}

/** The head of a page: where it is, what it is, what can be done. */
export function PageHeader(props: PageHeaderProps) {
  const { crumbs, title, badge, actions, lede, children, className } = props;
  const tabTitle = props.tabTitle ?? (typeof title === "string" ? title : undefined);
  useEffect(() => {
    if (tabTitle !== undefined) document.title = `${tabTitle} · vteam`;
  }, [tabTitle]);
  return (
    <header className={cx("border-b border-line bg-surface pt-4 [--ground:var(--surface)]", className)}>
      <div className={wrapStyle}>
        {crumbs !== undefined && (
          <nav aria-label="Breadcrumb" className="flex min-w-0 flex-wrap items-center gap-1.5 text-13 text-ink-2">
            {crumbs.map((crumb, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a crumb is its place
              <Fragment key={place}>
                {place > 0 && (
                  <span aria-hidden className="text-line-2">
                    /
                  </span>
                )}
                {crumb}
              </Fragment>
            ))}
          </nav>
        )}
        <div className="mt-3 flex flex-wrap items-start gap-x-4 gap-y-2">
          <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 max-md:flex-auto">
            <h1 tabIndex={-1} className="min-w-0 text-22 [overflow-wrap:anywhere]">
              {title}
            </h1>
            {badge}
          </div>
          {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
        {lede !== undefined && <p className="mt-1.5 max-w-[76ch] text-ink-2">{lede}</p>}
        <div className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-3 empty:mt-4">{children}</div>
      </div>
    </header>
  );
}

function CrumbAnchor({ className, ...rest }: ComponentProps<"a">) {
  return <a {...rest} className={cx("rounded-1 hover:text-ink [overflow-wrap:anywhere]", className)} />;
}

/** A crumb that leads up; takes what the router's Link takes. */
export const Crumb = createLink(CrumbAnchor);

/** The body of a page, as wide as its header. */
export const PageBody = ({ className, ...rest }: ComponentProps<"div">) => (
  <div {...rest} className={cx(wrapStyle, "py-6 pb-12", className)} />
);
