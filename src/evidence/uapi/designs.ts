// SPDX-License-Identifier: GPL-2.0-only
import { examineBy } from '../../../checks/engine/examine.ts';
import type { RunSeen } from '../../../checks/rule.ts';
import type { Context } from '../../context.ts';
import type { Composition } from '../../series/compose.ts';
import type { Designs, MailedSeries } from '../../series/generate.ts';
import { growthText } from '../../uapi/growth.ts';
import { overlay } from '../../uapi/side/overlay.ts';
import type { UapiSide } from '../../uapi/side/side.ts';
import { sideOfTree } from '../../uapi/side/tree.ts';
import { TARGETS } from '../../uapi/targets.ts';
import { ruleCatalogue } from '../catalogue.ts';
import { withSurroundings } from '../patches/surroundings.ts';
import { changedTexts, touchedPaths } from './changed-texts.ts';
import { sidesSubject } from './compare-sides.ts';
import type { ExaminedDesign } from './examined-design.ts';
import { type ExaminationInputs, keptExamination } from './kept-examination.ts';

/** A tree with its designs as sides: what each does is judged against the tree with the prerequisite. */
export interface DesignSides {
  readonly base: UapiSide;
  side(name: string, composition: Composition): UapiSide;
}

/** @param below the tree as it is */
export function designSides(designs: Designs, below: UapiSide): DesignSides {
  // A driver that not every tree has at hand would look as if the design that touches it had brought it.
  const lacking = [...touchedPaths(designs)].filter((path) => below.sources.get(path) === undefined);
  const side = (name: string, composition: Composition) => {
    const texts = new Map(changedTexts(designs, composition));
    for (const path of lacking) {
      const text = composition.edited.texts.get(path);
      if (text !== undefined) texts.set(path, text);
    }
    return overlay(below, texts, { spec: name, label: name });
  };
  return { base: side(`${below.spec} with the prerequisite`, designs.prerequisite), side };
}

/**
 * Examines the series of all designs of a tree, by the id of the variant.
 *
 * @param seen what a kept run saw of a design; undefined where there is none
 */
export async function examineDesigns(
  designs: Designs,
  series: readonly MailedSeries[],
  context: Context,
  disable: readonly string[] = [],
  seen: (one: MailedSeries) => Promise<RunSeen | undefined> = async () => undefined,
): Promise<Map<string, ExaminedDesign>> {
  // Reading a tree as a side takes a second, and may not be needed.
  let sides: Promise<DesignSides> | undefined;
  const sidesOnce = () => {
    sides ??= sideOfTree(designs.tree).then((below) => designSides(designs, below));
    return sides;
  };
  const examined = new Map<string, ExaminedDesign>();
  for (const one of series) {
    const origins = one.variant.threads ?? [designs.topic.thread];
    const asked = { disable, origins, run: await seen(one) };
    const make = async () => examineDesign(designs, one, await sidesOnce(), asked, context);
    examined.set(one.variant.id, await keptExamination(designs, one, asked, context, make));
  }
  return examined;
}

async function examineDesign(
  designs: Designs,
  { variant, composition, mails }: MailedSeries,
  { base, side }: DesignSides,
  { disable, origins, run }: ExaminationInputs,
  context: Context,
): Promise<ExaminedDesign> {
  const compared = sidesSubject(base, side(variant.id, composition), TARGETS);
  const { mails: _, ...others } = compared.lacks;
  const lacks = {
    ...others,
    sending: 'kpw generate makes patches, which nobody has signed off and sent',
  };
  const own = { ...compared, lacks, mails, patches: composition.patches, origins, ...(run ? { run } : {}) };
  const subject = await withSurroundings(own, designs.tree, disable, context);
  const examination = examineBy(subject, { disable, catalogue: ruleCatalogue(context) });
  const { verdict } = examination;
  return { examination, uapi: { verdict, growth: subject.uapi ? growthText(subject.uapi) : 'nothing' } };
}
