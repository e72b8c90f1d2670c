// SPDX-License-Identifier: GPL-2.0-only
import { compile } from '../c/anchor.ts';
import { sampleAt } from '../c/fragment.ts';
import { Failure } from '../failure.ts';
import type { AnyTopic } from '../series/topic.ts';
import { type MorphFile, Node } from '../ts-morph.ts';
import type { WrittenAnchor } from './anchors.ts';
import type { Evaluator } from './evaluate.ts';
import type { LintFound } from './found.ts';
import type { Contradiction, TopicTrial, UnlikeCall } from './try.ts';

/** What became of a written anchor: it is known in a trial by its id and its words. */
export function anchorOutcome(
  written: WrittenAnchor,
  trials: readonly TopicTrial[],
): 'matched' | 'unmatched' | 'unasked' {
  const parts = written.words
    .split(sampleAt(undefined))
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const words = new RegExp(`^${parts.join('.*')}$`);
  const asked = trials
    .flatMap(({ anchors }) => [...anchors])
    .filter(([anchor]) => anchor.id === written.id && words.test(anchor.words));
  if (asked.length === 0) return 'unasked';
  return asked.some(([, matched]) => matched) ? 'matched' : 'unmatched';
}

/** The trees of trials, for messages. */
export const trialTrees = (trials: readonly TopicTrial[]) => trials.map(({ tree }) => tree).join(', ');

const CONTRADICTIONS: Readonly<Record<Contradiction['kind'], (name: string) => string>> = {
  undefined: (name) => `the contract promises ${name}, which no edit adds to the header`,
  unadvertised: (name) => `the contract promises ${name}, which no edit leaves in the driver`,
  unpromised: (name) => `an edit adds the ioctl ${name}, which the contract does not promise`,
};

/** Promises that the edits do not keep, at the name in the contract. */
export function contradictions(
  files: readonly MorphFile[],
  evaluator: Evaluator,
  trials: readonly TopicTrial[],
): LintFound[] {
  const known = new Map<string, Contradiction & { on: Set<string>; of: number }>();
  for (const { tree, contradictions: own } of trials)
    for (const one of own) {
      const of = trials.filter(({ tried }) => tried.includes(one.variant)).length;
      const entry = known.get(`${one.variant} ${one.name} ${one.kind}`) ?? { ...one, on: new Set(), of };
      known.set(`${one.variant} ${one.name} ${one.kind}`, entry);
      entry.on.add(tree);
    }
  return [...known.values()].map(({ variant, name, kind, on, of }): LintFound => {
    const contract = memberOf(files, evaluator, variant, 'contract');
    const promise = contract
      ?.getDescendants()
      .filter((node) => Node.isIdentifier(node) || Node.isStringLiteral(node))
      .find((node) => evaluator.texts(node).some(({ text }) => text === name));
    const where = on.size < of ? ` (on ${[...on].join(', ')})` : '';
    return {
      rule: kind === 'unpromised' ? 'contract-silent' : 'contract-unkept',
      at: promise ?? contract ?? (files[0] as MorphFile),
      text: `${variant}: ${CONTRADICTIONS[kind](name)}${where}`,
    };
  });
}

/** Calls that trees cannot take, at the patches of their variant; each once, with the trees. */
export function unlikeCalls(
  files: readonly MorphFile[],
  evaluator: Evaluator,
  calls: readonly UnlikeCall[],
): LintFound[] {
  const known = new Map<string, UnlikeCall[]>();
  for (const call of calls) {
    const key = `${call.variant} ${call.text}`;
    known.set(key, [...(known.get(key) ?? []), call]);
  }
  return [...known.values()].flatMap((all): LintFound[] => {
    const [call] = all;
    if (!call) return [];
    const { variant, text } = call;
    const at = ['patches', 'posted']
      .map((member) => memberOf(files, evaluator, variant, member))
      .find((node) => node !== undefined);
    const trees = [...new Set(all.map(({ tree }) => tree))].join(', ');
    return [
      { rule: 'call-unlike', at: at ?? (files[0] as MorphFile), text: `${variant}: ${text} (on ${trees})` },
    ];
  });
}

/** Variants that give no edits on a tree, unless an anchor that was told of already is the reason. */
export function failedVariants(
  files: readonly MorphFile[],
  evaluator: Evaluator,
  topic: AnyTopic,
  trials: readonly TopicTrial[],
  told: readonly WrittenAnchor[],
): LintFound[] {
  return ['', ...topic.variants.map(({ id }) => id)].flatMap((id): LintFound[] => {
    const failed = trials.filter((trial) => trial.failures.has(id));
    const error = failed[0]?.failures.get(id);
    if (error === undefined) return [];
    const failure = error instanceof Failure ? error : undefined;
    const toldOf = told.some(({ id: anchor, words, query }) => {
      const [known = ''] = words.split(sampleAt(undefined));
      return failure ? failure.title.startsWith(`anchor ${anchor} (${known}`) : throwsOn(query.text);
    });
    if (toldOf) return [];
    const name = id || topic.id;
    const at =
      (id ? ['patches', 'posted'] : ['layout'])
        .map((member) => memberOf(files, evaluator, name, member))
        .find((node) => node !== undefined) ?? (files[0] as MorphFile);
    const what = failure ? `${failure.code}: ${failure.title}` : String(error);
    return [{ rule: 'template-fails', at, text: `${name} gives no edits on ${trialTrees(failed)}: ${what}` }];
  });
}

function throwsOn(query: string): boolean {
  try {
    compile(query);
    return false;
  } catch {
    return true;
  }
}

/** A member of the object with that id: a variant's `contract`. */
function memberOf(
  files: readonly MorphFile[],
  evaluator: Evaluator,
  id: string,
  member: string,
): Node | undefined {
  for (const file of files)
    for (const node of file.getDescendants().filter(Node.isObjectLiteralExpression)) {
      const own = node.getProperty('id');
      const value = Node.isPropertyAssignment(own) ? own.getInitializer() : undefined;
      const found = value && evaluator.texts(value)[0]?.text === id ? node.getProperty(member) : undefined;
      if (found) return found;
    }
  return undefined;
}
