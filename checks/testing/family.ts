// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderPage } from '../engine/docs.ts';
import { examineBy } from '../engine/examine.ts';
import { formatLine, pageOf } from '../engine/format.ts';
import type { Category, Finding, Rule } from '../rule.ts';
import { type Sample, subjectOf } from '../samples/sample.ts';

export interface Samples {
  readonly rule: Rule;
  readonly bad: readonly Sample[];
  readonly good: readonly Sample[];
}

/** The samples of rules, from the folders of their families. */
export function samplesOf(rules: readonly Rule[]): Promise<Samples[]> {
  return Promise.all(
    rules.map(async (rule) => {
      const { bad } = await import(`../${rule.category}/samples/${rule.id}.bad.ts`);
      const { good } = await import(`../${rule.category}/samples/${rule.id}.good.ts`);
      return { rule, bad, good };
    }),
  );
}

/** What each sample is, and below it what the given rules say of it. */
export function transcript(
  samples: readonly Samples[],
  rulesFor: (own: Rule) => readonly Rule[],
  keep: (sample: Sample, found: readonly Finding[]) => boolean = () => true,
): string {
  return samples
    .flatMap(({ rule, bad, good }) =>
      [
        ...bad.map((sample) => ({ sample, kind: 'bad' })),
        ...good.map((sample) => ({ sample, kind: 'good' })),
      ].flatMap(({ sample, kind }) => {
        const { findings } = examineBy(subjectOf(sample), { catalogue: rulesFor(rule) });
        if (!keep(sample, findings)) return [];
        return [
          `${rule.id}, ${kind}: ${sample.name}`,
          ...findings.map((finding) => `    ${formatLine(finding)}`),
        ];
      }),
    )
    .join('\n');
}

/**
 * The tests that every family of rules has: each rule finds its bad samples and not its safe twins, the whole family
 * over all its samples says what stands in checks/<family>/samples/all.txt, and docs/rules has a page for each.
 */
export async function testFamily(category: Category, rules: readonly Rule[]): Promise<void> {
  const samples = await samplesOf(rules);

  it(`rules of the family ${category} have its name in their ids`, () => {
    expect(rules.filter((rule) => rule.category !== category || !rule.id.startsWith(`${category}-`))).toEqual(
      [],
    );
    expect(
      rules.filter(({ id }) => !existsSync(new URL(`../${category}/${id}.ts`, import.meta.url))),
    ).toEqual([]);
  });

  it.each(
    samples.map((all) => [all.rule.id, all] as const),
  )('%s fires on its own bad samples at its severity and effect, and on no safe twin', (_, all) => {
    const { rule, bad, good } = all;
    const own = (sample: Sample) => [...examineBy(subjectOf(sample), { catalogue: [rule] }).findings];
    expect(bad.filter((sample) => own(sample).length === 0).map(({ name }) => name)).toEqual([]);
    // A safe twin may be worth a note, not more; one of a rule that only makes notes is worth none.
    const isMore = ({ severity }: Finding) => severity !== 'note' || rule.severity === 'note';
    expect(good.filter((sample) => own(sample).some(isMore)).map(({ name }) => name)).toEqual([]);
    expect([bad.length, good.length].every((count) => count > 0)).toBe(true);
    const worst = bad
      .flatMap(own)
      .filter(({ severity, effect }) => severity === rule.severity && effect === rule.effect);
    expect(worst).not.toEqual([]);
  });

  it(`the family ${category} over all its samples finds what they show (vitest -u writes it)`, async () => {
    await expect(`${transcript(samples, () => rules)}\n`).toMatchFileSnapshot(
      `../${category}/samples/all.txt`,
    );
  });

  it.each(
    samples.map((all) => [all.rule.id, all] as const),
  )('docs/rules/%s.md is what the rule and its samples say (vitest -u writes it)', async (_, all) => {
    await expect(renderPage(all.rule, all)).toMatchFileSnapshot(`../../${pageOf(all.rule.id)}`);
  });
}
