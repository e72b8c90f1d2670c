// SPDX-License-Identifier: GPL-2.0-only
import { lineStart } from '../lines.ts';
import type { Run } from './run.ts';

/** With the comments that stand directly above, without an empty line between. */
export function withComment(run: Run): Run {
  let { start } = run;
  for (;;) {
    const above = /(?:^|\n)[ \t]*(?:\/\*(?:(?!\*\/)[\s\S])*\*\/|\/\/[^\n]*)[ \t]*\n$/.exec(
      run.file.text.slice(0, start),
    );
    if (!above) return { ...run, start };
    start = lineStart(run.file.text, above.index + (above[0].startsWith('\n') ? 1 : 0));
  }
}

/** The comments alone that stand directly above. */
export function commentAbove(run: Run): Run {
  const { start } = withComment(run);
  return { ...run, start, end: run.start, node: undefined, words: `the comment above ${run.words}` };
}

/** With the empty line above, where there is one. */
export function withBlankAbove(run: Run): Run {
  return run.file.text.slice(0, run.start).endsWith('\n\n') ? { ...run, start: run.start - 1 } : run;
}

/** With the empty line below, where there is one. */
export function withBlankBelow(run: Run): Run {
  return run.file.text[run.end] === '\n' ? { ...run, end: run.end + 1 } : run;
}
