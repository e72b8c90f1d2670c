// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../../../src/c/comments.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { headerText } from '../../../src/uapi/header-text.ts';
import type { Api } from '../../../src/uapi/model.ts';
import { bodiesOf } from './body.ts';
import type { Served } from './commands.ts';
import { isPassed } from './passed.ts';
import { driverHeaders } from './reach.ts';

/** A function that takes an option of a socket by its number, whatever the header calls it. */
const SOCKET_OPTIONS = /[gs]et_?sockopt/;

/** A function that takes commands; what another one compares with a number may be no command: IPPROTO_UDP, XT_CONTINUE. */
const ENTRIES = /ioctl|[gs]et_?sockopt/;

/** `_IO('l', 1)`, in the definition of a command. */
const REQUEST = String.raw`[ \t]+[^\n]*\b\w*_?IO(?:C|R|W|WR)?(?:_BAD)?[ \t]*\(`;

/** Names of what a table has a row for: an operation of io_uring, a method of uverbs, a command by its number. */
const ROWS = /_(?:CMD|METHOD|OP)_|_CMD$/;

/** `#define X _IO(…)`, or of any length: `#define X(len) _IOC(…, len)`. */
const REQUESTS = new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+([A-Z]\\w+)(?:\\([\\w\\s,]*\\))?${REQUEST}`, 'gm');

/**
 * A test whether a header of the UAPI defines what a driver served as a command: by its form, where the driver includes
 * the header; by what the driver does with it, wherever it is defined, for a driver may include a header of the kernel's
 * that includes it.
 *
 * @param api of the side that no longer serves
 * @param lost all that is going to be asked for
 */
export function definedCommands(
  api: Api,
  before: Sources,
  after: Sources,
  lost: readonly Served[],
): (one: Served) => boolean {
  const formed = formedIn(api, before, after);
  const options = lost.some(({ by }) => SOCKET_OPTIONS.test(by)) ? numbersIn(api, after) : new Set();
  const functions = new Set(bodiesOf(before).map(({ name }) => name));
  const isFormed = ({ name, by }: Served) =>
    formed.sure.has(name) ||
    (formed.numbers.has(name) && (ENTRIES.test(by) || !functions.has(by))) ||
    (SOCKET_OPTIONS.test(by) && options.has(name));
  const passed = new Set(lost.filter((one) => !isFormed(one) && isPassed(before, one)));
  const namesOf = (all: readonly Served[]) => new Set(all.map(({ name }) => name));
  // The driver may include the header through one of its own, which no patch brings.
  const others = lost.filter((one) => !isFormed(one) && !passed.has(one));
  const isRow = ({ name, by }: Served) => ROWS.test(name) && !functions.has(by);
  const anywhere = definedIn(api, namesOf([...passed, ...others.filter(isRow)]), isConstant);
  const requests = definedIn(api, namesOf(others), isRequest);
  return (one) =>
    isFormed(one) || requests.has(one.name) || ((passed.has(one) || isRow(one)) && anywhere.has(one.name));
}

/** Those of some names that any header defines in that form. */
function definedIn(
  api: Api,
  names: ReadonlySet<string>,
  isOf: (plain: string, name: string) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>();
  if (names.size === 0) return found;
  const own = [...names].flatMap((name) => [
    name,
    ...(name.startsWith('DRM_IOCTL_') ? [name.replace('IOCTL_', '')] : []),
  ]);
  const words = new RegExp(`\\b(?:${own.join('|')})\\b`, 'g');
  for (const header of new Set(api.targets.flatMap((target) => api.headers.names(target)))) {
    const text = headerText(api, header)?.text ?? '';
    const here = new Set([...text.matchAll(words)].map(([name]) => name));
    if (here.size === 0) continue;
    const plain = blankComments(text);
    for (const word of here)
      for (const name of [word, word.replace(/^DRM_(?!IOCTL_)/, 'DRM_IOCTL_')])
        if (names.has(name) && !found.has(name) && isOf(plain, name)) found.add(name);
  }
  return found;
}

/** vmwgfx defines `DRM_VMW_X` for all, and DRM_IOCTL_VMW_X in its own file. */
function isRequest(plain: string, name: string): boolean {
  const number = /^DRM_IOCTL_(\w+)$/.exec(name)?.[1];
  if (
    number &&
    new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+DRM_${number}[ \\t]+(?:0[xX])?[0-9a-fA-F]+\\b`, 'm').test(plain)
  )
    return true;
  return new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}${REQUEST}`, 'm').test(plain);
}

/** Macros that are numbers or requests, and enumerators. */
function isConstant(plain: string, name: string): boolean {
  const macro = `^[ \\t]*#[ \\t]*define[ \\t]+${name}(?:[ \\t]+\\(*-?(?:0[xX])?\\d|${REQUEST}|[ \\t]+\\(*[A-Z]\\w+)`;
  // In an enum: nothing else has a name between a brace or a comma and a comma, an = or a brace, and no parameters.
  const enumerator = `\\benum\\b[^{};()]*\\{[^{};]*?(?<=[{,\\s])${name}\\s*[,=}]`;
  return new RegExp(`${macro}|${enumerator}`, 'm').test(plain);
}

function numbersIn(api: Api, after: Sources): ReadonlySet<string> {
  return new Set(
    driverHeaders(after).flatMap((header) =>
      [
        ...(headerText(api, header)?.text ?? '').matchAll(
          /^[ \t]*#[ \t]*define[ \t]+([A-Z]\w+)[ \t]+\(?(?:0[xX])?[0-9a-fA-F]+\)?(?=[ \t\r]*$|[ \t]*\/)/gm,
        ),
      ].map(([, name = '']) => name),
    ),
  );
}

/** Names of commands in a header of the UAPI: those that can be nothing else, and numbers that may be. */
interface Formed {
  readonly sure: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
}

/** Those of the headers which the drivers include: ioctls, options, attributes' owners. */
function formedIn(api: Api, before: Sources, after: Sources): Formed {
  const [sure, numbers] = [new Set<string>(), new Set<string>()];
  // A driver that is gone may have been the only one that included its header.
  for (const header of new Set([...driverHeaders(before), ...driverHeaders(after)])) {
    const text = headerText(api, header)?.text ?? '';
    for (const [, name = ''] of text.matchAll(REQUESTS)) sure.add(name);
    // From before _IO(): the bare number, as linux/loop.h and linux/fs.h have it.
    for (const [, name = ''] of text.matchAll(
      /^[ \t]*#[ \t]*define[ \t]+([A-Z]\w*)[ \t]+\(?0[xX][0-9a-fA-F]{3,8}\)?(?:[ \t]|$)/gm,
    ))
      numbers.add(name);
    for (const [, name = ''] of text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(SIOC\w*)[ \t]+\w/gm))
      sure.add(name);
    for (const [, name = ''] of text.matchAll(
      /^[ \t]*#[ \t]*define[ \t]+((?:SO|IP|IPV6|TCP|UDP|SOL|[A-Z]+_OPT)\w*)[ \t]+\w/gm,
    ))
      numbers.add(name);
    for (const [, name = ''] of text.matchAll(/^[ \t]+([A-Z]\w*_(?:CMD|IOC|IOCTL)_\w+)/gm)) sure.add(name);
    for (const [, name = ''] of text.matchAll(/^[ \t]+([A-Z]\w*_(?:(?:METHOD|OP)_\w+|CMD\b))/gm))
      numbers.add(name);
  }
  return { sure, numbers };
}
