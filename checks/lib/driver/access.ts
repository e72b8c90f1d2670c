// SPDX-License-Identifier: GPL-2.0-only

import type { SyntaxNode } from '../../../src/c/parse.ts';
import { lazily } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import {
  type Call,
  type Code,
  callsIn,
  flat,
  functionAround,
  functionName,
  memoCode,
  nodesIn,
} from './code.ts';
import { guardsAt, type HeldCondition, type Refusal, refusalsIn } from './condition.ts';
import { extentsOf, type SizedValue } from './extent.ts';
import { filesWith, functionsOfFile } from './functions.ts';
import { type Local, localsIn } from './local.ts';

/** Bytes of a struct that go between userspace and a variable. */
export interface Copy {
  readonly call: Call;
  readonly sizes: readonly SizedValue[];
  /** What holds where it stands. */
  readonly guards: readonly HeldCondition[];
  /** A second copy, of what lies behind the first. */
  readonly rest: boolean;
}

/** A member that code reads or writes. */
export interface Use {
  readonly member: string;
  readonly writes: boolean;
  readonly node: SyntaxNode;
  readonly guards: readonly HeldCondition[];
}

/** How one function gets, checks and answers a struct of userspace through one variable. */
export interface Access {
  readonly local: Local;
  readonly function: string;
  readonly whole: Code;
  /** From userspace into the variable, in order. */
  readonly copies: readonly Copy[];
  /** From the variable to userspace. */
  readonly answers: readonly Copy[];
  readonly refusals: readonly Refusal[];
  readonly uses: readonly Use[];
  /** All of it is zero before it is copied into: `= {}`, memset. */
  readonly zeroed: boolean;
}

const COPY_IN = /^_{0,2}copy_(struct_)?from_user$/;
const COPY_OUT = /^_{0,2}copy_(struct_)?to_user$/;

/** Every variable of a struct's type in the drivers at hand, with what is done to it. */
export function accessesOf(sources: Sources, tag: string): Access[] {
  return filesWith(sources, tag).flatMap((file) =>
    functionsOfFile(file, (text) => new RegExp(`struct\\s+${tag}\\b`).test(text))
      .flatMap((code) => localsIn(code, tag).filter(({ user }) => !user))
      .map(accessOf),
  );
}

/** Most rules ask for one thing of a few variables, and a driver has hundreds: each is read when it is asked for. */
export function accessOf(local: Local): Access {
  const whole = functionAround(local.scope);
  const calls = lazily(() => callsIn(local.scope));
  const copies = lazily(() =>
    calls().flatMap((call) =>
      COPY_IN.test(call.name)
        ? copyOf(local, call, 0, call.name.includes('struct') ? 3 : 2)
        : memdup(local, call),
    ),
  );
  const answers = lazily(() =>
    calls()
      .filter(({ name }) => COPY_OUT.test(name))
      .flatMap((call) => copyOf(local, call, 1, 2)),
  );
  const refusals = lazily(() => refusalsIn(local.scope));
  const uses = lazily(() => usesOf(local));
  const zeroed = lazily(() => isZeroed(local, calls()));
  return {
    local,
    function: functionName(whole.node) ?? '',
    whole,
    get copies() {
      return copies();
    },
    get answers() {
      return answers();
    },
    get refusals() {
      return refusals();
    },
    get uses() {
      return uses();
    },
    get zeroed() {
      return zeroed();
    },
  };
}

/** What a call copies from or to the variable; `side` and `at` are the arguments of the variable and of the size. */
function copyOf({ name, scope }: Local, call: Call, side: number, at: number): Copy[] {
  const variable = call.arguments[side] ?? '';
  if (!variable.includes(name)) return [];
  const sizeNode = (call.node.childForFieldName('arguments')?.namedChildren ?? []).filter(
    ({ type }) => type !== 'comment',
  )[at];
  const isTarget = new RegExp(`^(?:\\(\\w+ ?\\*\\))?&?${name}$`).test(variable);
  const isRest = new RegExp(
    `^\\(\\w+ ?\\*\\)&?${name} ?\\+|^&?${name}\\.|^\\(?\\(\\w+ ?\\*\\)&?${name}\\)? ?\\+`,
  ).test(variable);
  if (!sizeNode || !(isTarget || (isRest && variable.includes('+')))) return [];
  const guards = guardsAt(scope.file, call.node, scope.node);
  return [{ call, sizes: extentsOf(scope, sizeNode), guards, rest: !isTarget }];
}

/** Place of the size among the arguments: of one element, where there are several. */
const MEMDUP: Readonly<Record<string, number>> = {
  memdup_user: 1,
  vmemdup_user: 1,
  memdup_array_user: 2,
  vmemdup_array_user: 2,
};

/** `hdr = memdup_user(arg, size)`: the pointer's target is the copy. */
function memdup({ name, scope }: Local, call: Call): Copy[] {
  const at = MEMDUP[call.name];
  if (at === undefined) return [];
  const target =
    call.node.parent?.childForFieldName('left') ?? call.node.parent?.childForFieldName('declarator');
  const size = call.node.childForFieldName('arguments')?.namedChildren[at];
  if (!target || !size || flat(scope.file, target).replace(/^\*/, '') !== name) return [];
  const guards = guardsAt(scope.file, call.node, scope.node);
  return [{ call, sizes: extentsOf(scope, size), guards, rest: false }];
}

/** Members of variables that code names, by the variable: a function often has several of one scope. */
const membersIn = memoCode((code): ReadonlyMap<string, readonly { use: SyntaxNode; field: SyntaxNode }[]> => {
  const made = new Map<string, { use: SyntaxNode; field: SyntaxNode }[]>();
  for (const use of nodesIn(code, 'field_expression')) {
    const variable = use.childForFieldName('argument');
    if (variable?.type !== 'identifier') continue;
    const field = use.childForFieldName('field');
    if (field?.type !== 'field_identifier') continue;
    const { text } = variable;
    const known = made.get(text);
    if (known) known.push({ use, field });
    else made.set(text, [{ use, field }]);
  }
  return made;
});

function usesOf({ name, scope }: Local): Use[] {
  return (membersIn(scope).get(name) ?? [])
    .flatMap(({ field, use }): Use[] => {
      if (
        /^(sizeof|offsetof)/.test(use.parent?.parent?.type ?? '') ||
        use.parent?.type === 'sizeof_expression'
      )
        return [];
      const guards = lazily(() => guardsAt(scope.file, use, scope.node));
      return [
        {
          member: field.text,
          writes: isWritten(use),
          node: use,
          get guards() {
            return guards();
          },
        },
      ];
    })
    .sort((a, b) => a.node.startIndex - b.node.startIndex);
}

/** Whether an expression is only assigned to; `|=` reads as well. */
function isWritten(use: SyntaxNode): boolean {
  let at = use;
  while (at.parent && /^(field|subscript)_expression$/.test(at.parent.type)) at = at.parent;
  const { parent } = at;
  const callee = parent?.parent?.parent?.childForFieldName('function')?.text ?? '';
  if (parent?.type === 'pointer_expression' && /^(memset|copy_from_user|memcpy)$/.test(callee)) return true;
  return (
    parent?.type === 'assignment_expression' &&
    parent.childForFieldName('left')?.id === at.id &&
    parent.childForFieldName('operator')?.type === '='
  );
}

function isZeroed({ initialiser, name, pointer }: Local, calls: readonly Call[]): boolean {
  if (!pointer && initialiser?.startsWith('{')) return true;
  if (pointer && /\bk[vz]?zalloc|kcalloc/.test(initialiser ?? '')) return true;
  return calls.some(
    (call) => call.name === 'memset' && new RegExp(`^&?${name}$`).test(call.arguments[0] ?? ''),
  );
}
