// SPDX-License-Identifier: GPL-2.0-only
// What a switch answers to values that none of its cases names.
import { textOf } from '../../../src/c/parse.ts';
import { type Code, flat, memoCode, nodesIn } from './code.ts';
import { inner } from './condition.ts';

export interface SwitchDefault {
  /** What is asked, on one line: `attr->mode`. */
  readonly asked: string;
  /** Labels of the other cases. */
  readonly labels: readonly string[];
  /** Labels of cases whose arm asks for no capability. */
  readonly exempt: readonly string[];
  /** What the default answers: `EINVAL`; undefined where it answers no error. */
  readonly errno: string | undefined;
  /** The capability that the default asks for, `capable(CAP_SYS_ADMIN)`. */
  readonly privilege: string | undefined;
  readonly code: Code;
}

const CAPABLE = /\b\w*capable\w*\s*\([^()]*\)/;

/** The switches of code that have a default. */
export const switchDefaultsIn = memoCode(({ file, node }): readonly SwitchDefault[] =>
  textOf(file, node).includes('default:')
    ? nodesIn({ file, node }, 'switch_statement').flatMap((one) => {
        const [condition, body] = [one.childForFieldName('condition'), one.childForFieldName('body')];
        const arms = (body?.namedChildren ?? []).filter(({ type }) => type === 'case_statement');
        const last = arms.find((arm) => !arm.childForFieldName('value'));
        if (!condition || !last) return [];
        const text = textOf(file, last);
        const named: { label: string; text: string }[] = [];
        let waiting: string[] = [];
        for (const arm of arms) {
          const value = arm.childForFieldName('value');
          if (!value) {
            waiting = [];
            continue;
          }
          waiting.push(textOf(file, value));
          // A label without statements falls into the next one.
          if (arm.namedChildren.filter(({ type }) => type !== 'comment').length <= 1) continue;
          named.push(...waiting.map((label) => ({ label, text: textOf(file, arm) })));
          waiting = [];
        }
        return [
          {
            asked: flat(file, inner(condition)),
            labels: named.map(({ label }) => label),
            exempt: named.filter((each) => !CAPABLE.test(each.text)).map(({ label }) => label),
            errno: /(?:\breturn|=)\s*-(E[A-Z0-9]+)\s*;/.exec(text)?.[1],
            privilege: CAPABLE.exec(text)?.[0],
            code: { file, node: last },
          },
        ];
      })
    : [],
);
