// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../../src/c/parse.ts';
import type { Access } from '../lib/driver/access.ts';
import { type Code, callsIn, findInCode, parametersOf } from '../lib/driver/code.ts';
import { dominates } from '../lib/driver/extent.ts';
import { definitionOf } from '../lib/driver/functions.ts';
import {
  calleeSays,
  found,
  type Handled,
  handledOf,
  hasMember,
  isFilled,
  isHandedOn,
} from '../lib/driver/handled.ts';
import { requiresZero } from '../lib/driver/reserved.ts';
import type { Found, Rule, Side } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-flags-unchecked',
  severity: 'warning',
  effect: 'defect',
  category: 'hnd',
  needs: ['uapi', 'drivers'],
  apart: true,
  title: 'A handler takes flags that it does not know, or answers with the flags that it was given.',
  why: 'A flag that is ignored today can never get a meaning: binaries that set it by accident would change their behaviour, and a new binary cannot find out that an old kernel lacks it.',
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Refuse with -EINVAL all flags but the known; where flags are an answer, set them to 0 first.',
  lint: (side, among) =>
    handledOf(side, among).flatMap((handled) =>
      hasMember(handled, 'flags') && isFilled(handled) ? judge(side, handled) : [],
    ),
};

function judge({ sources }: Side, handled: Handled): Found[] {
  const { access } = handled;
  const { function: name, local } = access;
  if (local.parameter && access.copies.length === 0) return [];
  if (refuses(access) || calleeSays(sources, access, refuses)) return [];
  if (sets(access)) return [];
  if (
    calleeSays(sources, access, (callee) => callee.uses.some((use) => use.member === 'flags' && use.writes))
  )
    return [];
  if (isHandedOn(sources, access) || checkedElsewhere(sources, access)) return [];
  const node = access.copies[0]?.call.node ?? local.declaration.node;
  const answers = access.answers.length > 0;
  const message = answers
    ? `${name}() answers with the flags of struct ${local.tag} that it was given: it neither refuses nor clears them`
    : `${name}() takes struct ${local.tag} and never refuses unknown flags`;
  return [found(handled, node, message, answers ? 'answer' : '')];
}

/** Whether the answer's flags are the handler's own: set on every way to it, or in each case of a switch. */
function sets({ uses, answers, copies, local }: Access): boolean {
  const from = copies[0]?.call.node.endIndex ?? 0;
  return uses
    .filter(({ member, writes }) => member === 'flags' && writes)
    .some(({ node }) => {
      const set = (to: SyntaxNode) => dominates(node, to) && !isSkipped(local.scope, from, node, to);
      if (answers.length === 0 || answers.some(({ call }) => set(call.node))) return true;
      for (let at = node.parent; at; at = at.parent)
        if (at.type === 'case_statement' || at.type === 'else_clause') return true;
      return false;
    });
}

/** Whether a goto before a place leads behind it, and before another. */
function isSkipped(code: Code, from: number, node: SyntaxNode, to: SyntaxNode): boolean {
  const labels = new Map(
    findInCode(code, '(labeled_statement label: (_) @name) @site').map(({ name, site }) => [
      name?.text,
      site?.startIndex ?? 0,
    ]),
  );
  return findInCode(code, '(goto_statement label: (_) @name) @site').some(({ name, site }) => {
    const target = labels.get(name?.text) ?? 0;
    return (
      site &&
      site.startIndex > from &&
      site.endIndex < node.startIndex &&
      target > node.endIndex &&
      target <= to.startIndex
    );
  });
}

/** The flags alone go to a function that refuses, or that is not at hand. */
function checkedElsewhere(sources: Side['sources'], { local, whole }: Access): boolean {
  const flags = new RegExp(`^${local.name}(\\.|->)flags$`);
  return callsIn(local.scope).some((call) => {
    const at = call.arguments.findIndex((passed) => flags.test(passed));
    if (at < 0) return false;
    const callee = definitionOf(sources, whole.file, call.name);
    const name = callee && parametersOf(callee)[at];
    if (!callee || !name) return true;
    const text = callee.file.text.slice(callee.node.startIndex, callee.node.endIndex);
    return new RegExp(`\\b${name}\\s*&\\s*\\(?~`).test(text);
  });
}

/** An if with an errno, or a switch over all of it whose default refuses. */
function refuses(access: Access): boolean {
  if (requiresZero(access, 'flags')) return true;
  const { local, whole } = access;
  const text = whole.file.text.slice(whole.node.startIndex, whole.node.endIndex);
  const member = `${local.name}(?:\\.|->)flags`;
  return (
    new RegExp(`switch \\(${member}\\)[\\s\\S]*default:\\s*(?:\\w+ = |return )-E`).test(text) ||
    new RegExp(`${member}\\s*&\\s*\\(?~`).test(text) ||
    new RegExp(`(?:return|=) [^;]*\\b${member}\\b[^;]*(?:\\|\\||!=|~)`).test(text)
  );
}
