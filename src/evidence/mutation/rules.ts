// SPDX-License-Identifier: GPL-2.0-only
import { examineBy } from '../../../checks/engine/examine.ts';
import type { Mutant } from '../../mutate/kinds.ts';
import type { Composition } from '../../series/compose.ts';
import type { Finding } from '../../series/finding.ts';
import type { Designs } from '../../series/generate.ts';
import { sideOfTree } from '../../uapi/side/tree.ts';
import { TARGETS } from '../../uapi/targets.ts';
import { ruleCatalogue } from '../catalogue.ts';
import { sidesSubject } from '../uapi/compare-sides.ts';
import { type DesignSides, designSides } from '../uapi/designs.ts';
import type { Killer } from './schema.ts';
import type { MutationSubject } from './subjects.ts';

/** What the rules say of a mutant that they do not say of the sound design. */
export class RuleCheck {
  private readonly sound = new Map<string, Set<string>>();

  private constructor(private readonly sides: DesignSides) {}

  static async of(designs: Designs): Promise<RuleCheck> {
    return new RuleCheck(designSides(designs, await sideOfTree(designs.tree)));
  }

  killer(subject: MutationSubject, { path, text }: Mutant): Killer | undefined {
    const { name, composition } = subject.cell;
    let known = this.sound.get(name);
    if (!known) {
      known = new Set(this.findings(subject, composition).map(keyOf));
      this.sound.set(name, known);
    }
    const mutated = { ...composition, edited: composition.edited.withTexts(new Map([[path, text]])) };
    const fresh = this.findings(subject, mutated).find((finding) => !known.has(keyOf(finding)));
    return fresh && { by: 'rule', what: `${fresh.rule}: ${fresh.message}` };
  }

  private findings({ cell, below }: MutationSubject, { edited, patches }: Composition): Finding[] {
    const side = (name: string, snapshot: Composition['edited']) =>
      this.sides.side(name, { ...cell.composition, edited: snapshot });
    const subject = sidesSubject(side('below', below.edited), side(cell.name, edited), TARGETS);
    const own = patches.slice(below.patches.length).map((patch) => ({
      ...patch,
      // The mistake is in the last patch that touches the file.
      after: new Map([...patch.after].map(([path, text]) => [path, edited.texts.get(path) ?? text])),
    }));
    return examineBy({ ...subject, patches: own }, { catalogue: ruleCatalogue({}) }).findings.filter(
      ({ severity, effect }) => severity !== 'note' && !effect?.startsWith('additive'),
    );
  }
}

/** The same finding in other words is the same: messages quote code, and lines move. */
function keyOf({ rule, file, symbol }: Finding): string {
  return [rule, file, symbol].join('\0');
}
