// SPDX-License-Identifier: GPL-2.0-only
// What the preprocessor can evaluate: no type, no sizeof, no floating number; an enumerator is 0 to it.
import type { Api, ApiMacro } from '../../src/uapi/model.ts';
import { agreedValue, tokens } from './constants.ts';
import { constantProvider } from './names.ts';

const WORD = /^[A-Za-z_]\w*$/;
const OPERATOR = /^(?:sizeof|_Alignof|__alignof__|alignof|offsetof|__builtin_\w+)$/;
const TYPE =
  /^(?:char|short|int|long|unsigned|signed|float|double|void|struct|union|enum|const|volatile|_Bool|bool|typeof|__typeof__|__(?:u|s|le|be)(?:8|16|32|64)|\w+_t)$/;
const FLOAT = /^(?:\d+\.\d*|\d*\.\d+|\d+[eE][-+]?\d+)[fFlL]?$/;
/** Deeper than headers nest macros. */
const DEEPEST = 8;

/**
 * Why #if cannot evaluate a macro, as what it has: `a cast to int`, `sizeof`, `the enumerator LAMP_ON`. Undefined where
 * it can, or where a name in it is not known.
 *
 * @param header the macro's own, as installed
 */
export function barrierToIf(api: Api, header: string, macro: ApiMacro): string | undefined {
  return barrier(api, header, macro, new Set(), 0);
}

function barrier(
  api: Api,
  header: string,
  macro: ApiMacro,
  above: ReadonlySet<string>,
  depth: number,
): string | undefined {
  if (depth > DEEPEST) return undefined;
  const { name, parameters = [], body } = macro;
  const all = tokens(body);
  const around = new Set([...above, name]);
  for (const [at, token] of all.entries()) {
    if (FLOAT.test(token)) return 'a floating number';
    if (!WORD.test(token) || parameters.includes(token)) continue;
    if (OPERATOR.test(token)) return token;
    if (TYPE.test(token)) return isOperand(all, at) ? `a cast to ${typeAt(all, at)}` : `the type ${token}`;
    const found = constantOf(api, header, token, around);
    if (found === 'enumerator') return `the enumerator ${token}`;
    if (found) {
      const inner = barrier(api, header, found, around, depth + 1);
      if (inner !== undefined) return inner;
    } else if (isOperand(all, at)) return `a cast to ${token}`;
  }
  return undefined;
}

/** A macro is not expanded within itself: what stands there is the enumerator of its name. */
function constantOf(
  api: Api,
  header: string,
  name: string,
  around: ReadonlySet<string>,
): ApiMacro | 'enumerator' | undefined {
  const provider = constantProvider(api, header, name);
  const home = provider === undefined ? undefined : api.header(provider);
  const macro = around.has(name) ? undefined : home?.macros.find((one) => one.name === name);
  if (macro) return macro;
  const enumerator = home?.enumerators.find((one) => one.name === name);
  // 0 is 0 in #if too.
  return enumerator && agreedValue(enumerator.on) !== 0n ? 'enumerator' : undefined;
}

/** Whether a word stands alone in parentheses with an operand behind: `(lamp_id)3`. */
function isOperand(all: readonly string[], at: number): boolean {
  const end = all.indexOf(')', at);
  const [first, next] = [all.lastIndexOf('(', at), all[end + 1]];
  if (first < 0 || end < 0 || next === undefined) return false;
  const inside = all.slice(first + 1, end);
  return inside.every((one) => WORD.test(one) || one === '*') && /^(?:[\w(~!']|-$)/.test(next);
}

function typeAt(all: readonly string[], at: number): string {
  return all
    .slice(all.lastIndexOf('(', at) + 1, all.indexOf(')', at))
    .join(' ')
    .replaceAll('* *', '**');
}
