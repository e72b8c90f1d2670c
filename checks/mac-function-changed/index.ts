// SPDX-License-Identifier: GPL-2.0-only
import type { ApiMacro } from '../../src/uapi/model.ts';
import { hasGrown } from '../lib/constants.ts';
import { macroChanges } from '../lib/macros.ts';
import { oneLine, placed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'mac-function-changed',
  severity: 'error',
  effect: 'source-break',
  category: 'mac',
  needs: ['uapi'],
  title: 'A function-like macro takes other parameters, or expands to other tokens.',
  why: `Another number of parameters does not compile. Another expansion is compiled into every program anew, while binaries keep the old one; whether the two give the same is not for a text to tell.`,
  reference: 'Documentation/process/coding-style.rst, "Macros, Enums and RTL"',
  todo: 'Say in the commit message why both expansions give the same, or add a macro with a new name.',
  compare: (subject) =>
    (macroChanges(subject)?.functions ?? []).map((pair): Found => {
      const { name, before, after } = pair;
      const arity = (macro: ApiMacro) =>
        macro.parameters
          ? `${macro.parameters.length} parameter${macro.parameters.length === 1 ? '' : 's'}`
          : 'none at all';
      if (before.parameters?.length !== after.parameters?.length) {
        const message = `${name}() had ${arity(before)}, now it has ${arity(after)}`;
        return { ...placed(pair), message, breaks: ['recompiled source'] };
      }
      if (hasGrown(before.body, after.body))
        return {
          ...placed(pair),
          severity: 'note',
          effect: 'additive',
          message: `the list ${name}() has more entries`,
        };
      const message = `${name}() was \`${oneLine(before.body)}\`, now it is \`${oneLine(after.body)}\`; whether that gives the same could not be told`;
      return { ...placed(pair), severity: 'warning', effect: 'undetermined', message };
    }),
};
