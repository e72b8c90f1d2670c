// SPDX-License-Identifier: GPL-2.0-only
// What a comparison came to, for people: a table, and the deviations by their reason.
import { type Compared, KINDS, type Kind, type Verdict } from './compare.ts';

const VERDICTS: readonly Verdict[] = ['equal', 'different', 'undetermined', 'missing'];

export interface Row {
  readonly kind: Kind;
  readonly compared: number;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Percent of the compared that the engine decided. */
  readonly decided: number;
}

export function rows(all: readonly Compared[]): Row[] {
  return KINDS.map((kind) => {
    const own = all.filter((one) => one.kind === kind);
    const count = (verdict: Verdict) => own.filter((one) => one.verdict === verdict).length;
    const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)])) as Row['counts'];
    const decided = own.length === 0 ? 100 : ((counts.equal + counts.different) / own.length) * 100;
    return { kind, compared: own.length, counts, decided };
  });
}

export const HEADING =
  '| tree | target | kind | compared | equal | different | undetermined | missing | decided |\n|---|---|---|--:|--:|--:|--:|--:|--:|';

export function tableOf(tree: string, target: string, all: readonly Compared[]): string {
  return rows(all)
    .map(({ kind, compared, counts, decided }) => {
      const figures = [compared, ...VERDICTS.map((verdict) => counts[verdict])];
      return `| ${[tree, target, kind, ...figures, `${decided.toFixed(2)}%`].join(' | ')} |`;
    })
    .join('\n');
}

/** Deviations grouped by reason, the most frequent first, each with its first `examples` names. */
export function deviations(all: readonly Compared[], examples: number): string {
  const groups = new Map<string, Compared[]>();
  for (const one of all.filter(({ verdict }) => verdict !== 'equal')) {
    const key = `${one.verdict} ${one.kind}: ${one.detail.replace(/["`'][^"`']*["`']|-?\d+/g, '…')}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .flatMap(([key, group]) => [
      `${String(group.length).padStart(5)} ${key.slice(0, 300)}`,
      ...group
        .slice(0, examples)
        .map(({ header, name, detail }) => `        ${header} ${name}  ${detail.slice(0, 500)}`),
    ])
    .join('\n');
}
