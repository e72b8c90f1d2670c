// SPDX-License-Identifier: GPL-2.0-only
import { tokensText } from '../../c/declare/cursor.ts';
import type { MacroDefinition, Macros } from '../../c/expand.ts';
import type { Types } from '../../c/layout/types.ts';
import { type Token, tokenise } from '../../c/token.ts';

/** How a target packs a request (include/uapi/asm-generic/ioctl.h, arch/powerpc/include/uapi/asm/ioctl.h). */
export interface Encoding {
  readonly nr: Field;
  readonly type: Field;
  readonly size: Field;
  readonly dir: Field;
  /** Undefined where no header says it: then it is no part of a value. */
  readonly none: bigint | undefined;
  readonly read: bigint;
  readonly write: bigint;
}

interface Field {
  readonly shift: bigint;
  readonly mask: bigint;
}

/** The macros as every tree and architecture writes them, parameters by their places. */
const WRITTEN: Readonly<Record<string, string>> = {
  _IO: '_IOC(_IOC_NONE,($0),($1),0)',
  _IOR: '_IOC(_IOC_READ,($0),($1),(_IOC_TYPECHECK($2)))',
  _IOW: '_IOC(_IOC_WRITE,($0),($1),(_IOC_TYPECHECK($2)))',
  _IOWR: '_IOC(_IOC_READ|_IOC_WRITE,($0),($1),(_IOC_TYPECHECK($2)))',
  _IOC: '((($0)<<_IOC_DIRSHIFT)|(($1)<<_IOC_TYPESHIFT)|(($2)<<_IOC_NRSHIFT)|(($3)<<_IOC_SIZESHIFT))',
  _IOC_TYPECHECK: '(sizeof($0))',
};

const PARTS = ['NR', 'TYPE', 'SIZE', 'DIR'].flatMap((part) => [`_IOC_${part}SHIFT`, `_IOC_${part}MASK`]);
/** What those are made of, since a header could give one of them another meaning. */
const NUMBERS = [
  ...PARTS,
  ...['NR', 'TYPE', 'SIZE', 'DIR'].map((part) => `_IOC_${part}BITS`),
  ...['NONE', 'READ', 'WRITE'].map((word) => `_IOC_${word}`),
];

/** Encodings by the definitions that make them: a handful for all headers, sides and targets. */
const known: {
  readonly of: readonly (MacroDefinition | undefined)[];
  readonly made: Encoding | undefined;
}[] = [];

/** Undefined where asm/ioctl.h is not included, or says something that is no number. */
export function encodingOf(macros: Macros, types: Types): Encoding | undefined {
  const of = NUMBERS.map((name) => macros.get(name));
  const same = known.find((one) => one.of.every((macro, at) => macro === of[at]));
  if (same) return same.made;
  const value = (name: string) => {
    const found = types.evaluate(tokenise(name), macros);
    return found && !('unknown' in found) ? found.value : undefined;
  };
  const parts = PARTS.map(value);
  const words = ['NONE', 'READ', 'WRITE'].map((word) => value(`_IOC_${word}`));
  const made = [...parts, ...words.slice(1)].includes(undefined)
    ? undefined
    : encoding(parts as bigint[], words);
  known.push({ of, made });
  return made;
}

function encoding(
  parts: readonly bigint[],
  [none, read = 0n, write = 0n]: readonly (bigint | undefined)[],
): Encoding {
  const field = (at: number): Field => ({ shift: parts[at] ?? 0n, mask: parts[at + 1] ?? 0n });
  return { nr: field(0), type: field(2), size: field(4), dir: field(6), none, read, write };
}

/** Macros that are written as the kernel writes them. */
const usual = new WeakMap<MacroDefinition, boolean>();

function isUsual(name: string, macros: Macros): boolean {
  const macro = macros.get(name);
  if (!macro) return false;
  let same = usual.get(macro);
  if (same === undefined) {
    const { parameters = [] } = macro;
    const placed = macro.body.map((token) => {
      const at = token.kind === 'name' ? parameters.indexOf(token.text) : -1;
      return at < 0 ? token.text : `$${at}`;
    });
    same = placed.join('') === WRITTEN[name];
    usual.set(macro, same);
  }
  return same;
}

/** `_IOW('L', 3, struct lamp)`. */
interface Call {
  readonly name: string;
  readonly args: readonly (readonly Token[])[];
}

/** Macros that call a macro that calls _IOW: drivers/gpu/drm has one level. */
const DEEPEST = 4;

/** The call that tokens are, through macros that only hand their arguments on: `DRM_IOW(0x45, struct drm_lamp)`. */
export function requestCallThrough(tokens: readonly Token[], macros: Macros, depth = 0): Call | undefined {
  const call = callIn(tokens);
  if (!call || call.name in WRITTEN) return call;
  const macro = depth < DEEPEST ? macros.get(call.name) : undefined;
  if (!macro?.parameters || macro.variadic || macro.parameters.length !== call.args.length) return undefined;
  const { parameters } = macro;
  const body: Token[] = [];
  for (const token of macro.body) {
    if (token.text === '#' || token.text === '##') return undefined;
    const at = token.kind === 'name' ? parameters.indexOf(token.text) : -1;
    if (at < 0) body.push(token);
    else body.push(...(call.args[at] ?? []));
  }
  return requestCallThrough(body, macros, depth + 1);
}

/** A call by its form, its arguments not yet expanded. */
function callIn(tokens: readonly Token[]): Call | undefined {
  const [name, open] = tokens;
  if (name?.kind !== 'name' || open?.text !== '(') return undefined;
  const args: Token[][] = [[]];
  let depth = 1;
  for (let at = 2; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.text === '(') depth++;
    else if (token.text === ')' && --depth === 0)
      return at === tokens.length - 1 ? { name: name.text, args } : undefined;
    if (token.text === ',' && depth === 1) args.push([]);
    else (args.at(-1) as Token[]).push(token);
  }
  return undefined;
}

/**
 * The value of a call of _IO and its like, by its parts: expanding seven macros inside one another for each of 2,500
 * requests is half the work on a tree. Undefined where any of them is not as usual, or a part is no small number:
 * then the long way tells.
 *
 * @param encodingHere of the header that the call stands in; asked for a usual call alone
 */
export function requestValue(
  tokens: readonly Token[],
  macros: Macros,
  types: Types,
  encodingHere: () => Encoding | undefined,
): bigint | undefined {
  const call = requestCallThrough(tokens, macros);
  if (!call || !/^_IO(R|W|WR)?$/.test(call.name) || call.args.length !== (call.name === '_IO' ? 2 : 3))
    return undefined;
  if (!isUsual(call.name, macros) || !isUsual('_IOC', macros)) return undefined;
  const encoding = encodingHere();
  if (!encoding) return undefined;
  const [type = [], nr = [], argument] = call.args;
  const parts: bigint[] = [];
  for (const part of [type, nr]) {
    const found = types.evaluate(part, macros);
    if (!found || 'unknown' in found || found.value < 0n || found.value > 0xffn) return undefined;
    parts.push(found.value);
  }
  let size = 0n;
  if (argument) {
    if (!isUsual('_IOC_TYPECHECK', macros)) return undefined;
    const found = types.evaluate(sizeOf(argument), macros);
    if (!found || 'unknown' in found || found.value > encoding.size.mask) return undefined;
    size = found.value;
  }
  const { read, write, none } = encoding;
  const dir = { _IO: none, _IOR: read, _IOW: write, _IOWR: read | write }[call.name];
  if (dir === undefined) return undefined;
  return (
    (dir << encoding.dir.shift) |
    ((parts[0] as bigint) << encoding.type.shift) |
    ((parts[1] as bigint) << encoding.nr.shift) |
    (size << encoding.size.shift)
  );
}

function sizeOf(argument: readonly Token[]): readonly Token[] {
  const token = (text: string): Token => ({
    kind: text === 'sizeof' ? 'name' : 'punct',
    text,
    start: 0,
    end: 0,
    space: false,
  });
  return [token('sizeof'), token('('), ...argument, token(')')];
}

/** The text of a call's third argument after macro replacement, where no macro stands in it. */
export function plainArgument(argument: readonly Token[], macros: Macros): string | undefined {
  for (const { kind, text } of argument) if (kind === 'name' && macros.get(text)) return undefined;
  return tokensText(argument);
}
