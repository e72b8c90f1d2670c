// SPDX-License-Identifier: GPL-2.0-only

import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { examineBy } from '../../checks/engine/examine.ts';
import type { Found, Rule } from '../../checks/rule.ts';
import { type Sample, subjectOf } from '../../checks/samples/sample.ts';
import { mistakeIn, SourceMistake } from '../data-file.ts';
import type { Failure } from '../failure.ts';
import { firstIssue } from '../zod-text.ts';
import { bundleOwn } from './bundle.ts';
import { evaluateScript, type OwnModule } from './evaluate.ts';
import { RuleMalformed } from './failures.ts';
import { FoundShape, RuleShape } from './rule-shape.ts';
import type { Package } from './topics.ts';

/** What a file of rules/ exports by default: a rule, and made-up changes that it is held to. */
export interface OwnRule extends Omit<Rule, 'category' | 'apart'> {
  readonly samples: {
    /** It finds something in each. */
    readonly bad: readonly Sample[];
    /** It finds nothing in these, or what is worth a note. */
    readonly good: readonly Sample[];
  };
}

/** A rule of a folder, or why it is none. */
export type LoadedRule = { readonly id: string; readonly file: string } & (
  | { readonly rule: Rule; readonly samples: OwnRule['samples']; readonly mistake?: undefined }
  | { readonly rule?: undefined; readonly samples?: undefined; readonly mistake: Failure }
);

/**
 * The rules in folders called `rules`, by their files' names. Never throws for what a file says.
 *
 * @param homes folders of the user's
 * @param taken ids of the package's rules and names of their families
 */
export async function ownRules(
  homes: readonly string[],
  { api }: Pick<Package, 'api'>,
  taken: ReadonlySet<string>,
): Promise<{ readonly loaded: readonly LoadedRule[]; readonly stamp: string }> {
  const files = (await Promise.all([...new Set(homes)].map(ruleFiles))).flat();
  const stamp = createHash('sha256');
  const loaded: LoadedRule[] = [];
  for (const file of files) {
    const id = basename(file, '.ts');
    try {
      const script = await bundleOwn(file, Object.keys(api));
      stamp.update(JSON.stringify([file, script.text]));
      if (taken.has(id))
        throw new Error(`the package has a rule or family ${id}: give the file another name`);
      if (loaded.some((one) => one.id === id)) throw new Error(`two rules are called ${id}`);
      loaded.push({ id, file, ...ruleOf(id, evaluateScript(file, script, api)) });
    } catch (error) {
      loaded.push({ id, file, mistake: await ruleFailure(file, error) });
    }
  }
  return { loaded, stamp: stamp.digest('hex') };
}

async function ruleFiles(home: string): Promise<string[]> {
  const names = await readdir(join(home, 'rules')).catch(() => []);
  return names
    .filter((name) => name.endsWith('.ts') && !/\.(test|d)\.ts$/.test(name))
    .sort()
    .map((name) => join(home, 'rules', name));
}

function ruleOf(
  id: string,
  module: OwnModule,
): { readonly rule: Rule; readonly samples: OwnRule['samples'] } {
  const exported = module.exports.default;
  if (exported === undefined)
    throw new Error('it has no default export: write "export default" before the rule');
  const own = RuleShape.parse(exported) as unknown as OwnRule;
  if (own.id !== id)
    throw new z.ZodError([
      {
        ...{ code: 'custom', path: ['id'], input: undefined },
        message: `the file is called ${id}.ts, and the rule '${own.id}'`,
      },
    ]);
  const { samples, compare, lint, ...words } = own;
  const rule: Rule = {
    ...words,
    category: 'own',
    ...(compare ? { compare: guarded(module, 'compare()', compare.bind(own)) } : {}),
    ...(lint ? { lint: guarded(module, 'lint()', lint.bind(own)) } : {}),
  };
  return { rule, samples };
}

/** Bounded in time, and what it returns looked at. What it throws tells the line of the source. */
function guarded<A>(module: OwnModule, name: string, own: (given: A) => Found[]): (given: A) => Found[] {
  return (given) => {
    try {
      const found = module.guarded(name, own)(given);
      const parsed = FoundShape.safeParse(found);
      if (parsed.success) return found;
      throw new SourceMistake(`${name} returns what it should not: ${firstIssue(parsed.error)}`, {
        file: module.file,
      });
    } catch (error) {
      if (!(error instanceof SourceMistake)) throw error;
      const { title, at } = error;
      throw new Error(`${at.file}${at.line === undefined ? '' : `:${at.line}`}: ${title}`, { cause: error });
    }
  };
}

async function ruleFailure(file: string, error: unknown): Promise<RuleMalformed> {
  const { title, line, file: other } = await mistakeIn(file, error);
  return new RuleMalformed(
    {
      title,
      where: `${other ?? file}${line === undefined ? '' : `:${line}`}`,
      hint: 'Mend it there; docs/check.md describes the fields of a rule.',
    },
    { cause: error },
  );
}

/** Names of samples on which a rule says something else than they show, each with what it says. */
export function untrueSamples(
  rule: Rule,
  { bad, good }: OwnRule['samples'],
): { readonly name: string; readonly said: string }[] {
  const found = (sample: Sample) => examineBy(subjectOf(sample), { catalogue: [rule] });
  const told = (sample: Sample) => {
    const { findings, skipped, failed: threw = [] } = found(sample);
    const failed = threw.length > 0 ? findings[0] : undefined;
    return { findings, failed, skipped };
  };
  return [
    ...bad.flatMap((sample) => {
      const { findings, failed, skipped } = told(sample);
      if (failed) return [{ name: sample.name, said: failed.message }];
      if (findings.length > 0) return [];
      const [reason] = skipped;
      return [{ name: sample.name, said: reason ? `it is not run: ${reason.reason}` : 'it finds nothing' }];
    }),
    ...good.flatMap((sample) => {
      const { findings, failed } = told(sample);
      const [worst] = findings.filter(({ severity }) => severity !== 'note' || rule.severity === 'note');
      if (failed) return [{ name: sample.name, said: failed.message }];
      return worst
        ? [{ name: sample.name, said: `it finds ${worst.file}:${worst.line}: ${worst.message}` }]
        : [];
    }),
  ];
}
