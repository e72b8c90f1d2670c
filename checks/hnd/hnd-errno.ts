// SPDX-License-Identifier: GPL-2.0-only
import { textOf } from '../../src/c/parse.ts';
import type { Sources } from '../../src/series/topic.ts';
import { sizeChecks } from '../lib/driver/argsz.ts';
import { bodiesOf } from '../lib/driver/body.ts';
import { type Code, findInCode, flat, quote } from '../lib/driver/code.ts';
import { servedInText } from '../lib/driver/commands.ts';
import { refusalsIn } from '../lib/driver/condition.ts';
import { type Dispatcher, dispatchers } from '../lib/driver/dispatch.ts';
import { found, handledOf } from '../lib/driver/handled.ts';
import { dispatchSpaces } from '../lib/driver/spaces.ts';
import type { Found, Rule, Side } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-errno',
  severity: 'warning',
  effect: 'defect',
  category: 'hnd',
  needs: ['uapi', 'drivers'],
  apart: true,
  title: 'A handler answers another error than the convention: ENOTTY, EFAULT, EINVAL.',
  why: 'Programs probe for an ioctl by ENOTTY, and tell a bad pointer (EFAULT) from a bad argument (EINVAL).',
  reference: 'Documentation/driver-api/ioctl.rst, "Return code"',
  todo: 'Answer -ENOTTY to an unknown command, -EFAULT to a bad pointer, -EINVAL to a bad argument.',
  lint: (side, among) => [
    ...(side.reach?.drivers === false ? [] : unknownCommands(side)),
    ...copies(side, among),
  ],
};

const DEFAULTS =
  '(switch_statement condition: (parenthesized_expression (identifier) @asked) body: (compound_statement (case_statement . "default") @arm))';

/** What a dispatcher on some descriptor answers by default, where it says so itself. */
function unknownCommands({ sources }: Side): Found[] {
  const known = new Set(dispatchSpaces(sources).map((space) => `${space.file} ${space.function}`));
  return dispatchers(sources)
    .filter((one) => known.has(`${one.code.file.path} ${one.function}`))
    .flatMap((one) => judge(one, sources));
}

function judge({ code, parameter, function: name }: Dispatcher, sources: Sources): Found[] {
  return findInCode(code, DEFAULTS).flatMap(({ asked, arm }): Found[] => {
    if (!asked || !arm || flat(code.file, asked) !== parameter) return [];
    const errno = /^default: ?(?:return|ret ?=|rc ?=) ?-(E\w+);/.exec(flat(code.file, arm))?.[1];
    if (errno === undefined || /^ENO(TTY|IOCTLCMD)$/.test(errno)) return [];
    if (isAsked(name, errno, code.file.path, sources) || isOnlyHanded(code, name, sources)) return [];
    const message = `${name}() answers -${errno} to a command that it does not know, not -ENOTTY`;
    return [at(code, arm, message, name, `default ${errno}`)];
  });
}

/** Whether a caller takes the errno for "not one of these", and asks the next dispatcher. */
function isAsked(name: string, errno: string, path: string, sources: Sources): boolean {
  const compared = new RegExp(`\\b${name}\\([^]*[=!]= *-${errno}\\b`);
  return bodiesOf(sources).some(
    (body) => body.path === path && body.name !== name && compared.test(body.text),
  );
}

/** Whether who calls it hands it just the commands that it knows: `case LAMP_ON: case LAMP_OFF: return lamp_set(lamp, cmd);`. */
function isOnlyHanded(code: Code, name: string, sources: Sources): boolean {
  const known = new Set(servedInText(code.file.path, textOf(code.file, code.node)).map((one) => one.name));
  const call = new RegExp(`\\b${name}\\(`, 'g');
  const handed = bodiesOf(sources)
    .filter((body) => body.name !== name && body.text.includes(`${name}(`))
    .flatMap(({ text }) =>
      [...text.matchAll(call)].map(({ index }) => labelsBefore(text.slice(Math.max(0, index - ARM), index))),
    );
  return (
    handed.length > 0 && handed.every((labels) => labels.length > 0 && labels.every((one) => known.has(one)))
  );
}

/** No arm that only hands a command on is longer. */
const ARM = 2000;

/** Labels of the case that a text ends in. */
function labelsBefore(text: string): string[] {
  const labels = /((?:\bcase\s+\w+\s*:\s*)+)(?:(?!\bcase\b|\bdefault\s*:)[^}])*$/.exec(text)?.[1] ?? '';
  return [...labels.matchAll(/\bcase\s+(\w+)/g)].map(([, name = '']) => name);
}

function at(code: Code, node: Code['node'], message: string, name: string, key: string): Found {
  const place = quote({ file: code.file, node });
  return { file: place.file, line: place.line, message, symbol: `${name}()`, after: place, key };
}

function copies(side: Side, among: ReadonlySet<string> | undefined): Found[] {
  return handledOf(side, among).flatMap((handled): Found[] => {
    const { access } = handled;
    const faults = refusalsIn(access.local.scope).flatMap(({ site, errnos }) => {
      const copy = [...access.copies, ...access.answers].find(({ call }) => {
        const condition = site.childForFieldName('condition');
        return (
          condition &&
          call.node.startIndex >= condition.startIndex &&
          call.node.endIndex <= condition.endIndex
        );
      });
      if (!copy || errnos.includes('EFAULT')) return [];
      const message = `${access.function}() answers -${errnos.join(', -')} to a bad pointer, not -EFAULT`;
      return [found(handled, site, message, `fault ${errnos.join()}`)];
    });
    const sizes =
      access.copies.length === 0
        ? []
        : sizeChecks(access).flatMap(({ site, errnos }) => {
            if (errnos.includes('EINVAL') || errnos.length === 0) return [];
            // `if (argsz < size) { argsz = size; ret = -ENOSPC }` tells how much room the answer needs.
            if (errnos.every((one) => one === 'ENOSPC' || one === 'E2BIG')) return [];
            const message = `${access.function}() answers -${errnos.join(', -')} to an argsz that is too short, not -EINVAL`;
            return [found(handled, site, message, `argsz ${errnos.join()}`)];
          });
    return [...faults, ...sizes];
  });
}
