// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile, SyntaxNode } from '../../../src/c/parse.ts';
import { type Call, type Code, parametersOf } from '../driver/code.ts';
import { codeNamed } from '../driver/functions.ts';
import { behindVariable } from './callees.ts';
import { plainCondition } from './condition.ts';
import { maySleep } from './kinds.ts';
import { walked } from './walked.ts';

/** Calls from a call down to one that may sleep: `lamp_reset`, `msleep`. */
export type CallPath = readonly string[];

const ways = new WeakMap<SourceFile, Map<string, CallPath | undefined>>();

/** How a call comes to sleep, through functions of the same file; undefined where it does not, or not for certain. */
export function wayToSleep(file: SourceFile, call: Call, around: Code): CallPath | undefined {
  if (maySleep(call)) return [call.name];
  for (const name of [call.name, ...behindVariable(around, call.name)]) {
    const way = sleepsIn(file, name);
    if (way) return [name, ...way];
  }
  return undefined;
}

function sleepsIn(file: SourceFile, name: string): CallPath | undefined {
  const known = ways.get(file) ?? new Map<string, CallPath | undefined>();
  ways.set(file, known);
  if (known.has(name)) return known.get(name);
  // A function that calls itself is no reason by itself.
  known.set(name, undefined);
  const code = codeNamed(file, name);
  if (code) known.set(name, find(code));
  return known.get(name);
}

function find(code: Code): CallPath | undefined {
  const parameters = parametersOf(code).filter(Boolean);
  const { calls, exits } = walked(code);
  if (!exits) return undefined;
  for (const { call, released } of calls) {
    // Its caller's lock was given back on the way there, or its caller says whether it may.
    if (released > 0 || isUpToCaller(call.node, code.node, parameters)) continue;
    const way = wayToSleep(code.file, call, code);
    if (way) return way;
  }
  return undefined;
}

const ASKS =
  /\b(?:can_?sleep|may_?sleep|sleep|atomic|in_interrupt|in_atomic|irqs_disabled|gfpflags_\w+|gfp\w*|no_?wait|block\w*|locked)\b/;

/** `if (!may_wait) return …;` of a parameter stands in front of it. */
function leavesBefore(block: SyntaxNode, until: SyntaxNode, parameters: readonly string[]): boolean {
  return block.namedChildren.some((one) => {
    if (one.type !== 'if_statement' || one.startIndex >= until.startIndex) return false;
    const condition = one.childForFieldName('condition');
    const asked = condition && plainCondition(condition).text;
    if (!asked || !parameters.includes(asked)) return false;
    return /\breturn\b[^;]*;\s*\}?$/.test(one.childForFieldName('consequence')?.text ?? '');
  });
}

/** It stands in a branch that is taken as a parameter says, or as where the kernel is at the moment allows. */
function isUpToCaller(call: SyntaxNode, end: SyntaxNode, parameters: readonly string[]): boolean {
  let from = call;
  for (let at = call.parent; at && at.id !== end.id; from = at, at = at.parent) {
    if (at.type === 'compound_statement' && leavesBefore(at, from, parameters)) return true;
    if (!/^(?:if_statement|switch_statement|conditional_expression)$/.test(at.type)) continue;
    const condition = at.childForFieldName('condition');
    if (!condition || condition.id === from.id) continue;
    if (ASKS.test(condition.text) || /^\(?\w+->(?:\w+_)?ops->\w+\)?$/.test(condition.text)) return true;
    const asked = /^\w+/.exec(plainCondition(condition).text)?.[0];
    if (
      asked !== undefined &&
      parameters.includes(asked) &&
      !/^\w+(?:->|\[|\()/.test(plainCondition(condition).text)
    )
      return true;
  }
  return false;
}
