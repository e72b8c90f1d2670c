// SPDX-License-Identifier: GPL-2.0-only
import { tokensText } from '../../c/declare/cursor.ts';
import { ExpansionLimit, expand } from '../../c/expand.ts';
import type { TargetId } from '../../c/target.ts';
import { type Token, tokenise } from '../../c/token.ts';
import { closingPlace, commaParts } from '../../c/token-group.ts';
import type { ApiEnumerator, ApiIoctl, ApiMacro, Direction, Request, Unknown } from '../model.ts';
import { type Encoding, plainArgument, requestCallThrough } from './encoding.ts';
import type { View } from './view.ts';

const REQUESTS = new Set('_IO _IOR _IOW _IOWR _IOC _IOR_BAD _IOW_BAD _IOWR_BAD'.split(' '));

interface Call {
  readonly argument: string | undefined;
}

/** The macros and enumerators of a header that are one call of _IO and its like, through other macros too. */
export function ioctlsOf(
  views: readonly View[],
  macros: readonly ApiMacro[],
  enumerators: readonly ApiEnumerator[],
): ApiIoctl[] {
  const made: ApiIoctl[] = [];
  const reach = views.map(() => new Map<string, boolean>());
  for (const one of macros) {
    if (one.parameters) continue;
    push(made, one, (view) => view.unit.instances[0].defines.get(one.name)?.macro.body, views, reach);
  }
  for (const one of enumerators) {
    if (!one.initialiser || !/[A-Z]/.test(one.initialiser)) continue;
    const tokens = tokenise(one.initialiser);
    push(made, one, () => tokens, views, reach);
  }
  return made;
}

function push(
  made: ApiIoctl[],
  one: ApiMacro | ApiEnumerator,
  bodyOf: (view: View) => readonly Token[] | undefined,
  views: readonly View[],
  reach: readonly Map<string, boolean>[],
): void {
  let argument: string | undefined;
  const callers: View[] = [];
  for (let index = 0; index < views.length; index++) {
    const view = views[index] as View;
    const tokens = bodyOf(view);
    if (!tokens) continue;
    const known = reach[index] as Map<string, boolean>;
    if (!tokens.some(({ kind, text }) => kind === 'name' && reaches(text, view, known))) continue;
    const call = callOf(tokens, view);
    if (!call || !one.on.has(view.target.id)) continue;
    argument ??= call.argument;
    callers.push(view);
  }
  if (callers.length === 0) return;
  const { name, header, path, line, text } = one;
  let on: Map<TargetId, Request | Unknown> | undefined;
  made.push({
    name,
    header,
    path,
    line,
    text,
    argument,
    get on() {
      on ??= new Map(
        views.flatMap((view): [TargetId, Request | Unknown][] => {
          if (callers.includes(view)) return [[view.target.id, requestOf(one, view)]];
          const doubt = view.scope.doubt(name);
          return doubt ? [[view.target.id, doubt]] : [];
        }),
      );
      return on;
    },
  });
}

function requestOf(one: ApiMacro | ApiEnumerator, view: View): Request | Unknown {
  const value = one.on.get(view.target.id) ?? { unknown: 'it has no value' };
  return typeof value === 'bigint' ? decode(value, view) : value;
}

/** Whether expanding a name may meet one of _IO and its like; what is pasted together may be any name. */
function reaches(name: string, view: View, known: Map<string, boolean>): boolean {
  if (REQUESTS.has(name)) return true;
  const before = known.get(name);
  if (before !== undefined) return before;
  known.set(name, false);
  const found = view.macros
    .get(name)
    ?.body.some(({ kind, text }) => text === '##' || (kind === 'name' && reaches(text, view, known)));
  known.set(name, found ?? false);
  return found ?? false;
}

/** The call, where all the text is one. */
function callOf(tokens: readonly Token[], { macros }: View): Call | undefined {
  const plain = requestCallThrough(tokens, macros);
  const passed =
    plain && /^_IO(R|W|WR)$/.test(plain.name) && plain.args.length === 3 ? plain.args[2] : undefined;
  const text = passed && plainArgument(passed, macros);
  if (text !== undefined) return { argument: text };
  let expanded: readonly Token[];
  try {
    expanded = expand(tokens, { get: (name) => (REQUESTS.has(name) ? undefined : macros.get(name)) });
  } catch (error) {
    if (error instanceof ExpansionLimit) return undefined;
    throw error;
  }
  while (expanded[0]?.text === '(' && closingPlace(expanded, 0) === expanded.length - 1)
    expanded = expanded.slice(1, -1);
  const [name] = expanded;
  if (!name || !REQUESTS.has(name.text) || expanded[1]?.text !== '(') return undefined;
  if (closingPlace(expanded, 1) !== expanded.length - 1) return undefined;
  const args = commaParts(expanded.slice(2, -1));
  if (name.text === '_IO') return { argument: undefined };
  if (name.text !== '_IOC') return { argument: args[2] && tokensText(args[2]) };
  const size = args[3] && tokensText(args[3]);
  return { argument: size && (/^sizeof ?\((.*)\)$/.exec(size)?.[1] ?? undefined) };
}

/** By the shifts and masks of the target's own asm/ioctl.h. */
function decode(value: bigint, view: View): Request | Unknown {
  const encoding = view.encoding();
  if (!encoding) return { unknown: 'how asm/ioctl.h encodes a request is not known' };
  const { read, write } = encoding;
  const word = BigInt.asUintN(32, value);
  const part = ({ shift, mask }: Encoding['nr']) => (word >> shift) & mask;
  const bits = part(encoding.dir);
  const reads = read !== 0n && (bits & read) === read;
  const writes = write !== 0n && (bits & write) === write;
  const dir: Direction = reads && writes ? 'read-write' : reads ? 'read' : writes ? 'write' : 'none';
  return {
    value: word,
    dir,
    type: Number(part(encoding.type)),
    nr: Number(part(encoding.nr)),
    size: Number(part(encoding.size)),
  };
}
