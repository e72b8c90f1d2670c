// SPDX-License-Identifier: GPL-2.0-only

/** One block of numbers in the kernel's register. */
export interface Block {
  /** The type's code. */
  readonly type: number;
  /** First and last number. */
  readonly from: number;
  readonly to: number;
  /** Text of its files: `linux/vfio.h`, `linux/perf_counter.h, linux/perf_event.h`; empty where only words are given. */
  readonly files: string;
  readonly comment: string;
  /** 1-based. */
  readonly line: number;
}

export const REGISTER = 'Documentation/userspace-api/ioctl/ioctl-number.rst';

/** Rows of the table of ioctl-number.rst; a row without a code goes on with the one before. */
export function numberBlocks(text: string): Block[] {
  const lines = text.split('\n');
  const found: Block[] = [];
  let columns: readonly (readonly [number, number])[] | undefined;
  for (const [at, line] of lines.entries()) {
    if (/^=+(\s+=+){3}\s*$/.test(line)) {
      columns = [...line.matchAll(/=+/g)].map(({ index, 0: rule }) => [index, index + rule.length] as const);
      continue;
    }
    if (!columns) continue;
    if (line.trim() === '') continue;
    const [code = '', numbers = '', files = '', comment = ''] = cells(line, columns);
    const type = typeOf(code);
    const last = found.at(-1);
    if (code === '' && numbers === '' && last)
      found[found.length - 1] = {
        ...last,
        files: `${last.files} ${files}`.trim(),
        comment: `${last.comment} ${comment}`.trim(),
      };
    else if (type !== undefined) {
      const range = rangeOf(numbers);
      if (range) found.push({ type, ...range, files, comment, line: at + 1 });
    }
  }
  return found;
}

/** The last column has no end, and a cell that is too long runs into the next. */
function cells(line: string, columns: readonly (readonly [number, number])[]): string[] {
  return columns.map(([from], at) => line.slice(from, columns[at + 1]?.[0] ?? line.length).trim());
}

function typeOf(code: string): number | undefined {
  const letter = /^'(.)'$/.exec(code)?.[1];
  if (letter) return letter.charCodeAt(0);
  return /^0x[0-9a-f]+$/i.test(code) ? Number(code) : undefined;
}

function rangeOf(numbers: string): { from: number; to: number } | undefined {
  if (/^all$/i.test(numbers)) return { from: 0, to: 255 };
  const match = /^([0-9a-f]{1,2})(?:-([0-9a-f]{1,2}))?$/i.exec(numbers);
  if (!match) return undefined;
  const [, from = '', to = from] = match;
  return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
}
