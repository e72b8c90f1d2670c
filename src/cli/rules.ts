// SPDX-License-Identifier: GPL-2.0-only
import type { Rule } from '../../checks/rule.ts';
import { didYouMean } from '../nearest.ts';
import { UnknownName } from '../series/errors.ts';
import { type Command, flag, type Terminal } from './command.ts';
import { JSON_OUTPUT } from './options.ts';

export const rules: Command = {
  name: 'rules',
  arguments: '[names...]',
  summary: 'the catalogue of rules: what each finds, what it means, where it is written, what to do',
  description: `Names are rules (lay-member-moved) or families (lay). docs/rules has a page for each rule, with samples.

  kpw rules lay
  kpw rules beh-never-produced`,
  options: [JSON_OUTPUT],
  async run(names, options, terminal) {
    const found = await selectRules(names);
    if (flag(options, 'json')) {
      const data = found.map(({ compare: _, lint: __, ...rule }) => ({
        ...rule,
        page: `docs/rules/${rule.id}.md`,
      }));
      terminal.print(JSON.stringify(data, null, 2));
    } else
      for (const rule of found)
        terminal.print(names.length > 0 ? explain(rule, terminal) : brief(rule, terminal));
    return 0;
  },
};

/**
 * Rules by id or family, all where none is named.
 *
 * @param others what the names may be as well where they are given, to be told as the nearest
 * @throws UnknownName with the nearest names
 */
export async function selectRules(
  names: readonly string[],
  others: readonly string[] = [],
): Promise<readonly Rule[]> {
  const { rules: all } = await import('../../checks/index.ts');
  const known = [...new Set(all.flatMap(({ id, category }) => [id, category]))];
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new UnknownName({
      title: `no ${others.length > 0 ? 'effect, rule' : 'rule'} or family is called "${name}"`,
      hint: didYouMean(name, [...others, ...known]) ?? 'kpw rules lists them.',
    });
  }
  return names.length === 0
    ? all
    : all.filter(({ id, category }) => names.includes(id) || names.includes(category));
}

function brief({ id, effect, severity, title }: Rule, { colour }: Terminal): string {
  return `${colour.bold(id)}  ${effect ?? severity}\n    ${title}`;
}

/** All that a rule says of itself. */
export function explain(rule: Rule, { colour }: Terminal): string {
  const { id, category, effect, severity, title, why, reference, todo, needs } = rule;
  return [
    `${colour.bold(id)}  ${[effect, severity, `family ${category}`].filter(Boolean).join(', ')}`,
    `  finds  ${title}`,
    `  why    ${why}`,
    `  see    ${reference}`,
    `  do     ${todo}`,
    ...(needs.length > 0 ? [`  needs  ${needs.join(', ')}`] : []),
    `  page   docs/rules/${id}.md`,
    '',
  ].join('\n');
}
