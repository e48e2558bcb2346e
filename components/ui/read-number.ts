/**
 * Reads what a person typed into a number field: a number with a point or a comma, and whatever unit they wrote after
 * it ("12 f", "1,5"), or a sum or difference ("48+12").
 * @returns null when it is no number.
 */
export function readNumber(text: string): number | null {
  const match = /^\s*([+-]?\d*[.,]?\d+)\s*(?:([+\-*/])\s*(\d*[.,]?\d+))?\s*[a-z%]*\s*$/i.exec(text);
  const first = match?.[1];
  if (first === undefined) return null;
  const left = Number(first.replace(",", "."));
  const right = match?.[3] === undefined ? null : Number(match[3].replace(",", "."));
  const result = right === null ? left : combine(left, match?.[2] ?? "+", right);
  return Number.isFinite(result) ? result : null;
}

function combine(left: number, operator: string, right: number): number {
  if (operator === "-") return left - right;
  if (operator === "*") return left * right;
  return operator === "/" ? left / right : left + right;
}
