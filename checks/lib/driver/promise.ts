// SPDX-License-Identifier: GPL-2.0-only
import { memoPair } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { headerText } from '../../../src/uapi/header-text.ts';
import type { Api } from '../../../src/uapi/model.ts';
import { bodiesOf, type FunctionText } from './body.ts';
import { isDriver } from './code.ts';
import { isRefusedAt } from './commands.ts';
import { driverHeaders } from './reach.ts';

/** A name that a UAPI header gives a number, as its text has it: no evaluation is needed to look for it. */
export interface Promised {
  readonly name: string;
  readonly header: string;
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** What code does with a name: dispatches on it, hands it out, or asks for it. */
type Role = 'dispatched' | 'produced' | 'consumed';

/** One function that does something with a name. */
export interface Mention {
  readonly name: string;
  readonly role: Role;
  readonly body: FunctionText;
}

const DEFINES =
  /^[ \t]*#[ \t]*define[ \t]+([A-Z_]\w+)[ \t]+([^\n]+)|^[ \t]+([A-Z][A-Z0-9]*_\w+)(?:[ \t]*=[^,\n}]*)?[ \t]*,?[ \t]*(?:\/[*/][^\n]*)?$/gm;

/** Names that the drivers' own UAPI headers define: those headers whose ioctls a dispatcher at hand takes. */
export const promisesOf = memoPair((api: Api, sources: Sources): ReadonlyMap<string, Promised> => {
  const texts = sources.paths.filter(isDriver).map((path) => sources.get(path)?.text ?? '');
  const found = new Map<string, Promised>();
  for (const name of driverHeaders(sources)) {
    const header = headerText(api, name);
    if (!header || !dispatches(header.text, texts)) continue;
    let [line, upTo] = [1, 0];
    for (const match of header.text.matchAll(DEFINES)) {
      for (; upTo < match.index; upTo++) if (header.text[upTo] === '\n') line++;
      const own = match[1] ?? match[3] ?? '';
      if (!found.has(own))
        found.set(own, { name: own, header: name, path: header.path, line, text: match[0].trim() });
    }
  }
  return found;
});

function dispatches(header: string, texts: readonly string[]): boolean {
  const ioctls = [...header.matchAll(/#\s*define\s+(\w+)\s+_IO[WR]*\(/g)].map(([, name = '']) => name);
  if (ioctls.length === 0) return false;
  const asked = new RegExp(`(?:case|[=!]=|IOCTL_OP\\()\\s*(?:${ioctls.join('|')})\\b`);
  return texts.some((text) => asked.test(text));
}

const WORD = /(case\s+|[=!]=\s*|&\s*~?\s*\(?|[<>]=?\s*)?\b([A-Z][A-Z0-9]*_\w+)\b(\s*(?:[=!]=|&(?!&)|[<>]))?/g;
/** `flags & ~(A | B | `: what follows is a bit that is asked for, too. */
const IN_MASK = /[&~]\s*\((?:\s*\w+\s*\|)+\s*$/;
const MASK_LENGTH = 400;

/** Mentions of every promised name, by name. */
export const promisedMentions = memoPair(
  (sources: Sources, promised: ReadonlyMap<string, Promised>): ReadonlyMap<string, readonly Mention[]> => {
    const found = new Map<string, Mention[]>();
    for (const body of bodiesOf(sources)) {
      const text = withoutStrings(body.text);
      for (const match of text.matchAll(WORD)) {
        const [, before = '', name = '', behind = ''] = match;
        if (!promised.has(name)) continue;
        const masks = IN_MASK.test(text.slice(Math.max(0, match.index - MASK_LENGTH), match.index));
        const refused = before.startsWith('case') && isRefusedAt(text, match.index);
        const role = masks || refused ? 'consumed' : roleOf(before, behind);
        const all = found.get(name) ?? [];
        if (!all.some((one) => one.role === role && one.body === body)) all.push({ name, role, body });
        found.set(name, all);
      }
    }
    return found;
  },
);

/** Literals blanked, of the same length: what a message for the log says is no answer. */
export function withoutStrings(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"/g, (literal) => `"${' '.repeat(literal.length - 2)}"`);
}

function roleOf(before: string, behind: string): Role {
  if (before.startsWith('case')) return 'dispatched';
  return before !== '' || behind.trim() !== '' ? 'consumed' : 'produced';
}
