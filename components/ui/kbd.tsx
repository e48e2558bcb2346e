/** One key or key chord as keyboards label it: "Ctrl Z". */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.split(" ").map((key, index) => (
        <kbd
          key={index}
          className="min-w-4.5 rounded-sm border border-line-strong bg-raised px-1 text-center font-sans text-2xs text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
