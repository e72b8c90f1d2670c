// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from '../series/finding.ts';
import type { CompileReport } from './patches.ts';

/** A finding of a series' compilation, and the patch that it is about; undefined where it is about all of them. */
export interface CompileFinding extends Finding {
  readonly patch?: string;
}

/**
 * A report as findings: what architectures have in common is told once, with their names where not all of them say so.
 * Rules: `compile-error`, `compile-warning`, and `compile-skipped` (a note) for what was not compiled anywhere it
 * should be.
 */
export function compileFindings(report: CompileReport): CompileFinding[] {
  const asked = report.architectures.filter(({ skipped }) => skipped === undefined).map(({ id }) => id);
  const findings = new Map<string, { finding: CompileFinding; on: Set<string> }>();
  const add = (finding: CompileFinding, on: string) => {
    const key = JSON.stringify(finding);
    const known = findings.get(key) ?? { finding, on: new Set() };
    known.on.add(on);
    findings.set(key, known);
  };
  for (const { patch, architecture, messages } of report.outcomes)
    for (const { level, file, line, text, tool } of messages) {
      const message = tool === 'gcc' ? text : `${tool}: ${text}`;
      add({ rule: `compile-${level}`, severity: level, patch, file, line, message }, architecture);
    }
  const skipped = notCompiled(report);
  return [
    ...report.architectures.flatMap(({ id, skipped }): CompileFinding[] =>
      skipped === undefined ? [] : [note(undefined, '', `nothing was compiled for ${id}: ${skipped}`)],
    ),
    ...[...findings.values()].map(({ finding, on }) =>
      asked.every((id) => on.has(id))
        ? finding
        : { ...finding, message: `${finding.message} (${[...on].join(', ')})` },
    ),
    ...skipped,
  ];
}

/** Files that a patch changes and no architecture compiled, or some could not; each once a patch. */
function notCompiled({ outcomes, beside }: CompileReport): CompileFinding[] {
  const byFile = new Map<string, (typeof outcomes)[number][]>();
  for (const outcome of outcomes) {
    const key = `${outcome.patch}\0${outcome.path}`;
    byFile.set(key, [...(byFile.get(key) ?? []), outcome]);
  }
  const told = [...byFile.values()].flatMap((all): CompileFinding[] => {
    const [first] = all;
    const nowhere = all.every(({ skipped }) => skipped !== undefined);
    const reasons = new Map<string, string[]>();
    for (const { skipped, architecture } of all)
      if (skipped && (nowhere || skipped.kind === 'broken-before'))
        reasons.set(skipped.reason, [...(reasons.get(skipped.reason) ?? []), architecture]);
    if (!first || reasons.size === 0) return [];
    const why = [...reasons].map(([reason, on]) => `${on.join(', ')}: ${reason}`).join('; ');
    const what = nowhere ? 'compiled on no architecture' : 'not compiled everywhere';
    return [note(first.patch, first.path, `${what}; ${why}`)];
  });
  return [...told, ...beside.map(({ patch, path, reason }) => note(patch, path, `not compiled: ${reason}`))];
}

function note(patch: string | undefined, file: string, message: string): CompileFinding {
  const about = { rule: 'compile-skipped', severity: 'note', file, line: 1, message } as const;
  return patch === undefined ? about : { ...about, patch };
}
