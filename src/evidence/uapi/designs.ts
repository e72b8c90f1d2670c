// SPDX-License-Identifier: GPL-2.0-only
import { type Examination, examine } from '../../../checks/index.ts';
import type { Composition } from '../../series/compose.ts';
import type { Designs, Series } from '../../series/generate.ts';
import { growth } from '../../uapi/growth.ts';
import type { Side } from '../../uapi/side-model.ts';
import { overlay } from '../../uapi/side-overlay.ts';
import { sideOfTree } from '../../uapi/side-tree.ts';
import { TARGETS } from '../../uapi/targets.ts';
import type { CellEvidence } from '../schema.ts';
import { subjectOf } from './compare-sides.ts';

/** A tree with its designs as sides: what each does is judged against the tree with the prerequisite. */
export interface DesignSides {
  readonly base: Side;
  side(name: string, composition: Composition): Side;
}

/** @param below the tree as it is */
export function designSides({ baseline, prerequisite }: Designs, below: Side): DesignSides {
  const side = (name: string, { edited }: Composition) => {
    const changed = [...edited.texts].filter(([path, text]) => baseline.pristine.texts.get(path) !== text);
    return overlay(below, new Map(changed), { spec: name, label: name });
  };
  return { base: side(`${below.spec} with the prerequisite`, prerequisite), side };
}

/** What the rules say of a design and its mails, and what it costs userspace. */
export interface ExaminedDesign {
  readonly examination: Examination;
  readonly uapi: NonNullable<CellEvidence['uapi']>;
}

/** Examines the series of all designs of a tree, by the id of the variant. */
export async function examineDesigns(
  designs: Designs,
  series: readonly Series[],
  disable: readonly string[] = [],
): Promise<Map<string, ExaminedDesign>> {
  const { base, side } = designSides(designs, await sideOfTree(designs.tree));
  return new Map(
    series.map(({ variant, composition, mails }) => {
      const compared = subjectOf(base, side(variant.id, composition), TARGETS);
      const { mails: _, ...others } = compared.lacks;
      const lacks = {
        ...others,
        sending: 'kpw generate makes patches, which nobody has signed off and sent',
      };
      const subject = { ...compared, lacks, mails, patches: composition.patches };
      const examination = examine(subject, { disable });
      const { verdict } = examination;
      return [
        variant.id,
        { examination, uapi: { verdict, growth: subject.uapi ? growth(subject.uapi) : 'nothing' } },
      ];
    }),
  );
}
