/** What a person should know of a seeding that goes on without it: broken personas, options without effect. */
export function SeedWarnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul aria-label="Warnings" className="grid w-full gap-1 border-l-2 border-stale-line pl-3 text-13 text-stale-text">
      {warnings.map((warning) => (
        <li key={warning} className="[overflow-wrap:anywhere]">
          {warning}
        </li>
      ))}
    </ul>
  );
}
