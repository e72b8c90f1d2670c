// SPDX-License-Identifier: GPL-2.0-only
import { type Examination, rules } from '../../../checks/index.ts';
import type { Finding, Subject } from '../../../checks/rule.ts';
import { type Gates, judge } from '../../../checks/verdict.ts';
import type { TargetId } from '../../c/target.ts';
import { EFFECTS } from '../../series/finding.ts';
import { growth } from '../../uapi/growth.ts';
import type { Comparison, HeaderPair } from '../../uapi/model.ts';
import type { UapiComparison, UapiFinding } from './schema.ts';

/** An examination as data that says everything a reader needs, and nothing of how it was found. */
export function resultOf(
  names: { readonly before: string; readonly after: string },
  subject: Subject,
  examination: Examination,
  gates: Gates,
): UapiComparison {
  const { uapi } = subject;
  const { findings, ran, skipped, baseline, waived, unusedWaivers } = examination;
  const { exit, verdict, hit } = judge(examination, gates);
  const finding = (one: Finding) => findingData(one, uapi, hit.includes(one));
  return {
    ...names,
    verdict,
    exit,
    growth: uapi ? growth(uapi) : 'nothing',
    effects: countOf(findings),
    headers: (uapi?.headers ?? []).map((pair) => ({ name: pair.name, change: changeOf(pair) })),
    findings: findings.map(finding).sort(byHeader),
    rules: {
      ran: [...ran],
      skipped: skipped.map(({ rule, reason }) => ({ rule, reason })),
      undetermined: findings.filter(({ effect }) => effect === 'undetermined').length,
      baseline: { ...baseline },
    },
    waived: waived.map(({ finding: one, waiver }) => ({ finding: finding(one), waiver: { ...waiver } })),
    unusedWaivers: unusedWaivers.map(({ waiver, reason }) => ({ waiver: { ...waiver }, reason })),
  };
}

function changeOf({ before, after, textChanged }: HeaderPair): UapiComparison['headers'][number]['change'] {
  if (!before) return 'added';
  if (!after) return 'removed';
  return textChanged ? 'changed' : 'inherits';
}

function countOf(findings: readonly Finding[]): UapiComparison['effects'] {
  const counts: UapiComparison['effects'] = {};
  for (const effect of EFFECTS) {
    const count = findings.filter((finding) => finding.effect === effect).length;
    if (count > 0) counts[effect] = count;
  }
  return counts;
}

function findingData(finding: Finding, uapi: Comparison | undefined, gate: boolean): UapiFinding {
  const rule = rules.find(({ id }) => id === finding.rule);
  const { breaks, targets, inherited, ...rest } = finding;
  const everywhere = (some: readonly TargetId[]) => uapi?.targets.every(({ id }) => some.includes(id));
  return {
    ...rest,
    ...(breaks ? { breaks: [...breaks] } : {}),
    ...(targets && !everywhere(targets) ? { targets: [...targets] } : {}),
    ...(inherited ? { inherited: [...inherited] } : {}),
    header: headerOf(finding, uapi),
    why: rule?.why ?? '',
    reference: rule?.reference ?? '',
    todo: rule?.todo ?? '',
    gate,
  };
}

/** The header that a path belongs to; a driver or a page stands for itself. */
function headerOf({ file }: Finding, uapi: Comparison | undefined): string {
  const pair = uapi?.headers.find(({ before, after }) => after?.path === file || before?.path === file);
  return pair?.name ?? file;
}

const RANK = new Map<string | undefined, number>(EFFECTS.map((effect, at) => [effect, at]));

/** Worst effect first, then as the file has them. */
function byHeader(a: UapiFinding, b: UapiFinding): number {
  return (
    (RANK.get(a.effect) ?? EFFECTS.length) - (RANK.get(b.effect) ?? EFFECTS.length) ||
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
    a.line - b.line
  );
}
