// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from '../series/finding.ts';
import type { CompileOutcome, CompileReport } from './patches.ts';

/** A finding of a series' compilation. */
export interface CompileFinding extends Finding {
  /** The patch that brought it, which the message names too; undefined where it is about all of them. */
  readonly patch?: string;
}

/**
 * A report as findings: what architectures have in common is told once, with their names where not all of them say so.
 * Rules: `compile-error`, `compile-warning`, and `compile-skipped`, a note, for what nobody compiled.
 */
export function compileFindings(report: CompileReport): CompileFinding[] {
  const asked = report.architectures.filter(({ skipped }) => skipped === undefined).map(({ id }) => id);
  const found = new Map<string, { finding: CompileFinding; patch: string; on: Set<string> }>();
  for (const { patch, architecture, turned, messages } of report.outcomes)
    for (const { level, file, line, column, text, tool } of messages) {
      const message = tool === 'gcc' ? text : `${text} [${tool}]`;
      const place = { file, line, ...(column > 0 ? { column } : {}) };
      const finding = { rule: `compile-${level}`, severity: level, patch, ...place, message };
      const key = JSON.stringify(finding);
      const known = found.get(key) ?? { finding, patch, on: new Set() };
      known.on.add(turned === undefined ? architecture : `${architecture} with ${turned}`);
      found.set(key, known);
    }
  return [
    ...report.architectures.flatMap(({ id, skipped }): CompileFinding[] =>
      // The top Makefile stands for all that it would build.
      skipped === undefined
        ? []
        : [note(undefined, 'Makefile', `nothing was compiled for ${id}: ${skipped}`)],
    ),
    ...sparseDied(report),
    ...[...found.values()].map(({ finding, patch, on }) => {
      const where = asked.every((id) => on.has(id)) ? '' : ` (${[...on].join(', ')})`;
      return { ...finding, message: `${finding.message}${where}, since patch ${patch}` };
    }),
    ...notCompiled(report),
  ];
}

function sparseDied({ architectures }: CompileReport): CompileFinding[] {
  const dead = architectures.flatMap(({ id, deadly }) => (deadly === undefined ? [] : [{ id, deadly }]));
  const [first] = dead;
  if (!first) return [];
  const where = dead.map(({ id }) => id).join(', ');
  return [
    note(
      undefined,
      'Makefile',
      `sparse ${first.deadly} dies on this tree (${where}), and says nothing of it`,
    ),
  ];
}

/** Files that a patch changes and no architecture compiled, or some could not; each once a patch. */
function notCompiled({ outcomes, beside }: CompileReport): CompileFinding[] {
  const byFile = new Map<string, CompileOutcome[]>();
  for (const outcome of outcomes) {
    const key = `${outcome.patch}\0${outcome.path}`;
    byFile.set(key, [...(byFile.get(key) ?? []), outcome]);
  }
  const told = [...byFile.values()].flatMap((all): CompileFinding[] => {
    const [first] = all;
    const nowhere = all.every(({ skipped }) => skipped !== undefined);
    const reasons = new Map<string, Set<string>>();
    for (const { skipped, architecture } of all)
      if (skipped && (nowhere || skipped.kind === 'broken-before'))
        reasons.set(skipped.reason, new Set([...(reasons.get(skipped.reason) ?? []), architecture]));
    if (!first || reasons.size === 0) return [];
    const why = [...reasons].map(([reason, on]) => `${[...on].join(', ')}: ${reason}`).join('; ');
    const what = nowhere ? 'compiled on no architecture' : 'not compiled everywhere';
    return [note(first.patch, first.path, `${what}; ${why}`)];
  });
  return [...told, ...beside.map(({ patch, path, reason }) => note(patch, path, `not compiled: ${reason}`))];
}

function note(patch: string | undefined, file: string, message: string): CompileFinding {
  const about = { rule: 'compile-skipped', severity: 'note', file, line: 1 } as const;
  return patch === undefined
    ? { ...about, message }
    : { ...about, patch, message: `${message}, in patch ${patch}` };
}
