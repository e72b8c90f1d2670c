// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { type Designs, mail } from '../../series/generate.ts';
import type { AnyTopic } from '../../series/topic.ts';
import { templatesOf } from '../../series/topic-home.ts';
import { examineDesigns } from '../uapi/designs.ts';
import { LEFT_OUT } from '../uapi/left-out.ts';
import type { Column } from './column.ts';
import { attempt, type LaidColumn } from './designs.ts';

/** Asks the rules of designs whose patches are others than when they were asked last. */
export async function examineLaid(
  topic: AnyTopic,
  laid: readonly LaidColumn[],
  columns: readonly Column[],
  project: string,
  context: Context,
): Promise<void> {
  const due = laid.flatMap(({ name, designs }) => {
    const column = columns.find((one) => one.name === name);
    const key = designs && patchesKey(designs);
    return column && designs && key !== undefined && key !== column.examined
      ? [{ column, designs, key }]
      : [];
  });
  // Those of one tree are examined together: to read the tree takes a second.
  const groups = new Map<Designs['baseline'], typeof due>();
  for (const one of due) groups.set(one.designs.baseline, [...(groups.get(one.designs.baseline) ?? []), one]);
  for (const [, group] of groups) {
    const [first] = group;
    if (!first) continue;
    // Columns of one design differ in how its modules are loaded.
    const all = group.flatMap((one) => one.designs.variants);
    const variants = [...new Map(all.map((one) => [one.variant.id, one])).values()];
    const designs: Designs = { ...first.designs, variants };
    const examined = await attempt(async () => {
      const series = await mail(designs, templatesOf(project, topic), context);
      return examineDesigns(designs, series, context, LEFT_OUT);
    });
    for (const { column, key, designs: own } of group) {
      column.examined = key;
      const [{ variant }] = own.variants as [Designs['variants'][number]];
      column.findings =
        examined instanceof Failure ? [] : (examined.get(variant.id)?.examination.findings ?? []);
    }
  }
}

function patchesKey({ variants }: Designs): string {
  const hash = createHash('sha256');
  for (const { composition } of variants)
    for (const { subject, body, after } of composition.patches) {
      hash.update(`${subject}\0${body}\0`);
      for (const [path, text] of after) hash.update(`${path}\0`).update(text, 'latin1');
    }
  return hash.digest('hex');
}
