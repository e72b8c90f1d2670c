// SPDX-License-Identifier: GPL-2.0-only
import type { FileDiff } from '../mail/diff.ts';
import type { Hunk } from '../mail/hunk.ts';
import { escaped, highlighted } from './highlight.ts';
import { utf8 } from './material.ts';

const CLASSES: Readonly<Record<string, string>> = { '+': 'add', '-': 'del' };

/** One file's part of a patch as markup: the lines with their signs, in the colours of C where it is C. */
export async function diffMarkup(diff: FileDiff): Promise<string> {
  const path = diff.newPath ?? diff.oldPath ?? '';
  const hunks = await Promise.all(diff.hunks.map((hunk) => hunkMarkup(hunk, /\.[chS]$/.test(path))));
  const how = diff.oldPath === undefined ? ' (new)' : diff.newPath === undefined ? ' (removed)' : '';
  return `<p class="file"><code>${escaped(utf8(path))}</code>${how}</p><pre class="diff" tabindex="0" role="group" aria-label="${escaped(utf8(path))}">${hunks.join('')}</pre>`;
}

/** Lines between which nothing is cut: the old side and the new one are each read as C. */
async function hunkMarkup(hunk: Hunk, isC: boolean): Promise<string> {
  const lines = hunk.lines.map((line) => utf8(line));
  const side = (without: string) =>
    lines.filter((line) => line[0] !== without && line[0] !== '\\').map(codeOf);
  const [olds = [], news = []] = isC ? await Promise.all([side('+'), side('-')].map(asC)) : [];
  let [old, fresh] = [0, 0];
  const shown = lines.map((line) => {
    const sign = line[0] ?? ' ';
    if (sign === '\\') return `<span class="no">${escaped(line)}</span>`;
    const code = isC ? (sign === '-' ? olds[old] : news[fresh]) : escaped(codeOf(line));
    if (sign !== '+') old++;
    if (sign !== '-') fresh++;
    const className = CLASSES[sign];
    const text = `${sign === '' ? ' ' : escaped(sign)}${code ?? ''}`;
    return className ? `<span class="${className}">${text}</span>` : text;
  });
  const head = `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@ ${utf8(hunk.section).trim()}`;
  return `<span class="at">${escaped(head)}</span>\n${shown.join('\n')}\n`;
}

/** A hunk may begin within a comment, whose beginning it does not show. */
async function asC(lines: readonly string[]): Promise<string[]> {
  const text = lines.join('\n');
  const [end, begin] = [text.indexOf('*/'), text.indexOf('/*')];
  const within = /^\s*\*(?!\/)(\s|$)/.test(lines[0] ?? '') || (end >= 0 && (begin < 0 || end < begin));
  return within ? (await highlighted(['/*', ...lines])).slice(1) : highlighted(lines);
}

function codeOf(line: string): string {
  return line.slice(1);
}
