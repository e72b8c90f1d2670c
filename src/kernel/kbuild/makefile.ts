// SPDX-License-Identifier: GPL-2.0-only
import { posix } from 'node:path';
import { logicalLines } from './lines.ts';
import { expandedWords, type Variables } from './variables.ts';

/** One assignment of a kbuild Makefile, `floppy-$(CONFIG_X) += a.o b.o` (Documentation/kbuild/makefiles.rst). */
export interface Assignment {
  /** What stands before the last dash: `obj`, `lib`, or a composite object's name without `.o`; or `CFLAGS_trace.o`. */
  readonly list: string;
  /** `y`, `m`, `objs`, or what the name says otherwise: '' where a symbol decides. */
  readonly suffix: string;
  /** Symbols, without CONFIG_, in the name and in the conditions around the line: each must be on. */
  readonly symbols: readonly string[];
  /** Its words as far as they can be told: objects, and folders that end in a slash. */
  readonly words: readonly string[];
  /** What of the words, or of the conditions around the line, nothing here can evaluate. */
  readonly unknown: readonly string[];
}

/** What a kbuild Makefile says. */
export interface Makefile {
  readonly assignments: readonly Assignment[];
  /** Files that it includes and that could not be read. */
  readonly unread: readonly string[];
}

/** As kbuild does: a folder's Kbuild where there is one, else its Makefile. Undefined where it has neither. */
export async function makefileOf(
  read: (path: string) => Promise<string | undefined>,
  folder: string,
): Promise<{ path: string; makefile: Makefile } | undefined> {
  for (const name of ['Kbuild', 'Makefile']) {
    const path = posix.join(folder, name);
    if ((await read(path)) !== undefined) return { path, makefile: await readMakefile(read, path) };
  }
  return undefined;
}

/** Files are included in files, and one might include itself. */
const DEEPEST = 5;

/**
 * Reads a kbuild Makefile without running make: a patch's Makefile is somebody's program. Understood are assignments,
 * conditionals over symbols, variables of the file itself, includes from the tree, and the functions that kernel
 * Makefiles build lists of objects with; the rest is told as unknown.
 *
 * @param read text of a file by its path in the tree; undefined where there is none
 * @param path of the Makefile
 */
async function readMakefile(
  read: (path: string) => Promise<string | undefined>,
  path: string,
): Promise<Makefile> {
  const assignments: Assignment[] = [];
  const unread: string[] = [];
  const folder = path.split('/').slice(0, -1).join('/');
  const variables: Variables = new Map([
    ['src', folder],
    ['obj', folder],
    ['srctree', '.'],
    ['srcroot', '.'],
    ['objtree', '.'],
  ]);
  const visit = async (file: string, depth: number): Promise<void> => {
    const text = depth > DEEPEST ? undefined : await read(file);
    if (text === undefined) {
      unread.push(file);
      return;
    }
    const conditions: Condition[] = [];
    let recipes = false;
    for (const line of logicalLines(text)) {
      if (line.startsWith('\t') && recipes) continue;
      const trimmed = line.trim();
      if (conditional(trimmed, conditions)) continue;
      const included = /^-?s?include\s+(.+)$/.exec(trimmed)?.[1];
      if (included !== undefined) {
        const { words, unknown } = expandedWords(included, variables);
        unread.push(...unknown);
        for (const word of words) await visit(posix.normalize(word), depth + 1);
        continue;
      }
      const [, name = '', operator = '', value = ''] =
        /^(?:export\s+|override\s+)?(\S+?)\s*([:?+]{0,2}=)\s*(.*)$/.exec(trimmed) ?? [];
      recipes = name === '' && /^[^=]*:/.test(trimmed);
      if (name === '') continue;
      const own = expandedWords(value, variables);
      remember(name, operator, value, variables);
      const [, list = '', suffix = ''] =
        /^(.+?)-([^-]*\$[({].*|y|m|objs)$/.exec(name) ?? /^([CA]FLAGS_\S+)()$/.exec(name) ?? [];
      if (list === '') continue;
      const around = conditions.filter(({ symbols }) => symbols.length > 0);
      assignments.push({
        list: expandedWords(list, variables).words.join('') || list,
        suffix: suffix.includes('$') ? '' : suffix,
        symbols: [...new Set([...symbolsOf(suffix), ...around.flatMap(({ symbols }) => symbols)])],
        words: own.words,
        unknown: [
          ...own.unknown,
          ...(suffix.includes('$') && symbolsOf(suffix).length === 0 ? [suffix] : []),
          ...conditions.flatMap(({ unknown }) => unknown ?? []),
        ],
      });
    }
  };
  await visit(path, 0);
  return { assignments, unread };
}

/**
 * Keeps what a variable is. What a symbol decides, `mmu-$(CONFIG_MMU)`, is kept as it is where the symbol is on: another
 * line reads `$(mmu-y)`.
 */
function remember(name: string, operator: string, value: string, variables: Variables): void {
  const stem = /^([\w.-]+)-\$[({]/.exec(name)?.[1];
  const names = stem === undefined ? [name] : [`${stem}-y`, `${stem}-m`];
  for (const one of names) {
    const adds = operator === '+=' || stem !== undefined;
    variables.set(one, `${adds ? (variables.get(one) ?? '') : ''} ${value}`.trim());
  }
}

/** A conditional that is open. A branch that needs a symbol off asks for none: other code may be there. */
interface Condition {
  readonly symbols: readonly string[];
  /** The condition as it is written, where it asks for something else than symbols. */
  readonly unknown?: string;
}

/** Opens, turns or closes a conditional; false where the line is none (info make, "Conditional Syntax"). */
function conditional(line: string, open: Condition[]): boolean {
  const [, word = '', rest = ''] = /^(ifeq|ifneq|ifdef|ifndef|else|endif)\b\s*(.*)$/.exec(line) ?? [];
  if (word === '') return false;
  if (word === 'endif') open.pop();
  else if (word === 'else') {
    open.pop();
    // `else ifeq (…)` is one conditional with another condition.
    if (rest === '' || !conditional(rest, open)) open.push({ symbols: [] });
  } else open.push(conditionOf(word, rest));
  return true;
}

function conditionOf(word: string, rest: string): Condition {
  const asked = symbolsOf(word.endsWith('def') ? `$(${rest.trim()})` : rest);
  if (asked.length === 0) return { symbols: [], unknown: `${word} ${rest}` };
  const [, left = '', right = ''] = /^\(\s*(.*?)\s*,\s*(.*?)\s*\)$/.exec(rest) ?? [];
  const empty = left === '' || right === '' || [left, right].includes('n');
  const on = word === 'ifdef' || (word === 'ifneq' && empty) || (word === 'ifeq' && !empty);
  // Of several symbols one is enough, and nobody says which.
  return { symbols: on && asked.length === 1 ? asked : [] };
}

function symbolsOf(text: string): string[] {
  return [...text.matchAll(/\bCONFIG_(\w+)/g)].map(([, name = '']) => name);
}
