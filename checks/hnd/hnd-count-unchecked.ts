// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../../src/c/parse.ts';
import {
  type Call,
  type Code,
  callsIn,
  flat,
  functionName,
  isDriver,
  parametersOf,
  quote,
} from '../lib/driver/code.ts';
import { inner, refusalsIn } from '../lib/driver/condition.ts';
import { assignments, hasWord } from '../lib/driver/extent.ts';
import { functionsOfFile } from '../lib/driver/functions.ts';
import { localsIn } from '../lib/driver/local.ts';
import type { Found, Rule, Side } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-count-unchecked',
  severity: 'error',
  effect: 'defect',
  category: 'hnd',
  needs: ['drivers'],
  apart: true,
  title: 'A count from userspace is multiplied for a size, and neither the count nor the product is checked.',
  why: 'A product that wraps allocates less than what is then copied into it, and a count without a limit takes the memory of the machine.',
  reference: 'Documentation/process/deprecated.rst, "open-coded arithmetic in allocator arguments"',
  todo: 'Refuse counts above a limit, and let array_size(), struct_size(), kcalloc() or memdup_array_user() multiply.',
  lint: (side) => files(side).flatMap((code) => judge(code)),
};

const SIZES = /^(k[vz]*[mz]alloc|v[mz]*alloc|kvzalloc|memdup_user|vmemdup_user|copy_from_user)$/;
const PRODUCTS = /\*\s*sizeof|sizeof\s*\([^()]*\)\s*\*/;

function files({ sources }: Side): Code[] {
  return sources.paths.filter(isDriver).flatMap((path) => {
    const file = sources.get(path);
    if (!file || !PRODUCTS.test(file.text) || !/_user\b/.test(file.text)) return [];
    return functionsOfFile(file, (text) => PRODUCTS.test(text));
  });
}

function judge(code: Code): Found[] {
  const seen = new Set<string>();
  return callsIn(code)
    .filter(({ name }) => SIZES.test(name))
    .flatMap((call): Found[] => {
      const count = countOf(code, call);
      if (count === undefined || seen.has(count) || !fromUser(code, count, call.node) || bounded(code, count))
        return [];
      seen.add(count);
      const place = quote({ file: code.file, node: call.node });
      const name = functionName(code.node) ?? '';
      const message = `${name}() multiplies ${count}, which userspace chose, for the size of ${call.name}(), and checks neither`;
      return [{ file: place.file, line: place.line, message, symbol: `${name}()`, after: place, key: count }];
    });
}

/** `count` of `count * sizeof(x)` in an argument. */
function countOf({ file }: Code, { node }: Call): string | undefined {
  for (const argument of node.childForFieldName('arguments')?.namedChildren ?? []) {
    const product = inner(argument);
    const [left, right] = [product.childForFieldName('left'), product.childForFieldName('right')];
    if (product.childForFieldName('operator')?.type !== '*' || !left || !right) continue;
    const [a, b] = [flat(file, inner(left)), flat(file, inner(right))];
    const count = /^sizeof\b/.test(b) ? a : /^sizeof\b/.test(a) ? b : undefined;
    if (count !== undefined && /^\w+((\.|->)\w+)*$/.test(count) && !/^\d|^[A-Z_0-9]+$/.test(count))
      return count;
  }
  return undefined;
}

function fromUser(code: Code, count: string, at: SyntaxNode): boolean {
  const [base = '', member] = count.split(/\.|->/);
  if (member !== undefined) return isCopied(code, base);
  if (assignments(code, base, at).some(({ value }) => fromMember(code, flat(code.file, value)))) return true;
  return handed(code, base);
}

function fromMember(code: Code, text: string): boolean {
  const [, base] = /^(\w+)(?:\.|->)\w+$/.exec(text) ?? [];
  return base !== undefined && isCopied(code, base);
}

function isCopied(code: Code, variable: string): boolean {
  return (
    localsIn(code).some(({ name, user }) => name === variable && !user) &&
    callsIn(code).some(
      ({ name, arguments: passed }) =>
        /^copy_(struct_)?from_user$/.test(name) && passed[0] === `&${variable}`,
    )
  );
}

/** A parameter for which some caller in the file hands a member that it copied from userspace. */
function handed(code: Code, parameter: string): boolean {
  const at = parametersOf(code).indexOf(parameter);
  const own = functionName(code.node);
  if (at < 0 || own === undefined) return false;
  return functionsOfFile(code.file, (text) => hasWord(text, own)).some((caller) =>
    callsIn(caller).some((call) => call.name === own && fromMember(caller, call.arguments[at] ?? '')),
  );
}

const OVERFLOW = /^(check_(mul|add)_overflow|array_size|struct_size|size_mul)$/;

/** Compared with a limit, or multiplied by what does not wrap. */
function bounded(code: Code, count: string): boolean {
  const name = count.replace(/\./g, '\\.');
  const limit = new RegExp(`(?:^|[^\\w.>])${name} ?>=? ?|<=? ?${name}(?!\\w)|${name} ?!= `);
  if (refusalsIn(code).some(({ terms }) => terms.some((term) => limit.test(term)))) return true;
  return callsIn(code).some((call) => OVERFLOW.test(call.name) && call.arguments.includes(count));
}
