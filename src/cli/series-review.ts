// SPDX-License-Identifier: GPL-2.0-only
import { rules } from '../../checks/index.ts';
import type { Finding, Rule, RunSeen } from '../../checks/rule.ts';
import type { Context } from '../context.ts';
import { examineDesigns } from '../evidence/uapi/designs.ts';
import { NotReady } from '../series/errors.ts';
import type { Designs } from '../series/generate.ts';
import type { Mail } from '../series/mail.ts';
import type { Terminal } from './command.ts';
import { findingLines } from './finding-text.ts';

/** Rules of other families about what a reviewer reads first. */
const BESIDE: readonly string[] = ['message-commit-reference'];

function isReview({ id, category }: Rule): boolean {
  return category === 'review' || BESIDE.includes(id);
}

/**
 * What a strict reviewer would say of a series of one design, at the level of a warning or above, worst first.
 *
 * @param mails as they are to be sent, the cover letter among them
 * @param skip patches that are left out
 * @param run what a kept run saw of this design
 * @throws what looking into the tree throws
 */
export async function remarksOn(
  designs: Designs,
  mails: readonly Mail[],
  skip: number,
  run: RunSeen | undefined,
  context: Context,
): Promise<Finding[]> {
  const [{ composition: whole, ...choice }] = designs.variants as [Designs['variants'][number]];
  const composition = {
    ...{ pristine: whole.pristine, edited: whole.edited, patches: whole.patches.slice(skip) },
    get layout() {
      return whole.layout;
    },
  };
  const others = ['own', ...rules.filter((rule) => !isReview(rule)).map(({ id }) => id)];
  const { topic, tree } = designs;
  const series = { ...choice, topic, tree, composition, mails };
  const examined = await examineDesigns(designs, [series], context, others, async () => run);
  const { findings = [] } = examined.get(choice.variant.id)?.examination ?? {};
  return findings.filter(({ severity }) => severity !== 'note');
}

/** @throws NotReady where there are remarks */
export function refuseRemarks(remarks: readonly Finding[], name: string, spec: string): void {
  if (remarks.length === 0) return;
  throw new NotReady({
    title: `a reviewer would ${remarks.length === 1 ? 'have 1 thing' : `have ${remarks.length} things`} to say, and nothing was written`,
    where: `${name} on ${spec}`,
    detail: remarks
      .map(({ file, line, severity, message, rule }) => `${file}:${line}: ${severity}: ${message} [${rule}]`)
      .join('\n'),
    hint: 'Mend the template, or answer in its message; docs/rules has a page for each. --anyway writes the mails as they are.',
  });
}

/** The same remarks as a text, for --anyway. */
export function remarkLines(remarks: readonly Finding[], terminal: Terminal): string[] {
  if (remarks.length === 0) return [];
  const count = `${remarks.length} ${remarks.length === 1 ? 'remark' : 'remarks'}`;
  return [
    `${terminal.colour.bad('not fit to send')}: ${count} of a strict reviewer (--anyway)`,
    ...remarks.flatMap((one) => findingLines(one, terminal, true)),
  ];
}
