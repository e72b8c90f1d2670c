// SPDX-License-Identifier: GPL-2.0-only
import { hasGrown } from '../lib/constants.ts';
import { macroChanges } from '../lib/macros.ts';
import { stringOf } from '../lib/strings.ts';
import { oneLine, placed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'mac-undetermined',
  severity: 'warning',
  effect: 'undetermined',
  category: 'mac',
  needs: ['uapi'],
  title: 'A macro has another text, and kpw cannot tell whether its value changed.',
  why: `Somebody has to look at it: kpw calls it neither clean nor a break.`,
  reference: 'Documentation/dev-tools/checkuapi.rst',
  todo: 'Compare the two texts by hand.',
  compare(subject) {
    const changes = macroChanges(subject);
    const { uapi } = subject;
    if (!changes) return [];
    const unknown = changes.undetermined.map(({ pair, reason }): Found => {
      const message = `kpw cannot tell the value of ${pair.name}: ${reason}`;
      return { ...placed(pair), message };
    });
    const texts = changes.texts
      .filter(
        ({ before, after }) =>
          !uapi || stringOf(uapi.before, before) === undefined || stringOf(uapi.after, after) === undefined,
      )
      .map((pair): Found => {
        const [was, is] = [pair.before, pair.after].map(({ body }) => oneLine(body) || 'empty');
        if (hasGrown(pair.before.body, pair.after.body))
          return {
            ...placed(pair),
            severity: 'note',
            effect: 'additive',
            message: `the list ${pair.name} has more entries`,
          };
        const message = `${pair.name} was \`${was}\`, now it is \`${is}\`; kpw cannot compare the two as integers`;
        return { ...placed(pair), message };
      });
    return [...unknown, ...texts];
  },
};
