/** Two key drawings and the arc of motion between them. */
export function GengaMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect x="2" y="7" width="10" height="18" rx="2.5" fill="var(--color-text)" />
      <rect x="20" y="7" width="10" height="18" rx="2.5" fill="var(--color-text)" />
      <path
        d="M9 16c4-6 10-6 14 0"
        fill="none"
        stroke="var(--color-accent)"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </svg>
  );
}
