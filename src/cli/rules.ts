// SPDX-License-Identifier: GPL-2.0-only
import { relative } from 'node:path';
import type { Rule } from '../../checks/rule.ts';
import type { Context } from '../context.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { didYouMean } from '../nearest.ts';
import { BadParameter, UnknownName } from '../series/errors.ts';
import { type Command, flag, type Terminal } from './command.ts';
import { homesOf } from './homes.ts';
import { JSON_OUTPUT, TOPICS } from './options.ts';
import { loadRules, withOwnRules } from './own-rules.ts';

export const rules: Command = {
  name: 'rules',
  arguments: '[names...]',
  summary: 'list the rules: what each finds, what it means, where it is written, what to do',
  description: `Names are rules (lay-member-moved) or families (lay). docs/rules has a page for each rule, with samples.
Rules of your own, in rules/ of a folder of yours, are the family own. --try holds them to their samples: a rule finds
something in each bad one, and nothing in a good one. Exit status 1 where that is not so.

  kpw rules lay
  kpw rules beh-never-produced
  kpw rules --try`,
  options: [{ flags: '--try', help: 'hold rules of your own to their samples' }, TOPICS, JSON_OUTPUT],
  async run(names, options, plain) {
    const homes = await homesOf(options);
    const context = await withOwnRules(homes, plain.context);
    const terminal = { ...plain, context };
    const found = await selectRules(names, context);
    if (flag(options, 'try')) return tryOwn(found, homes, flag(options, 'json'), terminal);
    if (flag(options, 'json')) {
      const data = found.map(({ compare: _, lint: __, ...rule }) => ({ ...rule, ...pageOf(rule) }));
      terminal.print(JSON.stringify(data, null, 2));
    } else
      for (const rule of found)
        terminal.print(names.length > 0 ? explain(rule, terminal) : brief(rule, terminal));
    return EXIT_STATUS.OK;
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
  context: Context,
  others: readonly string[] = [],
): Promise<readonly Rule[]> {
  const { ruleCatalogue: catalogueOf } = await import('../evidence/catalogue.ts');
  const all = catalogueOf(context);
  const known = [...new Set(all.flatMap(({ id, category }) => [id, category]))];
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new UnknownName({
      title: `no ${others.length > 0 ? 'effect, rule' : 'rule'} or family is called "${name}"`,
      hint: [
        didYouMean(name, [...others, ...known]),
        ...(others.length > 0 ? [`Effects: ${others.join(', ')}.`] : []),
        'kpw rules lists rules and families.',
      ]
        .filter(Boolean)
        .join(' '),
    });
  }
  return names.length === 0
    ? all
    : all.filter(({ id, category }) => names.includes(id) || names.includes(category));
}

async function tryOwn(
  chosen: readonly Rule[],
  homes: Awaited<ReturnType<typeof homesOf>>,
  json: boolean,
  { print, colour }: Terminal,
): Promise<number> {
  const { untrueSamples } = await import('../own/rules.ts');
  const { loaded } = await loadRules(homes);
  const tried = loaded.flatMap(({ id, file, rule, samples }) =>
    rule && chosen.some((one) => one.id === id)
      ? [
          {
            rule: id,
            file,
            tried: samples.bad.length + samples.good.length,
            untrue: untrueSamples(rule, samples),
          },
        ]
      : [],
  );
  if (tried.length === 0)
    throw new BadParameter({
      title: 'there is no rule of your own to try',
      where: '--try',
      hint: 'kpw new rule NAME begins one, in rules/ of a folder of yours; --topics names the folder.',
    });
  if (json) print(JSON.stringify(tried, null, 2));
  else
    for (const { rule, file, tried: count, untrue } of tried) {
      const sum =
        untrue.length === 0
          ? colour.good(`${count} samples as they should be`)
          : colour.bad('not as its samples say');
      print(`${colour.bold(rule)}  ${sum}  ${colour.dim(relative(process.cwd(), file))}`);
      for (const { name, said } of untrue) print(`    ${name}: ${said}`);
    }
  return tried.some(({ untrue }) => untrue.length > 0) ? EXIT_STATUS.FINDINGS : EXIT_STATUS.OK;
}

function brief({ id, effect, severity, title }: Rule, { colour }: Terminal): string {
  return `${colour.bold(id)}  ${effect ?? severity}\n    ${title}`;
}

/** Rules of one's own have none. */
function pageOf({ id, category }: Pick<Rule, 'id' | 'category'>): { readonly page?: string } {
  return category === 'own' ? {} : { page: `docs/rules/${id}.md` };
}

/** All that a rule says of itself. */
export function explain(rule: Rule, { colour }: Terminal): string {
  const { id, category, effect, severity, title, why, reference, todo, needs } = rule;
  const { page } = pageOf(rule);
  return [
    `${colour.bold(id)}  ${[effect, severity, `family ${category}`].filter(Boolean).join(', ')}`,
    `  finds  ${title}`,
    `  why    ${why}`,
    `  see    ${reference}`,
    `  do     ${todo}`,
    ...(needs.length > 0 ? [`  needs  ${needs.join(', ')}`] : []),
    ...(page === undefined ? [] : [`  page   ${page}`]),
    '',
  ].join('\n');
}
