// SPDX-License-Identifier: GPL-2.0-only
import type { CellEvidence, Evidence } from '../evidence/schema.ts';
import type { Row } from '../series/topic.ts';
import { comparison } from './comparison.ts';
import { type MailRow, mailTable } from './mail-table.ts';

/** What a mail reader may not show, or a terminal without UTF-8. */
const PLAIN: Readonly<Record<string, string>> = { '–': '-', '−': '-', '×': 'x', '≠': '!=', '…': '...' };

const STATES = {
  baseline: 'the tree as it is',
  prerequisite: 'the tree with what all designs need first',
} as const;

/**
 * What a run saw of the designs, as text of 75 columns: the rows in which designs differ, and what was run. Times are
 * left out, as they differ from run to run; without two designs there is nothing to compare, and the text is empty.
 *
 * @param cells those of the run that still hold
 * @param first name of the design that comes first
 */
export function runExcerpt(
  evidence: Evidence,
  cells: readonly CellEvidence[],
  rows: readonly Row[],
  first: string,
): string {
  const rank = ({ name, design = name, role }: CellEvidence) =>
    design === first ? 0 : role === 'variant' ? 1 : 2;
  const shown = [...cells].sort((a, b) => rank(a) - rank(b)).map((cell) => ({ ...cell, measurements: {} }));
  const designs = shown.filter(({ role }) => role === 'variant').length;
  if (designs < 2) return '';
  const { columns, lines } = comparison({ ...evidence, cells: shown }, rows);
  let heading = '';
  const all = lines.map(({ group, label, values }): MailRow => {
    heading = group ?? heading;
    return { group: heading, label, texts: values.map(({ text }) => text) };
  });
  // What kpw's own rules say has its pages here; a reader of the mail has neither.
  const ours = all.filter(({ label }) => label !== 'findings');
  const differing = ours.filter(({ texts }) => new Set(texts.slice(0, designs)).size > 1);
  const { tree, kernel, machine, qemu, run } = evidence;
  return ascii(
    [
      'The designs as a run saw them, where they differ:',
      mailTable(columns, differing),
      [
        ...shown.flatMap(({ name, role }) => (role === 'variant' ? [] : [`${name}: ${STATES[role]}`])),
        `Tree: ${tree.spec} (Linux ${tree.release})`,
        `Guest: ${kernel.release}, machine ${machine.id}, QEMU ${qemu}`,
        `Run: ${run}`,
      ].join('\n'),
    ].join('\n\n'),
  );
}

function ascii(text: string): string {
  return text.replace(/[^ -~\n]/g, (character) => PLAIN[character] ?? '?');
}

/** What was run of one design, in a sentence or two. */
export function tested({ kernel, machine, qemu, run }: Evidence, cell: CellEvidence): string {
  const { tests, verdict, failure, build } = cell;
  const skipped = tests.filter(({ status }) => status === 'SKIP').length;
  const good = tests.filter(({ status }) => status === 'PASS' || status === 'XFAIL').length;
  const modules = build ? `, with ${build.modules.join(' and ')} built from these patches` : '';
  return `Tested: ${good} of ${tests.length - skipped} tests passed${skipped > 0 ? `, ${skipped} were skipped` : ''}; the
verdict is ${verdict}${failure ? ` [${failure.code}]` : ''}.  That was in a guest of ${kernel.release}${modules}, on the machine
${machine.id} (${machine.title}) of QEMU ${qemu}; run ${run}.`;
}
