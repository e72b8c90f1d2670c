// SPDX-License-Identifier: GPL-2.0-only
import { slug } from '../cases.ts';
import { type FormatSettings, jsonText, type OutputFormat } from '../format.ts';
import type { ReportedDesign, ReportedPatch, Results } from '../model.ts';
import { type Outcome, outcomeOf, summaryLine } from '../summary.ts';

/**
 * For each patch the bodies of POST /api/patches/ID/checks/, with what its ID is found by. A series has no checks: each
 * of its patches gets them.
 */
export const patchwork: OutputFormat = {
  name: 'patchwork',
  summary: 'for each patch, the bodies of POST /patches/ID/checks/ of Patchwork',
  write: (results, settings) => jsonText(checks(results, settings)),
};

const STATE = { pass: 'success', warn: 'warning', fail: 'fail' } as const;
const CONTEXT_LENGTH = 255;
const URL_LENGTH = 200;

function checks(results: Results, settings: FormatSettings): object[] {
  const { failure } = results;
  if (failure) {
    const description = summaryLine(results);
    return [{ patch: {}, checks: [{ state: 'fail', context: contextOf(results, undefined), description }] }];
  }
  const byPatch = new Map<string, { patch: ReportedPatch; designs: ReportedDesign[] }>();
  for (const design of results.designs)
    for (const patch of design.patches) {
      const key = patch.messageId ?? JSON.stringify([patch.sha256, patch.subject]);
      const known = byPatch.get(key) ?? { patch, designs: [] };
      known.designs.push(design);
      byPatch.set(key, known);
    }
  return [...byPatch.values()].map(({ patch, designs }) => ({
    patch: {
      ...(patch.messageId === undefined ? {} : { msgid: patch.messageId }),
      subject: patch.subject,
      ...(patch.sha256 === undefined ? {} : { sha256: patch.sha256 }),
    },
    checks: [...byContext(results, judging(patch, designs))].map(([context, some]) => {
      const worst = worstOf(some);
      return {
        state: STATE[outcomeOf([worst])],
        context,
        description: `${worst.name}: ${summaryLine({ designs: [worst] })}`,
        ...targetOf(worst, settings),
      };
    }),
  }));
}

/**
 * The designs that tell something of a patch. One that lies below others is judged by what has it alone: what a design
 * on top of it does wrong is not its fault. Where nothing ran it alone, all that have it tell.
 */
function judging({ role }: ReportedPatch, designs: readonly ReportedDesign[]): readonly ReportedDesign[] {
  if (role === 'own') return designs;
  const alone = designs.filter(({ patches }) => patches.every((one) => one.role === 'prerequisite'));
  return alone.length > 0 ? alone : designs;
}

/** A later check of a context replaces the one before it, so that a patch has one of each. */
function byContext(results: Results, designs: readonly ReportedDesign[]): Map<string, ReportedDesign[]> {
  const contexts = new Map<string, ReportedDesign[]>();
  for (const design of designs) {
    const context = contextOf(results, design);
    contexts.set(context, [...(contexts.get(context) ?? []), design]);
  }
  return contexts;
}

/** The first of those with the worst outcome. */
function worstOf(designs: readonly ReportedDesign[]): ReportedDesign {
  const of = (state: Outcome) => designs.find((one) => outcomeOf([one]) === state);
  return of('fail') ?? of('warn') ?? (designs[0] as ReportedDesign);
}

/** One name for one kind of check, so that a later one replaces an earlier: `kpw-run-debian-6_1-x86-intel`. */
function contextOf({ verb }: Results, design: ReportedDesign | undefined): string {
  const parts = ['kpw', verb, design?.tree?.label ?? design?.tree?.spec, design?.machine?.id];
  return parts
    .flatMap((part) => (part ? [slug(part)] : []))
    .join('-')
    .slice(0, CONTEXT_LENGTH);
}

function targetOf({ run }: ReportedDesign, { artifacts }: FormatSettings): { target_url?: string } {
  if (artifacts === undefined || run === undefined) return {};
  const url = `${artifacts}/${encodeURIComponent(run)}/`;
  return url.length <= URL_LENGTH ? { target_url: url } : {};
}
