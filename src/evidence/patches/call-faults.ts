// SPDX-License-Identifier: GPL-2.0-only
import type { Rule, Subject } from '../../../checks/rule.ts';
import { rule as callArguments } from '../../../checks/tre/tre-arguments.ts';
import { rule as nameAbsent } from '../../../checks/tre/tre-name-absent.ts';
import { rule as staticElsewhere } from '../../../checks/tre/tre-static-elsewhere.ts';
import type { Context } from '../../context.ts';
import type { Designs } from '../../series/generate.ts';
import { elsewhereOf } from './around.ts';

/** Rules about calls that do not build on a tree: none of them needs more than texts and an index of words. */
const RULES: readonly Rule[] = [staticElsewhere, nameAbsent, callArguments];

/** A call of a design that its tree cannot take. */
export interface CallFault {
  readonly variant: string;
  /** Path in the tree. */
  readonly file: string;
  /** From 1, with all patches applied. */
  readonly line: number;
  readonly text: string;
}

/**
 * What of the designs' calls does not build on their tree: found without compiling, and only what is certain.
 *
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function callFaults(
  { tree, prerequisite, variants }: Designs,
  context: Context,
): Promise<CallFault[]> {
  const faults: CallFault[] = [];
  for (const { variant, composition } of variants) {
    const { patches, edited } = composition;
    const elsewhere = await elsewhereOf(tree, patches, context);
    const subject: Subject = {
      name: variant.id,
      ...{ before: prerequisite.edited, after: edited, patches },
      ...{ uapi: undefined, lacks: {}, mails: [] },
      ...(elsewhere ? { elsewhere } : {}),
    };
    for (const { compare } of RULES)
      for (const { file, line, message } of compare?.(subject) ?? [])
        faults.push({ variant: variant.id, file, line, text: message });
  }
  return faults;
}
