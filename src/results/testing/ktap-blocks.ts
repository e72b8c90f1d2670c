// SPDX-License-Identifier: GPL-2.0-only
import { Parser } from 'tap-parser';

/** A result line as a parser of TAP reads it. */
export interface TapLine {
  readonly ok: boolean;
  readonly name: string;
  readonly skip: string | boolean;
}

/**
 * Every block of a KTAP document, read on its own by a parser of TAP: "valid KTAP output should also form valid TAP
 * output" (ktap.rst), but for the nesting, which TAP indents by four.
 *
 * @returns results by block, the outermost last, and what the parser minds
 */
export function tapBlocks(text: string): { results: TapLine[][]; problems: string[] } {
  const results: TapLine[][] = [];
  const problems: string[] = [];
  for (const block of blocksOf(text.split('\n').filter(Boolean))) {
    const parser = new Parser();
    const own: TapLine[] = [];
    parser.on('assert', ({ ok, name, skip }) => own.push({ ok, name, skip: skip ?? false }));
    parser.on('complete', ({ failures, plan }) => {
      problems.push(
        ...failures.flatMap(({ tapError }: { tapError?: unknown }) => (tapError ? [String(tapError)] : [])),
        ...(plan.end === own.length ? [] : [`planned ${plan.end}, read ${own.length}`]),
      );
    });
    parser.on('extra', (line) => problems.push(`not TAP: ${line}`));
    parser.end(block.join('\n').replace('KTAP version 1', 'TAP version 14'));
    results.push(own);
  }
  return { results, problems };
}

/** Lines of each level that belong together, inner blocks before the one that they are in. */
function blocksOf(lines: readonly string[]): string[][] {
  const outer = lines.filter((line) => !line.startsWith('  '));
  const inner: string[][] = [];
  let open: string[] | undefined;
  for (const line of lines) {
    if (!line.startsWith('  ')) open = undefined;
    else if (open) open.push(line.slice(2));
    else {
      open = [line.slice(2)];
      inner.push(open);
    }
  }
  return [...inner.flatMap(blocksOf), outer];
}
