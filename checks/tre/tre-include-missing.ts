// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../../src/memo.ts';
import { codeAlone } from '../../src/uapi/compare/code.ts';
import { includesOnce } from '../../src/uapi/compare/includes.ts';
import { namesIn } from '../../src/uapi/compare/names.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import type { Api, Comparison } from '../../src/uapi/model.ts';
import { kernelOnly } from '../lib/kernel-only.ts';
import {
  annotationsOf,
  annotationWords,
  headerTexts,
  isForeign,
  isLibcHeader,
  leastWith,
  type NeededName,
  nameProvider,
  neededNames,
  PROGRAM,
  typedefsIn,
  unreadIn,
  withIncludes,
} from '../lib/self-contained.ts';
import { sightedHeaders } from '../lib/sight.ts';
import { mayDeclare, strays } from '../lib/strays.ts';
import { listed, oneLine } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-include-missing',
  severity: 'error',
  effect: 'source-break',
  category: 'tre',
  needs: ['uapi'],
  title: 'A header uses a type whose header it no longer includes, or begins to use one without an include.',
  why: 'A program that includes nothing else before it no longer compiles. Where another header came first nobody notices.',
  reference: 'init/Kconfig, UAPI_HEADER_TEST: exported headers are self-contained',
  todo: 'Include what declares the type: linux/types.h for __u32 and its like.',
  compare: (subject) => {
    const { uapi } = subject;
    return uapi
      ? (sightedHeaders(subject) ?? []).flatMap((name) => [...missing(uapi, name), ...kernels(uapi, name)])
      : [];
  },
};

/** Names that no header of userspace declares. */
function kernels(uapi: Comparison, header: string): Found[] {
  const uses = kernelOnly(uapi, header);
  const [first] = uses;
  if (!first) return [];
  const { path, line, text } = first.declaration;
  const names = listed([...new Set(uses.map(({ name }) => name))]);
  const places = listed([...new Set(uses.map(({ declaration }) => declaration.name))]);
  return [
    {
      file: path,
      line,
      symbol: header,
      message: `${header} begins to use ${names} in ${places}, which only the kernel has`,
      after: { file: path, line, text: oneLine(text) },
      breaks: ['recompiled source'],
      key: 'kernel',
    },
  ];
}

interface Missing {
  readonly name: string;
  readonly need: NeededName;
  /** What declares it; undefined where nothing does. */
  readonly home: string | undefined;
  /** Whether the header included that. */
  readonly lost: boolean;
}

function missing(uapi: Comparison, header: string): Found[] {
  const { before, after } = uapi;
  // What is as it was has what it had, and most headers are so: that is told from the texts.
  const fresh = differing(uapi).get(header) ?? NONE;
  const annotated = freshAnnotations(uapi, header);
  const same = typedefsIn(before, header) === typedefsIn(after, header);
  if (fresh.size === 0 && same && annotated.size === 0 && !mayLose(uapi, header)) return [];
  const [then, now] = [withIncludes(before, header), withIncludes(after, header)];
  let known: ReadonlyMap<string, NeededName> | undefined;
  const old = () => {
    known ??= neededNames(before, header);
    return known;
  };
  const lostBy = (name: string) => before.header(name)?.includes.filter((one) => !now.has(one)) ?? [];
  const direct = lostBy(header);
  const unread = unreadIn(after, header);
  const loses = [...then].some((name) => !now.has(name));
  const needs = neededNames(after, header, loses ? undefined : { types: fresh, typedefs: !same });
  const wanted = loses ? annotationsOf(after, header) : annotated;
  const all = [...needs, ...wanted].flatMap(([name, need]): Missing[] => {
    if (!loses && old().has(name)) return [];
    if (nameProvider(after, now, name) !== undefined) return [];
    const had = nameProvider(before, then, name);
    // The base did not include what it uses either; what it declared itself is another rule's.
    if (had === header || (had === undefined && old().has(name))) return [];
    if (had !== undefined)
      return [{ name, need, home: leastWith(before, had, [...now].flatMap(lostBy)), lost: true }];
    const home =
      nameProvider(after, everyProgram(after), name) ??
      // The length of an array, which nothing that programs usually include has: MAX_ADDR_LEN of linux/netdevice.h.
      (isBoundless(uapi, header, need) ? nameProvider(after, everyHeader(after), name) : undefined);
    // A macro behind a declarator, or in the place of members, is none of a declaration where nothing defines it.
    if (
      home === undefined &&
      annotated.has(name) &&
      isAttribute(after, header, name, need) &&
      unread.length === 0
    )
      return [{ name, need, home: undefined, lost: false }];
    if (home === undefined || (unread.length > 0 && isLibcHeader(after, home))) return [];
    return [{ name, need, home: leastWith(after, home, PROGRAM), lost: false }];
  });
  const found = [true, false].flatMap((lost) => {
    const some = all.filter((one) => one.lost === lost);
    if (some.length === 0) return [];
    // What it includes, and nobody has at hand, may include the same.
    return [unread.length > 0 ? doubted(told(header, some), unread) : told(header, some)];
  });
  const unknown = direct.filter((name) =>
    KERNEL.test(name) ? isForeign(before, name) : mayDeclare(before, name, () => strays(uapi, header, needs)),
  );
  if (unknown.length === 0 || found.length > 0) return found;
  const names = strays(uapi, header, needs);
  // Nothing is left that might declare them.
  return [
    names.length > 0 && unread.length === 0
      ? bereft(after, header, unknown, names)
      : untold(after, header, unknown),
  ];
}

/**
 * Whether a name that begins with two underscores is written as no member can be, behind a bound or called, and not in
 * code, where it may be a function or a word of the compiler.
 */
function isAttribute(api: Api, header: string, name: string, { text }: NeededName): boolean {
  if (!new RegExp(String.raw`\]\s*${name}\b|\b${name}\s*\(`).test(text)) return false;
  const { functions = [], macros = [] } = api.header(header) ?? {};
  const code = [...functions.map((one) => one.text), ...macros.map(({ body }) => body)];
  return !code.some((one) => namesIn(one).includes(name));
}

/** Macros that declarations are written with now and were not before. */
function freshAnnotations({ before, after }: Comparison, header: string): ReadonlyMap<string, NeededName> {
  const [was, is] = [headerText(before, header)?.text ?? '', headerText(after, header)?.text ?? ''];
  // Most headers write none that they did not write before, which their bare texts tell.
  const words = annotationWords(was);
  if (was === is || [...annotationWords(is)].every((word) => words.has(word))) return new Map();
  const old = annotationsOf(before, header);
  return new Map([...annotationsOf(after, header)].filter(([name]) => !old.has(name)));
}

/** Whether a header can see less than it did: what its text includes at any depth, for the kernel too. */
function mayLose({ before, after, targets }: Comparison, header: string): boolean {
  const now = written(after, targets, header);
  for (const name of written(before, targets, header)) if (!now.has(name)) return true;
  const [then, here] = [before, after].map(
    (api) => new Set(headerTexts(api, header).flatMap(placedIncludes)),
  );
  for (const include of then ?? []) if (!here?.has(include)) return true;
  return false;
}

/** Includes with the conditions around them: one that only the kernel reads is none to a program. */
function placedIncludes(text: string): string[] {
  if (!/^[ \t]*#[ \t]*include/m.test(text)) return [];
  const around: string[] = [];
  return codeAlone(text)
    .split('\n')
    .flatMap((line) => {
      const [, word, rest = ''] = /^# ?(if\w*|el\w+|endif|include)\b ?(.*)/.exec(line) ?? [];
      if (word === undefined) return [];
      if (word === 'include') return [`${around.join(' ')} ${rest}`];
      if (word === 'endif') around.pop();
      else if (word.startsWith('el')) around.push(`${around.pop()} ${word} ${rest}`);
      else around.push(`${word} ${rest}`);
      return [];
    });
}

/** Without what a program may have included before: a header that no longer says so itself has lost it. */
function written({ headers }: Api, targets: Comparison['targets'], header: string): ReadonlySet<string> {
  const graph = includesOnce(headers, targets);
  const seen = new Set([header]);
  for (const each of seen) for (const include of graph.of(each)) seen.add(include);
  return seen;
}

/** Whether a type cannot be laid out any more, and is made of a name so. */
function isBoundless({ unresolved }: Comparison, header: string, { text }: NeededName): boolean {
  return unresolved.some(
    (one) => one.header === header && one.before === undefined && new RegExp(`\\b${one.name}\\b`).test(text),
  );
}

const everyHeader = memo(
  (api: Api) => new Set(api.targets.flatMap((target) => [...api.headers.names(target)])),
);

const everyProgram = memo((api: Api) => new Set(PROGRAM.flatMap((one) => [...withIncludes(api, one)])));

const NONE: ReadonlySet<string> = new Set();
/** Types that differ, by header. */
const differing = memo(({ types, unresolved }: Comparison): ReadonlyMap<string, ReadonlySet<string>> => {
  const made = new Map<string, Set<string>>();
  // Of a type that cannot be laid out any more the reason may be the very name.
  for (const { header, name } of [...types, ...unresolved])
    made.set(header, (made.get(header) ?? new Set()).add(name));
  return made;
});

/** What the C library's headers declare is known well enough. */
const KERNEL = /^(asm|asm-generic|cxl|drm|fwctl|linux|misc|mtd|rdma|regulator|scsi|sound|video|xen)\//;

/** What is gone is not at hand, as where two files are compared. */
function untold(after: Api, header: string, gone: readonly string[]): Found {
  const message = `${header} no longer includes ${listed(gone)}, and kpw does not have that to see whether it is needed`;
  const file = after.header(header)?.path ?? header;
  return {
    file,
    line: 1,
    symbol: header,
    message,
    severity: 'warning',
    effect: 'undetermined',
    key: 'unknown',
  };
}

/** Names that only what is gone can have declared, though nobody has that at hand. */
function bereft(after: Api, header: string, gone: readonly string[], names: readonly string[]): Found {
  const message = `${header} uses ${listed(names)}, and no longer includes ${listed(gone)}, nor anything else that may declare ${names.length > 1 ? 'them' : 'it'}`;
  const file = after.header(header)?.path ?? header;
  return { file, line: 1, symbol: header, message, breaks: ['recompiled source'], key: 'bereft' };
}

function doubted({ breaks: _, ...found }: Found, unread: readonly string[]): Found {
  const message = `${found.message}; ${listed(unread)} may declare ${unread.length > 1 ? 'them' : 'it'}, and kpw does not have ${unread.length > 1 ? 'those' : 'that'}`;
  return { ...found, message, severity: 'warning', effect: 'undetermined' };
}

function told(header: string, all: readonly Missing[]): Found {
  const [{ need, lost }] = all as [Missing];
  const names = listed(all.map(({ name }) => name));
  const homes = listed([...new Set(all.flatMap(({ home }) => home ?? []))]);
  const message = lost
    ? `${header} uses ${names}, and no longer includes ${homes}`
    : `${header} begins to use ${names}, and includes nothing that declares ${all.length > 1 ? 'them' : 'it'}${homes === '' ? '' : `: ${homes} would`}`;
  const { path, line, text } = need;
  return {
    file: path,
    line,
    symbol: header,
    message,
    after: { file: path, line, text: oneLine(text) },
    breaks: ['recompiled source'],
    key: lost ? 'lost' : 'new',
  };
}
