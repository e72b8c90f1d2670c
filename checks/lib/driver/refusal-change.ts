// SPDX-License-Identifier: GPL-2.0-only

import { type SourceFile, type SyntaxNode, textOf } from '../../../src/c/parse.ts';
import { memoPair } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { type BodyPair, changedBodies, kept } from './body.ts';
import { type Code, functionName } from './code.ts';
import { guardsAt, refusalsIn } from './condition.ts';
import { asksArgsz } from './extent.ts';
import { functionsOfFile } from './functions.ts';

/** One condition under which a function answers with an error. */
export interface RefusalCondition {
  readonly text: string;
  readonly errnos: readonly string[];
  readonly code: Code;
  /** What has to hold to come there, of the conditions around it. */
  readonly guards: readonly string[];
  /** The labels of the case around it; several where one has no statements of its own. */
  readonly labels: readonly string[];
  /** A flag that the caller sets leads there. */
  readonly optedIn: boolean;
}

/** What became of a function's refusals. */
export interface RefusalChange extends BodyPair {
  readonly function: string;
  readonly gone: readonly RefusalCondition[];
  readonly fresh: readonly RefusalCondition[];
  /** The same condition, under other conditions than before. */
  readonly guarded: readonly { readonly was: RefusalCondition; readonly is: RefusalCondition }[];
  /** The same condition, another error. */
  readonly errnos: readonly { readonly was: RefusalCondition; readonly is: RefusalCondition }[];
}

/** A function that was rewritten says its conditions in other words: below this share of lines nothing is told. */
const LEAST_KEPT = 0.7;
/** Functions that were edited, not rewritten, with the refusals that came, went or changed their errno. */
export const refusalChanges = memoPair((before: Sources, after: Sources): readonly RefusalChange[] =>
  changedBodies(before, after)
    .filter((pair) => /-E[A-Z]/.test(pair.before.text + pair.after.text) && kept(pair) >= LEAST_KEPT)
    .flatMap((pair) => changeOf(before, after, pair)),
);

function changeOf(before: Sources, after: Sources, pair: BodyPair): RefusalChange[] {
  const [was, is] = [conditions(before, pair.before), conditions(after, pair.after)];
  if (!was || !is) return [];
  const errnos = was.flatMap((one) => {
    const other = is.filter(({ text }) => text === one.text);
    const [first] = other;
    const same = other.some((candidate) => candidate.errnos.join() === one.errnos.join());
    return first && !same ? [{ was: one, is: first }] : [];
  });
  const guarded = was.flatMap((one) => {
    const same = is.filter(({ text }) => text === one.text);
    const [first] = same;
    const alike = same.some(({ guards }) => guards.join() === one.guards.join());
    return first && !alike ? [{ was: one, is: first }] : [];
  });
  const gone = was.filter(({ text }) => !is.some((one) => one.text === text));
  const fresh = is.filter(({ text }) => !was.some((one) => one.text === text));
  if (gone.length + fresh.length + errnos.length + guarded.length === 0) return [];
  return [{ ...pair, function: pair.before.name, gone, fresh, errnos, guarded }];
}

function conditions(sources: Sources, { path, name }: BodyPair['before']): RefusalCondition[] | undefined {
  const file = sources.get(path);
  const code = file && functionsOfFile(file).find(({ node }) => functionName(node) === name);
  if (!file || !code || code.node.hasError) return undefined;
  return refusalsIn(code).flatMap(({ site, terms, errnos }) => {
    const guards = guardsAt(file, site, code.node).filter(({ holds }) => holds);
    const labels = labelsAt(file, site);
    return terms.map((text) => ({
      text,
      errnos,
      code: { file, node: site },
      guards: guards.map((guard) => guard.text),
      labels,
      optedIn: guards.some((guard) => /flags? ?& ?[A-Z(]/.test(guard.text)),
    }));
  });
}

/** The values of the innermost case that a node is in, with those above it that fall into it at once. */
function labelsAt(file: SourceFile, node: SyntaxNode): string[] {
  let at: SyntaxNode | null = node;
  while (at && at.type !== 'case_statement' && at.type !== 'function_definition') at = at.parent;
  const labels: string[] = [];
  for (let one = at; one?.type === 'case_statement'; one = one.previousNamedSibling) {
    const value = one.childForFieldName('value');
    const bare = one.namedChildren.filter(({ type }) => type !== 'comment').length <= 1;
    if (one !== at && !bare) break;
    labels.push(value ? textOf(file, value) : 'default');
  }
  return labels;
}

/** What another family judges: a size, flags, reserved space, a bad pointer, a failed call, memory. */
export function isRoutine({ text, errnos }: RefusalCondition): boolean {
  return (
    asksArgsz(text) ||
    /\bflags\b|reserved|resv|_user\(|IS_ERR|^!?(ret|rc|err|ret ?[<>!=].*)$|alloc|WARN_ON|_overflow\(|^u?cmd !=/.test(
      text,
    ) ||
    errnos.every((errno) => /^E(NOMEM|FAULT|BADF|NODEV|IO|AGAIN|INTR)$/.test(errno))
  );
}

/** `a > b` alone bounds a value: without it is a defect, hnd's to find. */
export function isBound({ text }: RefusalCondition): boolean {
  return /[<>]/.test(text.replace(/->/g, '.')) && !text.includes('&&');
}
