/** Two key drawings and what is drawn between them. */
export function GengaMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect x="1" y="6" width="8" height="20" rx="2" fill="var(--color-text)" />
      <rect x="11.5" y="8" width="3" height="16" rx="1.5" fill="var(--color-accent)" />
      <rect x="17.5" y="8" width="3" height="16" rx="1.5" fill="var(--color-accent)" />
      <rect x="23" y="6" width="8" height="20" rx="2" fill="var(--color-text)" />
    </svg>
  );
}
