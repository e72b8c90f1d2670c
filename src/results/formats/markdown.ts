// SPDX-License-Identifier: GPL-2.0-only
import { failedCases } from '../cases.ts';
import { sharedFindings } from '../finding.ts';
import type { OutputFormat } from '../format.ts';
import type { ReportedDesign, Results } from '../model.ts';
import { outcomeOf, summaryLine, testCounts } from '../summary.ts';

/** GitHub's Markdown, which GitLab and archives of mailing lists show as well. */
export const markdown: OutputFormat = {
  name: 'markdown',
  summary: 'Markdown: designs, findings, what failed',
  write: markdownText,
};

/** The whole document; github's summary of a step is the same. */
export function markdownText(results: Results): string {
  const { title, failure, designs, tool, run } = results;
  const commit = tool.commit === undefined ? '' : ` at ${tool.commit.slice(0, 12)}`;
  return [
    `### ${inline(title)}`,
    '',
    inline(summaryLine(results)),
    '',
    ...(failure
      ? [...block([failure.where ?? '', failure.detail ?? '', failure.hint].filter(Boolean)), '']
      : []),
    ...designTable(designs),
    ...findingTable(results),
    ...failedLists(designs),
    `<sub>kpw ${inline(tool.version)}${commit}${run === undefined ? '' : `, run ${inline(run)}`}, ${inline(results.started)}</sub>`,
    '',
  ].join('\n');
}

function designTable(designs: readonly ReportedDesign[]): string[] {
  if (designs.length === 0) return [];
  const rows = designs.map((design) => {
    const { name, title, tree, machine, verdict, uapi, findings } = design;
    const count = (severity: string) => findings.filter((one) => one.severity === severity).length;
    const { pass, fail, error, skip, xfail } = testCounts(design);
    const ran = pass + fail + error + xfail;
    return [
      title === name ? name : `${name}: ${title}`,
      [tree?.spec, machine?.id].filter(Boolean).join(', '),
      verdict?.toUpperCase() ??
        { pass: 'nothing wrong', warn: 'to look at', fail: 'wrong' }[outcomeOf([design])],
      ran + skip === 0 ? '–' : `${pass + xfail}/${ran}${skip > 0 ? `, ${skip} skipped` : ''}`,
      findings.length === 0 ? '–' : `${count('error')} / ${count('warning')} / ${count('note')}`,
      uapi?.verdict ?? '–',
    ];
  });
  const head = ['design', 'where', 'verdict', 'tests passed', 'errors / warnings / notes', 'for userspace'];
  return table(head, rows);
}

function findingTable({ designs }: Results): string[] {
  const shared = sharedFindings(designs);
  if (shared.length === 0) return [];
  const rows = shared.map(({ finding, designs: own }) => {
    const { severity, file, line, message, rule } = finding;
    const place = [file, line].filter((part) => part !== undefined).join(':');
    return [severity, place, message, rule, [...new Set(own.map(({ name }) => name))].join(', ')];
  });
  return table(['', 'place', 'finding', 'rule', 'designs'], rows);
}

function failedLists(designs: readonly ReportedDesign[]): string[] {
  return failedCases(designs).flatMap(({ key, group, one }) => [
    `**${inline(key)}: ${inline(group)}: ${inline(one.name)}**${one.reason === undefined ? '' : `: ${inline(one.reason)}`}`,
    '',
    ...(one.lines.length > 0 ? [...block(one.lines), ''] : []),
  ]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  return [row(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(row), ''];
}

/** A text within a line that is taken for nothing but text; nobody is mentioned by it. */
function inline(text: string): string {
  return text
    .replaceAll('\n', ' ')
    .replace(/[\\`*_[\]#~|{}!]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@<!-- -->');
}

/** Lines as they are, in a fence that is longer than any in them. */
function block(lines: readonly string[]): string[] {
  const text = lines.join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, text, fence];
}
