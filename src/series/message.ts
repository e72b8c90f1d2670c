// SPDX-License-Identifier: GPL-2.0-only

/** Documentation/process/submitting-patches.rst: the body of a commit message is wrapped at 75 columns. */
const BODY_COLUMNS = 75;

const TAG = /^[A-Z][\w-]*(?: [\w-]+)?: \S/;

/**
 * A commit message: the subject, then the body with its paragraphs and list items filled to 75 columns.
 * Indented text and tags (`Link: …`) keep their lines.
 */
export function commitMessage(subject: string, body: string): string {
  return `${subject}\n\n${filled(body)}\n`;
}

/** Paragraphs, filled as those of a commit message are. */
export function filled(body: string): string {
  const paragraphs = body
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/^\n+|\n+$/g, ''));
  return paragraphs.map(fillParagraph).join('\n\n');
}

/** One paragraph or one item of a list (` - …`). */
export function fillParagraph(paragraph: string): string {
  const lines = paragraph.split('\n');
  if (lines.every((line) => TAG.test(line) && !/[.,]$/.test(line))) return paragraph;
  const bullet = /^ *- /.exec(paragraph)?.[0];
  if (bullet)
    return fill(
      lines
        .map((line) => line.trim())
        .join('\n')
        .slice(2),
      bullet,
      ' '.repeat(bullet.length),
    );
  if (/^[ \t]/.test(paragraph)) return paragraph;
  return fill(paragraph, '', '');
}

function fill(text: string, first: string, rest: string): string {
  // Two spaces after a full stop, as most of the kernel's log has it; a line break loses one of them.
  const words = text.replace(/([.?!])\n/g, '$1 \n').split(/\n| (?=\S)/);
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of words) {
    const candidate = empty ? line + word : `${line} ${word}`;
    if (candidate.trimEnd().length > BODY_COLUMNS && !empty) {
      lines.push(line.trimEnd());
      line = rest + word.trimStart();
    } else {
      line = candidate;
    }
    empty = false;
  }
  return [...lines, line.trimEnd()].join('\n');
}
