/** Title-safe (90 %) and action-safe (93 %) areas of SMPTE ST 2046-1, and thirds. */
export function SafeAreas({ width, height }: { width: number; height: number }) {
  const frameOf = (share: number) => ({
    x: (width * (1 - share)) / 2,
    y: (height * (1 - share)) / 2,
    width: width * share,
    height: height * share,
  });
  const thirds = [1 / 3, 2 / 3];
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      className="pointer-events-none absolute inset-0 size-full mix-blend-difference"
      fill="none"
      stroke="white"
    >
      <g vectorEffect="non-scaling-stroke" strokeOpacity={0.3}>
        {thirds.map((share) => (
          <path
            key={share}
            vectorEffect="non-scaling-stroke"
            d={`M${width * share} 0V${height}M0 ${height * share}H${width}`}
          />
        ))}
      </g>
      <rect {...frameOf(0.93)} vectorEffect="non-scaling-stroke" strokeOpacity={0.6} />
      <rect {...frameOf(0.9)} vectorEffect="non-scaling-stroke" strokeOpacity={0.6} />
    </svg>
  );
}
