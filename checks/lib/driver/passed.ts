// SPDX-License-Identifier: GPL-2.0-only
// Whether a value that code chooses by is one that a program passes: a command of an ioctl, an option of a socket or of a
// system call.
import { memo } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { bodiesOf, type FunctionText } from './body.ts';
import { parameterNames } from './call-text.ts';
import { bareText } from './code.ts';
import type { Served } from './commands.ts';

/** What a program calls: a system call, an ioctl, an option of a socket; under whatever name a table has it. */
const ENTRY = /^(?:compat_|__x64_|__ia32_)?_*sys_|ioctl|[gs]et_?sockopt|_uring_cmd$/;

/** How far a value is followed from the entry to who chooses by it: sys_fcntl() to do_fcntl() to f_setown(). */
const DEEPEST = 2;

/** Functions of each file. */
const byFile = memo((sources: Sources): ReadonlyMap<string, readonly FunctionText[]> => {
  const made = new Map<string, FunctionText[]>();
  for (const body of bodiesOf(sources)) {
    const known = made.get(body.path);
    if (known) known.push(body);
    else made.set(body.path, [body]);
  }
  return made;
});

/**
 * Whether a command is chosen by a parameter of a function that userspace calls, or of one to which such a function hands
 * a parameter of its own.
 */
export function isPassed(sources: Sources, one: Served): boolean {
  const all = byFile(sources).get(one.file) ?? [];
  const body = all.find((each) => each.name === one.by && isInside(each, one.line));
  const asked = body && askedParameter(body, one);
  return asked !== undefined && isEntry(sources, body as FunctionText, asked, all, DEEPEST);
}

/** Whether a function that userspace calls hands a parameter of its own to that parameter of another one of its file. */
export function isHandedOver(sources: Sources, body: FunctionText, parameter: string): boolean {
  const all = byFile(sources).get(body.path) ?? [];
  return parameterNames(body.text).includes(parameter) && isEntry(sources, body, parameter, all, DEEPEST);
}

function isInside({ line, text }: FunctionText, at: number): boolean {
  return at >= line && at < line + text.split('\n').length;
}

function isEntry(
  sources: Sources,
  { name, path, text }: FunctionText,
  asked: string,
  all: readonly FunctionText[],
  depth: number,
): boolean {
  if (ENTRY.test(name) || isOperation(sources.get(path)?.text ?? '', name)) return true;
  if (depth === 0) return false;
  const place = parameterNames(text).indexOf(asked);
  const call = new RegExp(`\\b${name}\\(([^;]*)`);
  return all.some((other) => {
    if (other.name === name || !other.text.includes(`${name}(`)) return false;
    const own = parameterNames(other.text);
    const passed =
      call
        .exec(other.text.slice(other.text.indexOf('{')))?.[1]
        ?.split(/[,)]/)
        [place]?.trim() ?? '';
    return own.includes(passed) && isEntry(sources, other, passed, all, depth - 1);
  });
}

/** `.unlocked_ioctl = lamp_control`. */
function isOperation(text: string, name: string): boolean {
  return new RegExp(`\\.\\w*(?:ioctl|sockopt)\\w*\\s*=\\s*&?${name}\\b`).test(text);
}

/** `cmd` of `switch (cmd)`, `if (cmd == X)`: what a function reads from a struct or a device is no command. */
function askedParameter({ line, text }: FunctionText, { name, line: at }: Served): string | undefined {
  const lines = text.split('\n');
  const own = lines[at - line] ?? '';
  const compared = new RegExp(`\\b(\\w+)\\s*==\\s*${name}\\b`).exec(own)?.[1];
  const asked = compared ?? switchedAt(lines.slice(0, at - line).join('\n'));
  return asked !== undefined && parameterNames(text).includes(asked) ? asked : undefined;
}

/** What the innermost switch that is open at the end of a text asks for; undefined where that is no single name. */
function switchedAt(text: string): string | undefined {
  const open: (string | undefined)[] = [];
  for (const { 0: found, 1: asked } of text.matchAll(/\bswitch\s*\(\s*([^{};]*?)\s*\)\s*\{|[{}]/g))
    if (found === '}') open.pop();
    else open.push(asked);
  const asked = open.findLast((one) => one !== undefined);
  return asked !== undefined && /^\w+$/.test(asked) ? asked : undefined;
}

/**
 * Whether a dispatcher of the same file calls a function for one command and answers what it answers: as the arm of a
 * switch, or as a row of a table.
 */
export function isHandler(sources: Sources, { name, path }: Pick<FunctionText, 'name' | 'path'>): boolean {
  const file = sources.get(path);
  if (!file?.text.includes(name)) return false;
  const row = new RegExp(`(?:\\]\\s*=|[A-Z][A-Z0-9]+_?\\w*\\s*\\)?\\s*,)\\s*&?${name}\\s*[,})]`);
  const answered = new RegExp(
    `\\bcase\\s+[A-Z]\\w+\\s*:(?:(?!\\bswitch\\b)[^])*?(?:\\breturn\\s+|\\w\\s*=\\s*)${name}\\(`,
  );
  return (
    row.test(bareText(file)) ||
    (byFile(sources).get(path) ?? []).some(
      (other) =>
        other.name !== name &&
        other.text.includes(`${name}(`) &&
        (ENTRY.test(other.name) || isOperation(file.text, other.name)) &&
        answered.test(other.text),
    )
  );
}
