// SPDX-License-Identifier: GPL-2.0-only

/** One line of a file, and what comparing it needs. */
export interface TextLine {
  /** With its line end, where it has one. */
  readonly raw: string;
  /** Blanks folded: two lines are equal where this is. */
  readonly plain: string;
  /** Words and operators, sorted. */
  readonly tokens: readonly string[];
  /** How much it says of where one is, 0 to about 2: a brace says next to nothing. */
  readonly weight: number;
}

/** Statements that stand in every function. */
const COMMON =
  /^(return( -?\w+)?;|break;|continue;|goto \w+;|default:|\} ?else ?\{?|else|do \{|int (ret|err|rc|i);|if \(!?(ret|err|rc)( < 0)?\)( \{)?|(ret|err|rc) = (0|-E\w+);|#endif.*|#else|\*\/|\/\*\*?|endif|help)$/;

const known = new Map<string, TextLine>();
const KEPT = 200_000;

/** The lines of a text. */
export function textLinesOf(text: string): TextLine[] {
  if (known.size > KEPT) known.clear();
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map(textLineOf);
}

export function textLineOf(raw: string): TextLine {
  let line = known.get(raw);
  if (!line) {
    const plain = raw.trim().replace(/\s+/g, ' ');
    line = { raw, plain, tokens: tokensOf(plain), weight: weightOf(plain) };
    known.set(raw, line);
  }
  return line;
}

/** Whether a line tells one place from another. */
export function telling({ weight }: TextLine): boolean {
  return weight >= 1;
}

/** How alike two lines are: Sørensen–Dice coefficient of their tokens, 0 to 1. */
export function alike(one: TextLine, other: TextLine): number {
  if (one.plain === other.plain) return 1;
  const [a, b] = [one.tokens, other.tokens];
  if (a.length === 0 || b.length === 0) return 0;
  let [shared, i, j] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] as string, b[j] as string];
    if (x === y) {
      shared++;
      i++;
      j++;
    } else if (x < y) i++;
    else j++;
  }
  return (2 * shared) / (a.length + b.length);
}

function tokensOf(plain: string): string[] {
  // Semicolons and commas are in every line.
  return (plain.match(/\w+|->|[^\w\s;,]/g) ?? []).sort();
}

function weightOf(plain: string): number {
  if (plain === '') return 0.05;
  if (!/\w/.test(plain)) return 0.2;
  if (COMMON.test(plain)) return 0.4;
  return 1 + Math.min(1, plain.length / 60);
}
