// SPDX-License-Identifier: GPL-2.0-only
import type { Rule } from '../../checks/rule.ts';
import { SEVERITIES } from '../series/finding.ts';
import type { ReportedDesign, ReportedRule } from './model.ts';

/** What programs and not rules find, in place of the pages that rules have. */
const ENGINE: Readonly<Record<string, Pick<ReportedRule, 'title' | 'why' | 'reference' | 'todo'>>> = {
  checkpatch: {
    title: "The tree's own checkpatch.pl complains.",
    why: 'Maintainers run it before they look at a patch.',
    reference: 'Documentation/dev-tools/checkpatch.rst',
    todo: 'Do as it says, or say in the message why not.',
  },
  'compile-error': {
    title: 'A patch does not compile.',
    why: 'Every patch of a series has to build, or bisection breaks at it.',
    reference: 'Documentation/process/submitting-patches.rst, Separate your changes',
    todo: 'Mend the patch that the message names.',
  },
  'compile-warning': {
    title: 'A patch brings a warning of the compiler or of sparse.',
    why: 'Trees that build without warnings are to stay so.',
    reference: 'Documentation/process/submit-checklist.rst',
    todo: 'Mend the line, in the patch that the message names.',
  },
  'compile-skipped': {
    title: 'A changed file was not compiled.',
    todo: 'Compile it by hand, with a configuration that has it.',
  },
  confirm: {
    title: "A compiler contradicts kpw's layout of a type.",
    todo: 'Believe the compiler, and report it.',
  },
};

/** The rules that findings of these designs are of, in the order of the catalogue. */
export function reportedRules(
  designs: readonly ReportedDesign[],
  catalogue: readonly Pick<Rule, 'id' | 'title' | 'severity' | 'why' | 'reference' | 'todo' | 'category'>[],
): ReportedRule[] {
  const findings = designs.flatMap((design) => design.findings);
  const ids = new Set(findings.map(({ rule }) => rule));
  const known = catalogue.filter(({ id }) => ids.has(id));
  for (const { id } of known) ids.delete(id);
  const others = [...ids].sort().map((id): ReportedRule => {
    const own = new Set(findings.filter(({ rule }) => rule === id).map(({ severity }) => severity));
    const severity = SEVERITIES.find((one) => own.has(one)) ?? 'note';
    return { id, severity, ...(ENGINE[id] ?? { title: id }) };
  });
  const rules = known.map(
    ({ id, title, severity, why, reference, todo, category }): ReportedRule => ({
      ...{ id, title, severity, why, reference, todo },
      ...(category === 'own' ? {} : { page: `docs/rules/${id}.md` }),
    }),
  );
  return [...rules, ...others];
}
