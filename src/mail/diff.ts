// SPDX-License-Identifier: GPL-2.0-only
import { NONE, namedPath, ofOneFile, pathsOf, plainPath, unquoted } from './file-names.ts';
import { damaged, HUNK, type Hunk, RESEND, readHunk } from './hunk.ts';

/** What a patch does to one file. Paths are without a/ and b/. */
export interface FileDiff {
  /** Undefined where the file is made. */
  readonly oldPath: string | undefined;
  /** Undefined where it is removed. */
  readonly newPath: string | undefined;
  /** As git writes it: `100644`; undefined where the patch does not say. */
  readonly oldMode: string | undefined;
  readonly newMode: string | undefined;
  /** Id of the old file's text, abbreviated as a rule; undefined where the patch does not say. */
  readonly oldBlob: string | undefined;
  /** The old file stays: git diff -C. */
  readonly copied: boolean;
  /** Whole id of the file as the patch leaves it, where git was asked for it (--full-index). */
  readonly newBlob?: string;
  /** Of bytes that are no text: it has no hunks, and cannot be applied. */
  readonly binary: boolean;
  readonly hunks: readonly Hunk[];
  /** 1-based line of the text that it was read from. */
  readonly line: number;
}

/** A file's part of a patch while it is read. */
interface Draft {
  /** It began with `diff --git`: both names count, and a/ and b/ stand before them. */
  git: boolean;
  old: string | undefined;
  new: string | undefined;
  oldMode: string | undefined;
  newMode: string | undefined;
  oldBlob: string | undefined;
  copied: boolean;
  newBlob?: string;
  binary: boolean;
  hunks: Hunk[];
  line: number;
}

/**
 * The unified diffs of a text, as git or diff -u write them; prose before, between and behind is passed over. Lines
 * that are quoted (`> diff --git`) are prose.
 *
 * @param text latin1
 * @param where for messages
 * @throws PatchDamaged
 */
export function readDiffs(text: string, where: string): FileDiff[] {
  const lines = text.replace(/\n$/, '').split('\n');
  const drafts: Draft[] = [];
  let current: Draft | undefined;
  let inHeader = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const place = `${where}, line ${at + 1} of its text`;
    if (line.startsWith('diff --git ')) {
      const [from, to] = pathsOf(line.slice('diff --git '.length));
      current = { ...draft(from, to, at + 1), git: true };
      drafts.push(current);
      inHeader = true;
    } else if (line.startsWith('--- ') && (lines[at + 1] ?? '').startsWith('+++ ')) {
      const [from, to] = [namedPath(line), namedPath(lines[at + 1] ?? '')];
      if (current && inHeader) [current.old, current.new] = [from, to];
      else {
        current = draft(from, to, at + 1);
        drafts.push(current);
      }
      inHeader = false;
      at++;
    } else if (line.startsWith('@@@ ')) {
      throw damaged('this is a combined diff, which shows what a merge resolved', place, RESEND);
    } else if (line.startsWith('@@ ') && (current || HUNK.test(line))) {
      if (!current) throw damaged('a hunk has no file', place, RESEND);
      const { hunk, end } = readHunk(lines, at, place);
      current.hunks.push(hunk);
      inHeader = false;
      at = end - 1;
      // git range-diff takes a NUL for the end of the text, and what follows for the same.
      if (hunk.lines.some((one) => one.includes('\0'))) current.binary = true;
    } else if (current && inHeader && /^(GIT binary patch|Binary files .* differ)\r?$/.test(line)) {
      current.binary = true;
      // Its lines are coded (git-apply(1)), and may begin in any way.
      while (at + 1 < lines.length && !/^(diff --git |-- $)/.test(lines[at + 1] ?? '')) at++;
    } else if (current && inHeader) readHeader(current, line);
  }
  return drafts.map(finished);
}

function draft(from: string, to: string, line: number): Draft {
  return {
    git: false,
    old: from,
    new: to,
    oldMode: undefined,
    newMode: undefined,
    oldBlob: undefined,
    copied: false,
    binary: false,
    hunks: [],
    line,
  };
}

/** The lines between `diff --git` and `---` (git-diff(1), "Generating patch text with -p"). */
function readHeader(current: Draft, line: string): void {
  const [, key = '', value = ''] =
    /^(old mode|new mode|new file mode|deleted file mode|(?:rename|copy) (?:from|to)|index) (.*)$/.exec(
      line,
    ) ?? [];
  current.copied ||= key === 'copy from';
  if (key === 'old mode') current.oldMode = value;
  else if (key === 'new mode') current.newMode = value;
  else if (key === 'new file mode') [current.old, current.newMode] = [NONE, value];
  else if (key === 'deleted file mode') [current.new, current.oldMode] = [NONE, value];
  else if (key.endsWith(' from')) current.old = `a/${unquoted(value)}`;
  else if (key.endsWith(' to')) current.new = `b/${unquoted(value)}`;
  else if (key === 'index') {
    const mode = / (\d{6})$/.exec(value)?.[1];
    const [, from = '', to = ''] = /^([0-9a-f]{7,64})\.\.([0-9a-f]{7,64})(?: |$)/.exec(value) ?? [];
    if (/[1-9a-f]/.test(from)) current.oldBlob = from;
    if (to.length >= 40) current.newBlob = to;
    current.oldMode ??= mode;
    current.newMode ??= mode;
  }
}

function finished({ git, newBlob, hunks, line, old, new: fresh, ...said }: Draft): FileDiff {
  const [from, to] = git ? [plainPath(old ?? NONE), plainPath(fresh ?? NONE)] : ofOneFile(old, fresh);
  const path = (name: string) => (name === NONE ? undefined : name);
  const paths = { oldPath: path(from), newPath: path(to) };
  const shown = said.binary ? [] : hunks;
  return { ...paths, ...said, ...(newBlob === undefined ? {} : { newBlob }), hunks: shown, line };
}

/** Whether a diff is of a submodule: a commit's id, which stands in place of a file. */
export function isSubmodule({ oldMode, newMode }: FileDiff): boolean {
  return oldMode === '160000' || newMode === '160000';
}
