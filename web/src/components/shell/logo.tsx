/** Two branches become one. */
export const Logo = ({ className }: { className?: string }) => (
  <svg
    viewBox="0 0 20 20"
    fill="none"
    stroke="var(--accent)"
    strokeWidth="2.2"
    strokeLinecap="round"
    aria-hidden="true"
    className={className}
  >
    <path d="M4 5.5c0 6 6 5 6 9.5M16 5.5c0 6-6 5-6 9.5" />
    <circle cx="4" cy="3.7" r="1.9" fill="var(--accent)" stroke="none" />
    <circle cx="16" cy="3.7" r="1.9" fill="var(--accent)" stroke="none" />
    <circle cx="10" cy="16.3" r="2" fill="var(--surface)" />
  </svg>
);
