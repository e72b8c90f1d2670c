// SPDX-License-Identifier: GPL-2.0-only
import { type Examination, rules } from '../../../checks/index.ts';
import { has } from '../../../checks/lib/has.ts';
import type { Finding, Subject } from '../../../checks/rule.ts';
import { type Gates, judge } from '../../../checks/verdict.ts';
import type { TargetId } from '../../c/target.ts';
import { EFFECTS } from '../../series/finding.ts';
import { growth } from '../../uapi/growth.ts';
import { headerText } from '../../uapi/header-text.ts';
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
  const homes = uapi ? headersByPath(uapi) : new Map<string, string>();
  const stopping = new Set(hit);
  const finding = (one: Finding) => findingData(one, uapi, homes, stopping.has(one));
  return {
    ...names,
    verdict,
    exit,
    growth: uapi ? growth(uapi) : 'nothing',
    effects: countOf(findings),
    headers: (uapi?.headers ?? []).map((pair) => ({ name: pair.name, change: changeOf(pair, uapi) })),
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

/** By what there is, without reading it: of most only a comment changed. */
function changeOf(
  { name, textChanged }: HeaderPair,
  uapi: Comparison | undefined,
): UapiComparison['headers'][number]['change'] {
  if (!uapi || !has(uapi.before, name)) return 'added';
  if (!has(uapi.after, name)) return 'removed';
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

function findingData(
  finding: Finding,
  uapi: Comparison | undefined,
  homes: ReadonlyMap<string, string>,
  gate: boolean,
): UapiFinding {
  const rule = rules.find(({ id }) => id === finding.rule);
  const { breaks, targets, inherited, ...rest } = finding;
  const everywhere = (some: readonly TargetId[]) => uapi?.targets.every(({ id }) => some.includes(id));
  return {
    ...rest,
    ...(breaks ? { breaks: [...breaks] } : {}),
    ...(targets && !everywhere(targets) ? { targets: [...targets] } : {}),
    ...(inherited ? { inherited: [...inherited] } : {}),
    // A driver or a page stands for itself.
    header: homes.get(finding.file) ?? finding.file,
    why: rule?.why ?? '',
    reference: rule?.reference ?? '',
    todo: rule?.todo ?? '',
    gate,
  };
}

/** Installed names of the headers that differ, by their paths on either side; none is evaluated for it. */
function headersByPath({ headers, before, after }: Comparison): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  for (const { name } of headers)
    for (const api of [before, after]) {
      const path = headerText(api, name)?.path;
      if (path !== undefined && !homes.has(path)) homes.set(path, name);
    }
  return homes;
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
