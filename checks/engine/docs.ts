// SPDX-License-Identifier: GPL-2.0-only

import type { Rule } from '../rule.ts';
import { type Sample, subjectOf } from '../samples/sample.ts';
import { examineBy } from './examine.ts';
import { formatLine } from './format.ts';

/** Page of one rule, in Markdown: from its metadata, its samples and what it says of them. */
export function renderPage(
  rule: Rule,
  { bad, good }: { bad: readonly Sample[]; good: readonly Sample[] },
): string {
  return `<!-- Made from checks/${rule.category} by npx vitest run checks -u; not to be edited. -->
# ${rule.id}

${rule.title}

| severity | effect | category | needs |
|---|---|---|---|
| ${rule.severity} | ${rule.effect ?? '(none)'} | ${rule.category} | ${rule.needs.join(', ')} |

**Why.** ${rule.why}

**What to do.** ${rule.todo}

**Where it is written.** ${rule.reference}
${beside(rule)}
## Found
${bad.map((sample) => section(rule, sample)).join('')}
## Not found
${good.map((sample) => section(rule, sample)).join('')}
## Switching it off
\`--disable ${rule.id}\` leaves it out, \`--disable ${rule.category}\` the whole category; \`--allow\` reports it and lets it pass. A waiver
(\`${rule.id} SYMBOL # reason\`) answers for one finding.
`;
}

function beside({ checkpatch = [] }: Rule): string {
  if (checkpatch.length === 0) return '';
  const types = checkpatch.map((type) => `\`${type}\``).join(', ');
  return `\n**Beside checkpatch.pl.** Some of it is its ${types}, where the tree's script has that; what both find on a line is told once.\n`;
}

/** Table of all rules. */
export function renderIndex(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ id, severity, effect = '', category, title }) =>
      `| [${id}](${id}.md) | ${severity} | ${effect} | ${category} | ${title} |`,
  );
  return `<!-- Made from checks/ by npx vitest run checks -u; not to be edited. -->
# Rules

What \`kpw check\` and \`kpw uapi diff\` look for. Severity and effect are those of a rule's worst finding: it may say
less, a note where something is fine but worth knowing, and \`undetermined\` where the text does not tell.

A page's column "needs" says what a rule must be handed; without it the rule is skipped, and the run says so: uapi, the
headers of two sides; drivers, their drivers; tree, the rest of a tree; mails, a series as mails; sending, mails that
are ready to be sent; whole, all patches of a series; patches, the files of each patch before and after it; elsewhere,
who else in the tree mentions a word; newer, a newer kernel; origins, where a design was proposed.

How much the rules that judge a state say of clean trees is in [noise.md](noise.md).

| rule | severity | effect | category | finds |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

function section(rule: Rule, sample: Sample): string {
  const { before = {}, after = {}, mails = {} } = sample;
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const diffs = paths.map((path) => {
    const lines = changes(before[path] ?? '', after[path] ?? '');
    return lines.length > 0 ? fence('diff', [`--- a/${path}`, `+++ b/${path}`, ...lines]) : '';
  });
  const letters = Object.values(mails).map((text) => fence('', text.trimEnd().split('\n')));
  const findings = examineBy(subjectOf(sample), { catalogue: [rule] }).findings.map(formatLine);
  const said = findings.length > 0 ? fence('', findings) : '';
  return `\n### ${sample.name.charAt(0).toUpperCase()}${sample.name.slice(1)}\n${[...diffs, ...letters, said].join('')}`;
}

function fence(language: string, lines: readonly string[]): string {
  return `\`\`\`${language}\n${lines.join('\n')}\n\`\`\`\n`;
}

const CONTEXT = 3;

/** Lines of a unified diff without hunk headers; `...` stands for what was left out. */
function changes(before: string, after: string): string[] {
  const lines = aligned(before.trimEnd().split('\n'), after.trimEnd().split('\n'));
  const near = (at: number) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some((line) => !line.startsWith(' '));
  return lines.flatMap((line, at) => {
    if (near(at)) return [line];
    return at > 0 && near(at - 1) && at < lines.length - 1 ? [' ...'] : [];
  });
}

/** By the longest common subsequence; samples have some dozens of lines. */
function aligned(a: readonly string[], b: readonly string[]): string[] {
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      (common[i] as number[])[j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(` ${a[i]}`);
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) lines.push(`-${a[i++]}`);
    else lines.push(`+${b[j++]}`);
  }
  return lines;
}

/**
 * Table of what the rules that judge a state find in clean trees.
 *
 * @param noise by tree and rule: findings in the headers of vfio and iommufd, and in all headers
 */
export function renderNoise(
  rules: readonly Rule[],
  noise: ReadonlyMap<string, ReadonlyMap<string, readonly [vfio: number, all: number]>>,
): string {
  const trees = [...noise.keys()];
  const rows = rules
    .filter(({ lint }) => lint)
    .map(({ id }) => {
      const cells = trees.map((tree) => (noise.get(tree)?.get(id) ?? []).join(' / '));
      return `| [${id}](${id}.md) | ${cells.join(' | ')} |`;
    });
  return `<!-- Made from checks/ by npx vitest run checks/noise.archive.test.ts -u; not to be edited. -->
# Noise

Rules that judge a state say something of every tree. In a comparison only what is new is shown; here is what each finds
in trees that nobody changed: in linux/vfio.h and linux/iommufd.h, and in all headers (of rules about drivers the first
number twice, for drivers/vfio and drivers/iommu/iommufd are all that is read). A rule that judges a change finds nothing
where nothing changed, and is not listed.

| rule | ${trees.map((tree) => `debian:${tree}`).join(' | ')} |
|---|${trees.map(() => '---').join('|')}|
${rows.join('\n')}
`;
}
