// SPDX-License-Identifier: GPL-2.0-only
import { isTypeKeyword } from '../../c/expression/type-name.ts';
import type { Token } from '../../c/token.ts';
import { closingPlace } from '../../c/token-group.ts';
import { grouped } from './lazy.ts';
import { UnitScope } from './scope.ts';
import type { View } from './view.ts';

/** Words that need no declaration where they stand in a macro's body. */
const WORDS = new Set(
  (
    'sizeof offsetof typeof _Alignof _Static_assert defined do while for if else return goto break continue switch case ' +
    'default asm inline static extern const volatile __func__ __LINE__ __FILE__ __COUNTER__ __VA_ARGS__ ' +
    '__extension__ __inline__ __asm__ __typeof__ __attribute__ __alignof__ bool true false NULL'
  ).split(' '),
);

/**
 * Names in a header's macros, at any depth, that mean nothing where the header alone is included: no macro, no type, no
 * enumerator and no function, of its own or of what it includes. By macro, on the first target that has it; macros that
 * lack nothing are no key.
 */
export function undeclaredIn(views: readonly View[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  for (const [defines, [view]] of grouped(views, ({ unit }) => unit.instances[0].defines)) {
    // Behind an #error everything may be declared.
    if (!view || view.unit.stopped) continue;
    let names: Names | undefined;
    for (const [name, { macro }] of defines) {
      if (seen.has(name)) continue;
      seen.add(name);
      names ??= new Names(view);
      const missing = [...names.missingIn(macro.body, macro.parameters ?? [], new Set([name]))];
      if (missing.length > 0) found.set(name, missing);
    }
  }
  return found;
}

class Names {
  private readonly scope: UnitScope;
  private readonly functions: ReadonlySet<string>;
  private readonly known = new Map<string, ReadonlySet<string>>();

  constructor(private readonly view: View) {
    // What a program may have included besides is no part of it.
    this.scope = new UnitScope(view.unit);
    this.functions = new Set(view.scope.own.functions.keys());
  }

  missingIn(
    body: readonly Token[],
    parameters: readonly string[],
    around: ReadonlySet<string>,
  ): ReadonlySet<string> {
    const missing = new Set<string>();
    for (let at = 0; at < body.length; at++) {
      const here = at;
      const { kind, text } = body[here] as Token;
      if (kind !== 'name' || around.has(text)) continue;
      // What is handed to a macro that pastes, or to one that the caller names, need not be a name.
      if (body[here + 1]?.text === '(' && (parameters.includes(text) || this.pastes(text)))
        at = closingPlace(body, here + 1);
      if (parameters.includes(text)) continue;
      const [before, after] = [body[here - 1]?.text ?? '', body[here + 1]?.text ?? ''];
      // Pasted, a member, a tag that is declared here or elsewhere.
      if (before === '##' || after === '##' || /^(?:\.|->|struct|union|enum|goto|#)$/.test(before)) continue;
      if (WORDS.has(text) || isTypeKeyword(text) || text.startsWith('__builtin_')) continue;
      for (const name of this.missingFor(text, around)) missing.add(name);
    }
    return missing;
  }

  private missingFor(name: string, around: ReadonlySet<string>): ReadonlySet<string> {
    const known = this.known.get(name);
    if (known) return known;
    const macro = this.view.unit.macros.get(name);
    const made = macro
      ? this.missingIn(macro.body, macro.parameters ?? [], new Set([...around, name]))
      : this.isDeclared(name)
        ? NOTHING
        : new Set([name]);
    this.known.set(name, made);
    return made;
  }

  /** Whether a function-like macro pastes, itself or through one that it uses. */
  private pastes(name: string, depth = 0): boolean {
    const macro = this.view.unit.macros.get(name);
    if (!macro?.parameters || depth > DEEP) return false;
    return macro.body.some(
      ({ kind, text }, at) =>
        text === '##' ||
        text === '#' ||
        (kind === 'name' && macro.body[at + 1]?.text === '(' && this.pastes(text, depth + 1)),
    );
  }

  private isDeclared(name: string): boolean {
    return (
      this.functions.has(name) ||
      this.scope.enumerator(name) !== undefined ||
      this.scope.typedef(name) !== undefined
    );
  }
}

const DEEP = 8;

const NOTHING: ReadonlySet<string> = new Set();
