// SPDX-License-Identifier: GPL-2.0-only

import { type SourceFile, type SyntaxNode, textOf } from '../../../src/c/parse.ts';
import { lazily, memoPair } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { type BodyPair, changedBodies, kept } from './body.ts';
import { type Code, isSound } from './code.ts';
import { servedInText } from './commands.ts';
import { guardsAt, refusalsIn } from './condition.ts';
import { asksArgsz } from './extent.ts';
import { codeNamed } from './functions.ts';
import { areOneQuestion } from './one-question.ts';
import { calleesOf, isAskedThrough, isSaidOtherwise, type OtherSide } from './said-otherwise.ts';
import { spelledOut } from './spelled-out.ts';

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
  /** The same condition, under other conditions than before, of those that are asked about. */
  guarded(isAsked: (was: RefusalCondition) => boolean): readonly RefusalPair[];
  /** A condition that was asked for some commands, and is asked for others as well, or no longer for all of those. */
  commands(isAsked: (one: RefusalCondition) => boolean): CommandsAsked;
  /** The same condition, another error. */
  readonly errnos: readonly RefusalPair[];
}

interface RefusalPair {
  readonly was: RefusalCondition;
  readonly is: RefusalCondition;
}

/** Commands by the condition that is asked for them on one side alone, though the other side asks it of others. */
interface CommandsAsked {
  readonly gained: readonly CommandAsked[];
  readonly lost: readonly CommandAsked[];
}

interface CommandAsked {
  readonly command: string;
  readonly condition: RefusalCondition;
}

/** A function that was rewritten says its conditions in other words: below this share of lines nothing is told. */
const LEAST_KEPT = 0.7;
/** Functions that were edited, not rewritten, with the refusals that came, went or changed. */
export const refusalChanges = memoPair((before: Sources, after: Sources): readonly RefusalChange[] =>
  changedBodies(before, after)
    .filter((pair) => /-E[A-Z]/.test(pair.before.text + pair.after.text) && kept(pair) >= LEAST_KEPT)
    .flatMap((pair) => changeOf(before, after, pair)),
);

function changeOf(before: Sources, after: Sources, pair: BodyPair): RefusalChange[] {
  const [old, edited] = [codeOf(before, pair.before), codeOf(after, pair.after)];
  const [was, is] = [old && conditions(old), edited && conditions(edited)];
  if (!old || !edited || !was || !is) return [];
  const errnos = was.flatMap((one) => {
    const other = is.filter(({ text }) => text === one.text);
    const [first] = other;
    const same = other.some((candidate) => candidate.errnos.join() === one.errnos.join());
    return first && !same ? [{ was: one, is: first }] : [];
  });
  const guarded: RefusalChange['guarded'] = (isAsked) =>
    was.filter(isAsked).flatMap((one) => {
      const same = is.filter(({ text }) => text === one.text);
      const [first] = same;
      const alike = same.some(({ guards }) => guards.join() === one.guards.join());
      return first && !alike ? [{ was: one, is: first }] : [];
    });
  const commands: RefusalChange['commands'] = (isAsked) => ({
    gained: onlyAsked(is.filter(isAsked), was, pair.before.text),
    lost: onlyAsked(was.filter(isAsked), is, pair.after.text),
  });
  const then = sideOf(old, before, pair.before, pair.after);
  const now = sideOf(edited, after, pair.after, pair.before);
  const other = (all: readonly RefusalCondition[], those: readonly RefusalCondition[]) =>
    all.filter(({ text }) => !those.some((one) => one.text === text));
  const [lost, gained] = [other(was, is), other(is, was)];
  const isSame = (one: RefusalCondition, own: OtherSide, across: OtherSide, those: typeof lost) =>
    isSaidOtherwise(one, across) || isAskedThrough(one, own, those);
  const renamed = (one: RefusalCondition, other: RefusalCondition) =>
    one.errnos.join() === other.errnos.join() &&
    (isRenamed([one.text, pair.before.text], [other.text, pair.after.text]) ||
      areOneQuestion(one.text, other.text) ||
      spelledOut(one.text, pair.before.text, pair.after.text) ===
        spelledOut(other.text, pair.after.text, pair.before.text));
  const gone = lost.filter(
    (one) =>
      !isOfLostCommand(one, pair.after.text) &&
      !gained.some((other) => renamed(one, other)) &&
      !isSame(one, then, now, gained),
  );
  const fresh = gained.filter(
    (one) =>
      !lost.some((other) => renamed(other, one)) && !isSame(one, now, then, lost) && !isOfRefused(one, was),
  );
  return [{ ...pair, function: pair.before.name, gone, fresh, errnos, guarded, commands }];
}

/**
 * Whether a condition is the other one with constants under new names, each of which ends as the old one did: FMODE_WRITE
 * and BLK_OPEN_WRITE (05bdb9965305). Both are given with the text of their function, where the other side's name is not.
 */
function isRenamed(
  [was, before]: readonly [string, string],
  [is, after]: readonly [string, string],
): boolean {
  const own = (text: string, other: string) =>
    (text.match(/\b[A-Z][A-Z0-9]*_\w+\b/g) ?? []).filter((name) => !new RegExp(`\\b${name}\\b`).test(other));
  const [old, fresh] = [own(was, after), own(is, before)];
  const end = (name: string) => name.slice(name.lastIndexOf('_'));
  if (old.length === 0 || old.length !== fresh.length) return false;
  if ([...old, ...fresh].some((name) => name.startsWith('CAP_'))) return false;
  const next = fresh.values();
  return (
    old.every((name, at) => end(name) === end(fresh[at] ?? '')) &&
    was.replace(/\b[A-Z][A-Z0-9]*_\w+\b/g, (name) =>
      old.includes(name) ? (next.next().value ?? name) : name,
    ) === is
  );
}

/** Behind a condition that alone was refused with the same error: fewer are refused than were. */
function isOfRefused({ guards, errnos }: RefusalCondition, was: readonly RefusalCondition[]): boolean {
  return guards.some((guard) =>
    was.some((one) => one.text === guard && one.errnos.join() === errnos.join() && one.guards.length === 0),
  );
}

/** Commands that both sides have, for which one side alone asks what the other side asks for some others. */
function onlyAsked(
  own: readonly RefusalCondition[],
  others: readonly RefusalCondition[],
  other: string,
): CommandAsked[] {
  return own.flatMap((condition) => {
    const same = others.filter(({ text }) => text === condition.text);
    // Outside of a switch it is asked for all of them; in another one it may be.
    if (same.length === 0 || same.some(({ labels }) => labels.length === 0)) return [];
    const known = new Set(same.flatMap(({ labels }) => labels));
    return condition.labels.flatMap((command) =>
      !known.has(command) && new RegExp(`\\bcase\\s+${command}\\s*:`).test(other)
        ? [{ command, condition }]
        : [],
    );
  });
}

/** In the arm of a command that the function no longer serves: that is beh-command-dropped's to say. */
function isOfLostCommand({ labels, guards }: RefusalCondition, now: string): boolean {
  const compared = guards.flatMap((guard) => /^\(?\w+ == (\w+)\)?$/.exec(guard)?.[1] ?? []);
  const isLost = (name: string) =>
    /^[A-Z][A-Z0-9_]+$/.test(name) && !servedInText('', now).some((one) => one.name === name);
  return compared.some(isLost) || (labels.length > 0 && labels.every(isLost));
}

function codeOf(sources: Sources, { path, name }: BodyPair['before']): Code | undefined {
  const file = sources.get(path);
  return file && codeNamed(file, name);
}

/** Of most functions no condition came or went, so that nobody asks for what they call. */
function sideOf(code: Code, sources: Sources, own: BodyPair['after'], other: BodyPair['before']): OtherSide {
  const callees = lazily(() => calleesOf(sources, own, other));
  return {
    code,
    text: own.text,
    get callees() {
      return callees();
    },
  };
}

function conditions(code: Code): RefusalCondition[] | undefined {
  if (!isSound(code)) return undefined;
  const { file } = code;
  return refusalsIn(code).flatMap(({ site, terms, errnos }) => {
    // What stands around it is asked of few.
    const around = lazily(() => guardsAt(file, site, code.node).filter(({ holds }) => holds));
    const labels = lazily(() => labelsAt(file, site));
    return terms.map((text) => ({
      text,
      errnos,
      code: { file, node: site },
      get guards() {
        return around().map((guard) => guard.text);
      },
      get labels() {
        return labels();
      },
      get optedIn() {
        return around().some((guard) => /flags? ?& ?[A-Z(]/.test(guard.text));
      },
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
    /\bflags\b|reserved|resv|_user\(|IS_ERR|^!?(?:ret|rc|err|error|status|reason|res|retval|ret ?[<>!=].*)$|alloc|WARN_ON|_overflow\(|try_module_get|trylock|_get_unless_zero|_IOC_(?:DIR|TYPE|SIZE|NR)\(|^u?cmd !=/.test(
      text,
    ) ||
    errnos.every((errno) => /^E(NOMEM|FAULT|BADF|NODEV|IO|AGAIN|INTR)$/.test(errno))
  );
}

/** `a > b` alone bounds a value: without it is a defect, hnd's to find. */
export function isBound({ text }: RefusalCondition): boolean {
  return /[<>]/.test(text.replace(/->/g, '.')) && !text.includes('&&');
}
