// SPDX-License-Identifier: GPL-2.0-only

/** One line of a hunk. */
export interface DiffLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
  /** 1-based, in the mail. */
  readonly line: number;
  /** 1-based line of the file that it becomes; of a removed line, the one that comes next. */
  readonly at: number;
}

/** What a mail's diff shows of one file. */
export interface DiffFile {
  /** Path after the change; before it where the file is removed. */
  readonly path: string;
  readonly change: 'made' | 'removed' | 'changed';
  readonly hunks: readonly (readonly DiffLine[])[];
}

const HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * The files of a unified diff. src/mail has refused what is damaged before rules see it, so that lines are counted and
 * not questioned here.
 *
 * @param lines of the mail
 * @param from index of the first line that may be a diff's
 */
export function diffFiles(lines: readonly string[], from: number): DiffFile[] {
  const files: { path: string; change: DiffFile['change']; hunks: DiffLine[][] }[] = [];
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [git] = /^diff --git a\/.* b\/(.*)$/.exec(line)?.slice(1) ?? [];
    const file = files.at(-1);
    if (git !== undefined) files.push({ path: git, change: 'changed', hunks: [] });
    else if (/^new file mode/.test(line) && file) file.change = 'made';
    else if (/^deleted file mode/.test(line) && file) file.change = 'removed';
    else if (line.startsWith('--- ') && (lines[at + 1] ?? '').startsWith('+++ ')) {
      const [old, fresh] = [nameIn(line), nameIn(lines[at + 1] ?? '')];
      const change = old === '/dev/null' ? 'made' : fresh === '/dev/null' ? 'removed' : 'changed';
      const path = change === 'removed' ? old : fresh;
      if (file && file.hunks.length === 0) [file.path, file.change] = [path, change];
      else files.push({ path, change, hunks: [] });
      at++;
    } else if (HEADER.test(line) && file) {
      const { hunk, end } = hunkAt(lines, at);
      file.hunks.push(hunk);
      at = end - 1;
    }
  }
  return files;
}

function hunkAt(lines: readonly string[], header: number): { hunk: DiffLine[]; end: number } {
  const [, , olds = '1', start = '0', news = '1'] = HEADER.exec(lines[header] ?? '') ?? [];
  let [old, fresh, place] = [Number(olds), Number(news), Number(start)];
  const hunk: DiffLine[] = [];
  let at = header + 1;
  for (; (old > 0 || fresh > 0) && at < lines.length; at++) {
    const line = lines[at] ?? '';
    const sign = line[0] === '+' || line[0] === '-' ? line[0] : ' ';
    if (line[0] === '\\') continue;
    hunk.push({ sign, text: line.slice(1), line: at + 1, at: place });
    if (sign !== '+') old--;
    if (sign !== '-') fresh--;
    if (sign !== '-') place++;
  }
  return { hunk, end: at };
}

/** `a/drivers/vfio/lamp.c` of `--- a/drivers/vfio/lamp.c`, without its first folder and what diff -u puts behind a tab. */
function nameIn(line: string): string {
  const name = line.slice(4).replace(/\t.*$/, '').trim();
  return name === '/dev/null' ? name : name.replace(/^[^/]+\//, '');
}
