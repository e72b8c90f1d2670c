// SPDX-License-Identifier: GPL-2.0-only
import { lineOf, normalise } from '../../src/c/lines.ts';
import { type SyntaxNode, textOf } from '../../src/c/parse.ts';
import type { Found, Subject } from '../rule.ts';
import { armsOf, type Call, type Code, callsIn, definitionOf } from './dispatch.ts';
import { headerOf, UAPI } from './header.ts';
import { type NewIoctl, newIoctls } from './ioctl.ts';
import type { Argument } from './refusal.ts';

/** A new ioctl's code, down to the copy of a struct that begins with argsz and flags. */
export interface Handler {
  readonly ioctl: NewIoctl;
  readonly argument: Argument;
}

const COPY = /^(__)?copy_(struct_)?from_user$|^memdup_user$/;

/** The handlers of all new ioctls that take such a struct, and a note for each that could not be followed. */
export function handlersOf(
  subject: Subject,
  member: 'argsz' | 'flags',
): { handlers: Handler[]; unknown: Found[] } {
  const handlers: Handler[] = [];
  const unknown: Found[] = [];
  for (const ioctl of newIoctls(subject)) {
    const { name } = ioctl.request.constant;
    for (const arm of armsOf(subject.after, name)) {
      const bodies = bodiesOf(subject, arm);
      const found = bodies.flatMap((body) => copiesIn(subject, body, member));
      handlers.push(...found.map((argument) => ({ ioctl, argument })));
      if (found.length > 0 || !mayTakeStruct(subject, bodies, arm, member)) continue;
      const line = lineOf(arm.file.text, arm.node.startIndex);
      const message = `could not evaluate whether ${name} checks ${member}: found no copy of its struct in the dispatcher, nor in a function that it calls`;
      unknown.push({ file: arm.file.path, line, severity: 'note', message });
    }
  }
  return { handlers, unknown };
}

/** The arm itself and the functions that it calls: one call is followed. */
function bodiesOf(subject: Subject, arm: Code): Code[] {
  const names = new Set(callsIn(arm).map(({ name }) => name));
  return [arm, ...[...names].flatMap((name) => definitionOf(subject.after, arm.file, name) ?? [])];
}

function copiesIn(subject: Subject, body: Code, member: string): Argument[] {
  const seen = new Set<string>();
  return callsIn(body).flatMap((call) => {
    const variable = copied(body, call);
    if (!variable || seen.has(variable)) return [];
    seen.add(variable);
    const tag = tagOf(body, variable);
    if (!tag || !membersOf(subject, tag).includes(member)) return [];
    return [{ body, variable, tag, copy: call }];
  });
}

function copied({ file }: Code, { name, arguments: passed, node }: Call): string | undefined {
  if (!COPY.test(name)) return undefined;
  if (name !== 'memdup_user') return /^&?(\w+)$/.exec(passed[0] ?? '')?.[1];
  return node.parent
    ? /^(?:[^=]*\W)?(\w+) ?= ?memdup_user/.exec(normalise(textOf(file, node.parent)))?.[1]
    : undefined;
}

/** Tag of a local struct, or of the one that a local pointer points to; the innermost declaration counts. */
function tagOf({ file, node }: Code, variable: string): string | undefined {
  const declared = new RegExp(`\\bstruct (\\w+) (?:[\\w\\s,*]*[\\s,*])?${variable}\\b`);
  for (let scope: SyntaxNode | null = node; scope; scope = scope.parent) {
    const tag = declared.exec(normalise(textOf(file, scope)).replace(/,/g, ', '))?.[1];
    if (tag || scope.type === 'function_definition') return tag;
  }
  return undefined;
}

function membersOf({ after }: Subject, tag: string): string[] {
  for (const path of after.paths) {
    const struct = UAPI.test(path) ? headerOf(after, path)?.structs.get(tag) : undefined;
    if (struct) return struct.members.map(({ name }) => name);
  }
  return [];
}

/** Whether code that was followed, or a call that could not be, gets hold of a struct with that member. */
function mayTakeStruct(subject: Subject, bodies: readonly Code[], arm: Code, member: string): boolean {
  const tags = bodies.flatMap(({ file, node }) =>
    [...textOf(file, node).matchAll(/\bstruct\s+(\w+)\s+__user\b/g)].map(([, tag]) => tag ?? ''),
  );
  if (tags.some((tag) => membersOf(subject, tag).includes(member))) return true;
  return callsIn(arm).some(
    ({ name, arguments: passed }) =>
      passed.some((argument) => /\b(u?arg|argp)\b/.test(argument)) &&
      !definitionOf(subject.after, arm.file, name),
  );
}
