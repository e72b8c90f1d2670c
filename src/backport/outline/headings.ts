// SPDX-License-Identifier: GPL-2.0-only
import { isC } from '../../c/edit.ts';
import type { Outline, OutlineScope } from './outline.ts';
import { unitAt } from './outline.ts';

/** What begins a section, by the kind of file, much as git's own patterns for hunk headers have it (gitattributes(5)). */
const HEADINGS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\.[chS]$/,
    /^(?!\w+:\s*(?:$|\/[/*]))[A-Za-z_](?!.*;\s*$)|^(struct|union|enum|static|extern|typedef)\b.*|^#\s*define\s/,
  ],
  [
    /(^|\/)(Makefile|Kbuild|Makefile\.\w+|Kbuild\.\w+)$/,
    /^(?:ifn?(?:eq|def)\b|else|endif|[^\s#:=]+\s*:(?!=))/,
  ],
  [/(^|\/)Kconfig[^/]*$/, /^\s*(?:config|menuconfig|menu|choice|source|if)\b/],
  [
    /\.rs$/,
    /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:(?:async|const|unsafe|extern(?:\s+"[^"]*")?)\s+)*(?:fn|struct|enum|union|mod|trait|impl|macro_rules!)\b/,
  ],
  [/\.dtsi?$|\.dtso$/, /^\s*[&/\w][\w&@,:.{}/ -]*\{\s*$/],
  [/\.py$/, /^\s*(?:class|(?:async\s+)?def)\s/],
  [/(^|\/)MAINTAINERS$/, /^[A-Z0-9].*[^:]$/],
];
const UNDERLINE = /^([=\-~^"'#*+.])\1{2,}\s*$/;
/** A label in assembly is a heading, in C it is not. */
const ASSEMBLY = /^(?:SYM_\w+\(|ENTRY\(|END\(|\.macro\s|[A-Za-z_.$][\w.$]*:)/;
const DEFAULT = /^[A-Za-z_$]/;

/** A file by its headings: what no grammar reads. */
export function headingOutline(
  path: string,
  lines: readonly string[],
  within: readonly [number, number] = [0, lines.length],
): Outline {
  const units: OutlineScope[] = [];
  const isHeading = headingOf(path, lines);
  let open: { from: number; name: string } | undefined;
  const close = (to: number) => {
    if (open) units.push({ ...identityOf(path, open.name), from: open.from, to });
    open = undefined;
  };
  const braced = /\.[chS]$|\.rs$/.test(path);
  for (let at = within[0]; at < within[1]; at++) {
    const line = lines[at] ?? '';
    if (isHeading(at)) {
      // Parameters, and the brace, of what begins above.
      if (
        braced &&
        open &&
        !/[;})]\s*$/.test(lines[at - 1] ?? '') &&
        (lines[at - 1] ?? '').trim() !== '' &&
        at - open.from < 4
      )
        continue;
      close(at);
      open = { from: at, name: line.trim().replace(/\s+/g, ' ') };
    } else if (braced && /^\}/.test(line)) close(at + 1);
  }
  close(within[1]);
  return {
    by: 'headings',
    units,
    around: (from, to) => [
      ...[unitAt(units, from, to)].filter((one) => one !== undefined),
      ...indented(lines, from, units),
    ],
  };
}

/** What a heading in C defines, as the grammar would say it, so that a file that parses and one that does not compare. */
function identityOf(path: string, heading: string): Pick<OutlineScope, 'kind' | 'name' | 'words'> {
  const plain = { kind: 'heading', name: heading, words: shortened(heading) };
  if (!isC(path)) return plain;
  const [, define] = /^#\s*define\s+(\w+)/.exec(heading) ?? [];
  if (define !== undefined) return { kind: 'macroNamed', name: define, words: `#define ${define}` };
  const [, tag, type] =
    /^(?:typedef )?(struct|union|enum) (\w+)(?: __\w+(?:\(.*?\))?)* \{$/.exec(heading) ?? [];
  if (tag !== undefined && type !== undefined)
    return { kind: `${tag}Named`, name: type, words: `${tag} ${type}` };
  const [, called] = /^(?!#)[^=(]*?\b(\w+)\(/.exec(heading) ?? [];
  if (called !== undefined && !/^[A-Z_\d]+$/.test(called) && !/;$/.test(heading))
    return { kind: 'functionNamed', name: called, words: `${called}()` };
  return plain;
}

function headingOf(path: string, lines: readonly string[]): (at: number) => boolean {
  if (/\.S$/.test(path)) return (at) => ASSEMBLY.test(lines[at] ?? '');
  if (/\.(rst|txt)$/.test(path))
    return (at) =>
      /\S/.test(lines[at] ?? '') && UNDERLINE.test(lines[at + 1] ?? '') && !UNDERLINE.test(lines[at] ?? '');
  const pattern = HEADINGS.find(([name]) => name.test(path))?.[1] ?? DEFAULT;
  return (at) => pattern.test(lines[at] ?? '');
}

/** Lines above that are indented less and less: in code that is indented by its structure, the branches around a place. */
function indented(lines: readonly string[], from: number, units: readonly OutlineScope[]): OutlineScope[] {
  const start = unitAt(units, from, from + 1)?.from ?? Math.max(0, from - 200);
  const depth = (line: string) => (/^[ \t]*/.exec(line)?.[0] ?? '').replace(/ {8}/g, '\t').length;
  const found: OutlineScope[] = [];
  const first = lines.slice(from).find((line) => line.trim() !== '' && !/^\s*\}/.test(line)) ?? '';
  let least = depth(first);
  for (let at = from - 1; at > start && least > 1; at--) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || /^[#\w]/.test(line) || depth(line) >= least) continue;
    least = depth(line);
    const words = shortened(line.trim().replace(/\s*\{$/, ''));
    found.unshift({ kind: 'branch', name: words, words, from: at, to: from + 1 });
  }
  return found;
}

export function shortened(words: string): string {
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
