// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from './command.ts';

/** Verbs of two words, by the first. */
export const GROUPS: Readonly<Record<string, string>> = {
  new: 'begin something of your own: a topic, a variant, a rule, a machine',
  backport: 'check that a backport landed where it belongs',
  uapi: 'tell what a tree promises to userspace, and what a change does to it; needs no compiler',
};

/** Each verb from its own file: to load the guest's and the report's code takes longer than to compare two headers. */
const LOADERS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run.ts')).run,
  compare: async () => (await import('./compare.ts')).compare,
  show: async () => (await import('./show.ts')).show,
  topics: async () => (await import('./topics.ts')).topics,
  'new topic': async () => (await import('./new-topic.ts')).newTopic,
  'new variant': async () => (await import('./new-variant.ts')).newVariant,
  import: async () => (await import('./import.ts')).importPatches,
  lint: async () => (await import('./lint.ts')).lint,
  layout: async () => (await import('./layout.ts')).layout,
  generate: async () => (await import('./generate.ts')).generate,
  diff: async () => (await import('./diff.ts')).diff,
  check: async () => (await import('./check.ts')).check,
  series: async () => (await import('./series.ts')).series,
  port: async () => (await import('./port.ts')).port,
  'backport check': async () => (await import('./backport-check.ts')).backportCheck,
  fuzz: async () => (await import('./fuzz.ts')).fuzz,
  rules: async () => (await import('./rules.ts')).rules,
  'new rule': async () => (await import('./new-rule.ts')).newRule,
  'uapi diff': async () => (await import('./uapi-diff.ts')).uapiDiff,
  'uapi show': async () => (await import('./uapi-show.ts')).uapiShow,
  'uapi dump': async () => (await import('./uapi-dump.ts')).uapiDump,
  test: async () => (await import('./test.ts')).test,
  watch: async () => (await import('./watch.ts')).watch,
  kselftest: async () => (await import('./kselftest.ts')).kselftest,
  matrix: async () => (await import('./matrix.ts')).matrix,
  mutate: async () => (await import('./mutate.ts')).mutate,
  build: async () => (await import('./build.ts')).build,
  trees: async () => (await import('./trees.ts')).trees,
  machines: async () => (await import('./machines.ts')).machines,
  'new machine': async () => (await import('./new-machine.ts')).newMachine,
  report: async () => (await import('./report.ts')).report,
  runs: async () => (await import('./runs.ts')).runs,
  merge: async () => (await import('./merge.ts')).merge,
  completion: async () => (await import('./completion.ts')).completion,
};

/** What people want, and the verbs for it. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  Designs: [
    'run',
    'compare',
    'show',
    'topics',
    'new topic',
    'new variant',
    'import',
    'lint',
    'layout',
    'generate',
    'diff',
  ],
  Patches: ['check', 'series', 'port', 'backport check', 'fuzz', 'rules', 'new rule'],
  UAPI: ['uapi diff', 'uapi show', 'uapi dump'],
  Guests: ['test', 'watch', 'kselftest', 'matrix', 'mutate', 'build', 'trees', 'machines', 'new machine'],
  Results: ['report', 'runs', 'merge', 'completion'],
};

/** The heading under which help lists a verb. */
export function helpSection(verb: string): string {
  const found = Object.entries(SECTIONS).find(([, verbs]) =>
    verbs.some((one) => one === verb || one.startsWith(`${verb} `)),
  );
  return `${found?.[0] ?? 'More'}:`;
}

/** The verb that a command line names; all where it names none, in the order in which work goes. */
export async function commandsFor(argv: readonly string[]): Promise<readonly Command[]> {
  const [first = '', second = ''] = argv.filter((word) => !word.startsWith('-'));
  if (first === '' && argv.includes('--version')) return [];
  const load = LOADERS[first] ?? LOADERS[`${first} ${second}`];
  return load ? [await load()] : Promise.all(Object.values(LOADERS).map((one) => one()));
}
