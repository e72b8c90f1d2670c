// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import { rules } from '../../checks/index.ts';
import type { Finding } from '../../checks/rule.ts';
import { examineDesigns } from '../evidence/uapi/designs.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { didYouMean } from '../nearest.ts';
import { checkpatch } from '../series/checkpatch.ts';
import { UnknownName } from '../series/errors.ts';
import { compose, mail } from '../series/generate.ts';
import { type Command, flag, list, type Terminal, text } from './command.ts';
import { JSON_OUTPUT, SET, TOPIC, TREES } from './options.ts';
import { PROJECT } from './project.ts';
import { DEFAULT_TREES, openTrees, selectTopic, selectVariants } from './select.ts';

interface Checked {
  variant: string;
  tree: string;
  findings: readonly Finding[];
}

export const check: Command = {
  name: 'check',
  arguments: '[variants...]',
  summary: 'check what the variants do to the userspace ABI, and how their mails are written',
  description: `Exit status 1 where a finding is an error. docs/rules has a page for each rule; the tree's own checkpatch.pl
is run as well (--strict), its results are findings of the rule checkpatch.`,
  options: [
    TOPIC,
    TREES,
    SET,
    { flags: '--disable <rule...>', help: 'rules or categories (lay, hnd, message, …) to leave out' },
    { flags: '--no-checkpatch', help: "leave the tree's checkpatch.pl out" },
    { flags: '--compile', help: 'compile every patch for x86-64, arm64 and ppc64le (docs/compile.md)' },
    { flags: '--rules', help: 'list the rules instead' },
    JSON_OUTPUT,
  ],
  async run(names, options, terminal) {
    if (flag(options, 'rules')) return listRules(flag(options, 'json'), terminal);
    const disable = list(options, 'disable');
    for (const name of disable) requireRule(name);
    const topic = selectTopic(text(options, 'topic') ?? '');
    const choices = selectVariants(topic, names, list(options, 'set'));
    const specs = list(options, 'tree');
    const checked: Checked[] = [];
    for (const tree of await openTrees(specs.length > 0 ? specs : DEFAULT_TREES, terminal)) {
      const designs = await compose(topic, tree, choices);
      const made = await mail(designs, join(PROJECT, 'templates'), terminal.context);
      const examined = await examineDesigns(designs, made, disable);
      for (const series of made) {
        const compiled = flag(options, 'compile')
          ? await (await import('../compile/steps.ts')).compileDesign(
              series.composition,
              tree,
              terminal.context,
            )
          : [];
        const own = examined.get(series.variant.id)?.examination.findings ?? [];
        const style = options.checkpatch === false ? [] : await checkpatch(series, terminal.context);
        checked.push({
          variant: series.variant.id,
          tree: tree.spec,
          findings: [...own, ...style, ...compiled],
        });
      }
    }
    if (flag(options, 'json')) terminal.print(JSON.stringify(checked, null, 2));
    else for (const one of checked) terminal.print(report(one, terminal));
    const failed = checked.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
    return failed ? EXIT_STATUS.FINDINGS : EXIT_STATUS.OK;
  },
};

function report({ variant, tree, findings }: Checked, { colour }: Terminal): string {
  const paint = { error: colour.bad, warning: colour.warn, note: colour.dim };
  const head = `${colour.bold(variant)} on ${tree}: ${findings.length === 0 ? colour.good('nothing found') : ''}`;
  return [
    head.trimEnd(),
    ...findings.flatMap((finding) => lines(finding, paint[finding.severity], colour)),
  ].join('\n');
}

function lines(finding: Finding, paint: (text: string) => string, colour: Terminal['colour']): string[] {
  const rule = rules.find(({ id }) => id === finding.rule);
  return [
    `  ${finding.file}:${finding.line}: ${paint(finding.severity)}: ${finding.message} [${finding.rule}]`,
    ...(rule ? [colour.dim(`      why: ${rule.why}`), colour.dim(`      see: ${rule.reference}`)] : []),
  ];
}

function requireRule(name: string): void {
  const known = [...rules.flatMap(({ id, category }) => [id, category])];
  if (known.includes(name)) return;
  throw new UnknownName({
    title: `no rule or category is called "${name}"`,
    where: `--disable ${name}`,
    hint: didYouMean(name, known) ?? 'kpw check --rules lists them.',
  });
}

function listRules(json: boolean, { print, colour }: Terminal): number {
  if (json)
    print(
      JSON.stringify(
        rules.map(({ compare: _, lint: __, ...data }) => data),
        null,
        2,
      ),
    );
  else
    for (const { id, severity, category, title } of rules)
      print(`${colour.bold(id)}  ${severity}, ${category}\n    ${title}`);
  return 0;
}
