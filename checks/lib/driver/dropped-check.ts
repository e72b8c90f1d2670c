// SPDX-License-Identifier: GPL-2.0-only
// Questions about a program's input that a function asked and nobody asks any more: bounds, lengths, zeros, known values.
import { textOf } from '../../../src/c/parse.ts';
import type { Quotation } from '../../../src/series/finding.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { type BodyPair, bodiesOf, changedBodies, type FunctionText, firstMention, kept } from './body.ts';
import { quote } from './code.ts';
import { refusalsIn } from './condition.ts';
import { asksArgsz } from './extent.ts';
import { codeNamed } from './functions.ts';
import { isReached } from './reached.ts';
import { isBound, type RefusalChange, type RefusalCondition, refusalChanges } from './refusal-change.ts';
import { lastingWords } from './said-otherwise.ts';
import { switchDefaultsIn } from './switch-default.ts';

export interface DroppedCheck extends BodyPair {
  /** What it no longer does: `refuses where hue >= LAMP_HUES`. */
  readonly words: string;
  readonly text: string;
  /** Of the side before. */
  readonly place: Quotation;
}

/** Checks that went from functions which a program reaches, and that no other function asks now. */
export function droppedChecks(before: Sources, after: Sources): DroppedCheck[] {
  return [
    ...refusalChanges(before, after).flatMap((change) => bounds(change, before, after)),
    ...changedBodies(before, after).flatMap((pair) => [
      ...zeros(pair, before, after),
      ...others(pair, before, after),
    ]),
  ];
}

/** What an earlier call answered, and what the kernel finds out by itself. */
const OUTCOME = /^[!(]*(?:ret|rc|err|error|res|retval|status|result|r|i|n|count_?left)\\b/;
const LENGTH = /\b(?:sizeof|offsetofend|strnlen|sizeof_field)\b/;

function bounds(
  { before: was, after: is, gone, fresh, guarded }: RefusalChange,
  before: Sources,
  after: Sources,
): DroppedCheck[] {
  const isAsked = (one: RefusalCondition) => isOfInput(one) && !isOfLimit(one, was);
  const asked = gone.filter(isAsked);
  const inside = guarded(isAsked).flatMap((pair): DroppedCheck[] => {
    const added = pair.is.guards.filter((guard) => !pair.was.guards.includes(guard));
    if (added.length === 0 || pair.was.guards.some((guard) => !pair.is.guards.includes(guard))) return [];
    // What is asked only where the program gave the value at all.
    if (added.every((guard) => isOwnFlag(guard, is)) || !isReached(before, was)) return [];
    const { text } = pair.is;
    return [
      {
        before: was,
        after: is,
        words: `refuses where ${text} unless ${added.join(' && ')}`,
        text,
        place: quote(pair.was.code),
      },
    ];
  });
  if (asked.length === 0 || !isReached(before, was)) return inside;
  const dropped = asked.flatMap((one): DroppedCheck[] => {
    if (isOfCall(one.text, was)) return [];
    const word = subjectOf(one.text);
    if (word === undefined || !new RegExp(`\\b${word}\\b`).test(bodyOf(is.text))) return [];
    if (fresh.some(({ text }) => new RegExp(`\\b${word}\\b`).test(text) || isOfLimitOf(one, text))) return [];
    if (searches(is.text, one) || findsNone(is.text, word, one)) return [];
    if (isOfKernel(one.text, was)) return [];
    if (isAskedElsewhere(one.text, was, before, after)) return [];
    return [
      {
        before: was,
        after: is,
        words: `refuses where ${one.text}`,
        text: one.text,
        place: quote(one.code),
      },
    ];
  });
  return [...inside, ...dropped];
}

/** A variable of the function that only its own lines set. */
function isOwnFlag(guard: string, { text }: FunctionText): boolean {
  return (
    /^!?\w+$/.test(guard) &&
    new RegExp(`\\bbool\\b[^;(){}]*\\b${guard.replace('!', '')}\\b`).test(bodyOf(text))
  );
}

/** Whether another condition asks whether something reaches the same limit: `i == ARRAY_SIZE(lamp_hues)`. */
function isOfLimitOf({ text }: RefusalCondition, other: string): boolean {
  const limit = (condition: string) => /[<>=!]=?\s*([A-Z]\w*(?:\(\w+\))?)\)*$/.exec(condition)?.[1];
  const own = limit(text);
  return own !== undefined && own === limit(other);
}

/**
 * Whether a function that is handed the value answers that there is none, `bulb = lamp_bulb(lamp, tune.hue); if (!bulb)`, or
 * the value can be 0 and 1 alone.
 */
function findsNone(now: string, word: string, { errnos }: RefusalCondition): boolean {
  if (new RegExp(`\\bbool\\s+(?:\\w+\\s*,\\s*)*${word}\\b`).test(now)) return true;
  const found = new RegExp(
    `\\b(\\w+)\\s*=\\s*\\w+\\([^;]*\\b${word}\\b[^;]*;\\s*if\\s*\\(\\s*!\\1\\s*\\)\\s*\\{?[^{}]*?-(E\\w+)`,
    'g',
  );
  return [...now.matchAll(found)].some(([, , errno = '']) => errnos.includes(errno));
}

/** Whether a search that comes to the limit is refused: `if (i == LAMP_HUES) return -EINVAL;` behind the loop. */
function searches(now: string, { text, errnos }: RefusalCondition): boolean {
  const limit = /[<>]=?\s*([A-Z]\w*(?:\(\w+\))?)\)*$/.exec(text)?.[1];
  if (limit === undefined) return false;
  const escaped = limit.replace(/[()]/g, '\\$&');
  return [...now.matchAll(new RegExp(`if \\((\\w+) == ${escaped}\\)\\s*\\{?\\s*return -(E\\w+);`, 'g'))].some(
    ([, variable, errno = '']) =>
      errnos.includes(errno) && new RegExp(`\\b${variable} < ${escaped}`).test(now),
  );
}

/** `irq < 0` of `irq = lamp_irq(lamp)`: what a call answered. */
function isOfCall(text: string, { text: whole }: FunctionText): boolean {
  const name = /^\(*(\w+) ?< ?0\)*$/.exec(text)?.[1];
  return name !== undefined && new RegExp(`\\b${name}\\s*=\\s*\\w+\\(`).test(whole);
}

/** Whether it is asked of what a call inside of the kernel gave: `obj = output.pointer; if (obj->length < 8)`. */
function isOfKernel(text: string, { text: whole }: FunctionText): boolean {
  const base = /^\(*(\w+)(?:->|\.)/.exec(text)?.[1];
  if (base === undefined) return false;
  const at = whole.indexOf('{');
  if (new RegExp(`\\b${base}\\b`).test(whole.slice(0, at))) return false;
  const passed = new Set(whole.slice(0, at).match(/\w+/g) ?? []);
  const given = [...whole.slice(at).matchAll(new RegExp(`\\b${base}\\s*=(?!=)([^;]*);`, 'g'))].map(
    ([, value = '']) => value,
  );
  const isRead = new RegExp(
    `\\b\\w*(?:from_user|from_sockptr|from_iter|nlmsg|nla)\\w*\\s*\\([^;]*\\b${base}\\b`,
  ).test(whole);
  return (
    given.length > 0 &&
    !isRead &&
    given.every((value) => (value.match(/\w+/g) ?? []).every((word) => !passed.has(word)))
  );
}

/** A bound or a length, of what the function was handed or read. */
function isOfInput(one: RefusalCondition): boolean {
  if (asksArgsz(one.text) || /argsz/.test(one.text)) return false;
  if (!isBound(one) && !(LENGTH.test(one.text) && /!=/.test(one.text))) return false;
  if (
    OUTCOME.test(one.text) ||
    /\w\(/.test(
      one.text.replace(/\b(?:sizeof|offsetofend|offsetof|strnlen|ARRAY_SIZE|sizeof_field|typeof)\(/g, ''),
    )
  )
    return false;
  if (
    one.errnos.length === 0 ||
    one.errnos.every((errno) => /^E(NOMEM|FAULT|AGAIN|INTR|IO|BUSY|NODEV|TIMEDOUT)$/.test(errno))
  )
    return false;
  return true;
}

/** `unsigned x < 0`, which no value meets. */
function isOfLimit({ text }: RefusalCondition, was: FunctionText): boolean {
  const name = /^\(*(\w+) ?< ?0\)*$/.exec(text)?.[1];
  return (
    name !== undefined &&
    new RegExp(`\\b(?:unsigned|u\\d+|__u\\d+|size_t|uint\\w*)\\b[^;(){}]*\\b${name}\\b`).test(was.text)
  );
}

/** The last name of the left side: `number` of `header->number >= WF_MAX_SAMPLE`. */
function subjectOf(text: string): string | undefined {
  const left = /^[(]*([A-Za-z_][\w.[\]]*(?:(?:->|\.)[A-Za-z_]\w*)*)/.exec(
    text.replace(/^strnlen\(/, ''),
  )?.[1];
  return left?.split(/->|\./).at(-1)?.replace(/\W.*/, '');
}

function bodyOf(text: string): string {
  return text.slice(text.indexOf('{'));
}

/** Whether another function, or a caller, asks by the same names now and did not. */
function isAskedElsewhere(text: string, was: FunctionText, before: Sources, after: Sources): boolean {
  const lasting = lastingWords(text).filter((word) => word !== 'sizeof');
  const all = (text.match(/\b[A-Za-z_]\w{2,}\b/g) ?? []).filter((word) => word !== 'sizeof');
  const words = [...new Set(lasting.length > 0 ? lasting : all)];
  const asks = (body: FunctionText) => {
    const conditions = body.text.match(/\b(?:if|while|return)\s*\([^;{}]*|\?[^;]*/g) ?? [];
    return conditions.some((one) => words.every((word) => new RegExp(`\\b${word}\\b`).test(one)));
  };
  const folder = (path: string) => path.replace(/[^/]*$/, '');
  const old = new Map(bodiesOf(before).map((body) => [`${body.path} ${body.name}`, body]));
  return bodiesOf(after).some((body) => {
    if (body.name === was.name || folder(body.path) !== folder(was.path)) return false;
    const then = old.get(`${body.path} ${body.name}`);
    return then?.text !== body.text && asks(body) && !(then && asks(then));
  });
}

const ZERO = /\b(check_zeroed_user|memchr_inv|mem_is_zero)\s*\(\s*([^,;]*)/g;

function zeros({ before: was, after: is }: BodyPair, before: Sources, after: Sources): DroppedCheck[] {
  if (!/zero|memchr_inv/.test(was.text) || kept({ before: was, after: is }) < 0.7) return [];
  const now = new Set([
    ...is.text.matchAll(/\b(?:check_zeroed_user|memchr_inv|mem_is_zero|copy_struct_from_user)\s*\(/g),
  ]);
  const then = [...was.text.matchAll(ZERO)];
  if (then.length === 0 || now.size >= then.length || !isReached(before, was)) return [];
  return then
    .slice(0, then.length - now.size)
    .flatMap(([whole, callee = '', passed = '']): DroppedCheck[] => {
      if (is.text.includes(whole) || isAskedElsewhere(`${callee} ${passed}`, was, before, after)) return [];
      return [
        {
          before: was,
          after: is,
          words: `refuses anything but 0 behind ${passed.trim()}: ${callee}() is gone`,
          text: `${callee} ${passed}`,
          place: firstMention(was, callee),
        },
      ];
    });
}

/** A switch that answered an error to every value that it did not know. */
function others({ before: was, after: is }: BodyPair, before: Sources, after: Sources): DroppedCheck[] {
  if (!/\bdefault:\s[^}]*-E/.test(was.text) || kept({ before: was, after: is }) < 0.7) return [];
  const [one, other] = [[before, was] as const, [after, is] as const].map(([side, body]) => {
    const file = side.get(body.path);
    return file && codeNamed(file, body.name);
  });
  if (!one || !other || !isReached(before, was)) return [];
  const now = switchDefaultsIn(other);
  return switchDefaultsIn(one).flatMap(({ asked, labels, errno, code }): DroppedCheck[] => {
    if (errno === undefined || /^E(NOTTY|NOIOCTLCMD|NOPROTOOPT)$/.test(errno)) return [];
    if (now.some((each) => each.asked === asked && (each.errno !== undefined || each.labels.length === 0)))
      return [];
    // The same values of the same, wherever it lies now: `runtime->state` for `runtime->status->state`.
    const isSame = now.some(
      (each) =>
        each.errno === errno &&
        each.asked.split(/->|\./).at(-1) === asked.split(/->|\./).at(-1) &&
        labels.every((label) => each.labels.includes(label)),
    );
    if (isSame) return [];
    // The function that is called instead answers.
    const [arm] = now.filter((each) => each.asked === asked);
    if (arm && /\breturn\s+\w+\(/.test(textOf(arm.code.file, arm.code.node))) return [];
    // Asked by ifs, or read for nothing any more.
    const word = new RegExp(`\\b${asked.split(/->|\./).at(-1) ?? asked}\\b`);
    const isAsked = refusalsIn(other).some(
      (one) => one.errnos.includes(errno) && one.terms.some((term) => word.test(term)),
    );
    if (isAsked || !word.test(bodyOf(is.text))) return [];
    if (isAskedElsewhere(asked, was, before, after)) return [];
    const known =
      labels.length > 4
        ? `${labels.slice(0, 4).join(', ')} and ${labels.length - 4} more`
        : labels.join(', ');
    return [
      {
        before: was,
        after: is,
        words: `answers -${errno} where ${asked} is none of ${known}`,
        text: `default ${asked}`,
        place: quote(code),
      },
    ];
  });
}
