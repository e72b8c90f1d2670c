// SPDX-License-Identifier: GPL-2.0-only

import type { Examination } from '../../../checks/engine/examine.ts';
import { type Gates, judgeByGates, worstEffect } from '../../../checks/engine/verdict.ts';
import { hasHeader } from '../../../checks/lib/has.ts';
import type { Finding, Rule, Subject } from '../../../checks/rule.ts';
import { EFFECTS } from '../../series/finding.ts';
import { growthText } from '../../uapi/growth.ts';
import { headersByPath, targetsWith } from '../../uapi/header-path.ts';
import type { Comparison, HeaderPair } from '../../uapi/model.ts';
import type { UapiComparison, UapiFinding } from './schema.ts';
import { witnessOf } from './witness.ts';

/** An examination as data that says everything a reader needs, and nothing of how it was found. */
export function examinationResult(
  names: { readonly before: string; readonly after: string },
  subject: Subject,
  examination: Examination,
  gates: Gates & { readonly catalogue: readonly Rule[] },
): UapiComparison {
  const { uapi } = subject;
  const { findings, ran, skipped, baseline, waived, unusedWaivers, known = [] } = examination;
  const { exit, verdict, hit } = judgeByGates(examination, gates);
  const homes = uapi ? headersByPath(uapi) : new Map<string, string>();
  const stopping = new Set(hit);
  const ruleOf = (one: Finding) => gates.catalogue.find(({ id }) => id === one.rule);
  const finding = (one: Finding) => findingData(one, ruleOf(one), uapi, homes, stopping.has(one));
  const keptBack = worstEffect([...waived.map(({ finding: one }) => one), ...known]);
  return {
    ...names,
    verdict,
    ...(keptBack ? { keptBack } : {}),
    exit,
    growth: uapi ? growthText(uapi) : 'nothing',
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
    ...(known.length > 0 ? { known: known.map(finding).sort(byHeader) } : {}),
    unusedWaivers: unusedWaivers.map(({ waiver, reason }) => ({ waiver: { ...waiver }, reason })),
  };
}

/** By what there is, without reading it: of most only a comment changed. */
function changeOf(
  { name, textChanged }: HeaderPair,
  uapi: Comparison | undefined,
): UapiComparison['headers'][number]['change'] {
  if (!uapi || !hasHeader(uapi.before, name)) return 'added';
  if (!hasHeader(uapi.after, name)) return 'removed';
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
  rule: Rule | undefined,
  uapi: Comparison | undefined,
  homes: ReadonlyMap<string, string>,
  gate: boolean,
): UapiFinding {
  const { breaks, targets, inherited, ...rest } = finding;
  const header = homes.get(finding.file);
  const own = header === undefined || !uapi ? undefined : targetsWith(uapi, header, finding.file);
  const witness = witnessOf({ ...finding, header: header ?? finding.file });
  // What it was compared on, and no more.
  const holds = targets?.filter((id) => uapi?.targets.some((target) => target.id === id));
  return {
    ...rest,
    ...(breaks ? { breaks: [...breaks] } : {}),
    ...((holds ?? own) ? { targets: [...(holds ?? own ?? [])] } : {}),
    ...(inherited ? { inherited: [...inherited] } : {}),
    // A driver or a page stands for itself.
    header: header ?? finding.file,
    why: rule?.why ?? '',
    reference: rule?.reference ?? '',
    todo: rule?.todo ?? '',
    gate,
    ...(witness ? { witness } : {}),
  };
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
