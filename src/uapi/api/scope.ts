// SPDX-License-Identifier: GPL-2.0-only
import { readDeclarations } from '../../c/declare/declarations.ts';
import { disagreement } from '../../c/declare/second-reading.ts';
import type { Declarations, EnumType, RecordType, Typedef } from '../../c/declare/type.ts';
import type { UnknownValue } from '../../c/expression.ts';
import type { NameScope } from '../../c/layout/scope.ts';
import type { Doubtful, HeaderUnit, Instance } from '../../c/preprocess/model.ts';
import { type Piece, type Realised, realise } from '../../c/preprocess/realise.ts';

const SHARED = new WeakMap<Instance, Declarations>();

/** Types are asked for header by header; to keep the tokens of all takes half of the memory. */
const LAST: { of: UnitScope | undefined; pieces: readonly Piece[] } = { of: undefined, pieces: [] };

/** What names mean in one unit: the header's own text first, then what it includes, in order. */
export class UnitScope implements NameScope {
  private readonly declarations: (Declarations | undefined)[];
  private realised: Realised | undefined;
  private readonly tags = new Map<string, RecordType | EnumType | UnknownValue | undefined>();
  private readonly typedefs = new Map<string, Typedef | UnknownValue | undefined>();
  private readonly enumerators = new Map<string, { enum: EnumType; index: number } | undefined>();

  constructor(
    readonly unit: HeaderUnit,
    /** What userspace has besides: asked for what is declared nowhere in the unit. */
    private readonly userspace?: UnitScope,
  ) {
    this.declarations = new Array(unit.instances.length);
  }

  get own(): Declarations {
    return this.declarationsOf(0);
  }

  /** What one file of the unit declares, by its place among them. */
  at(index: number): Declarations {
    return this.declarationsOf(index);
  }

  /** Whether that file declares a name: a tag with its body, a typedef, an enumerator, a function. */
  declaresAt(index: number, name: string): boolean {
    const { source, active } = this.unit.instances[index] as Instance;
    if (active.length === 0 || !source.mentions(name.slice(name.indexOf(' ') + 1))) return false;
    const { tags, typedefs, enumerators, functions } = this.declarationsOf(index);
    return tags.has(name) || typedefs.has(name) || enumerators.has(name) || functions.has(name);
  }

  /** Why two readings of the header's own text see a type of it differently; undefined where they do not. */
  disputed(name: string): string | undefined {
    const { source } = this.unit.instances[0];
    const { own } = this;
    return source.keep(`disputed ${this.realised?.key} ${name}`, () =>
      disagreement(name, this.pieces(), own),
    );
  }

  private pieces(): readonly Piece[] {
    if (LAST.of !== this) {
      LAST.of = this;
      LAST.pieces = this.realised?.pieces() ?? [];
    }
    return LAST.pieces;
  }

  get excuse(): string | undefined {
    const { missing } = this.unit;
    return missing.length > 0 ? `there is no <${missing.join('>, <')}>` : undefined;
  }

  tag(name: string): RecordType | EnumType | UnknownValue | undefined {
    return kept(this.tags, name, () => this.search(name, ({ tags }) => tags.get(name)));
  }

  typedef(name: string): Typedef | UnknownValue | undefined {
    return kept(this.typedefs, name, () => this.search(name, ({ typedefs }) => typedefs.get(name)));
  }

  /** The declaration of a typedef as it is written; undefined where none is known. */
  typedefText(name: string): string | undefined {
    const { instances } = this.unit;
    for (let index = 0; index < instances.length; index++) {
      const { source, active } = instances[index] as Instance;
      if (active.length === 0 || !source.mentions(name)) continue;
      const typedef = this.declarationsOf(index).typedefs.get(name);
      if (typedef) return source.text.slice(typedef.start, typedef.end);
    }
    return this.userspace?.typedefText(name);
  }

  enumerator(name: string): { enum: EnumType; index: number } | undefined {
    return kept(this.enumerators, name, () => {
      const found = this.search(name, ({ enumerators }) => enumerators.get(name));
      return found && 'unknown' in found ? undefined : found;
    });
  }

  private search<T extends object>(
    name: string,
    pick: (declarations: Declarations) => T | undefined,
  ): T | UnknownValue | undefined {
    return (
      this.through(name, pick, true) ?? this.through(name, pick, false) ?? this.userspace?.search(name, pick)
    );
  }

  /** A file whose text does not mention the name declares it by a macro only, so it is looked into last. */
  private through<T extends object>(
    name: string,
    pick: (declarations: Declarations) => T | undefined,
    mentioned: boolean,
  ): T | UnknownValue | undefined {
    const word = name.slice(name.indexOf(' ') + 1);
    let doubtful: UnknownValue | undefined;
    for (let index = 0; index < this.unit.instances.length; index++) {
      const instance = this.unit.instances[index] as Instance;
      if (instance.active.length + instance.doubtful.length === 0) continue;
      if (instance.source.mentions(word) !== mentioned) continue;
      const declarations = this.declarationsOf(index);
      const found = pick(declarations);
      if (found) return found;
      const reason = declarations.broken.get(name);
      if (reason !== undefined) return { unknown: reason };
      doubtful ??= this.doubtOf(instance, word);
    }
    return doubtful;
  }

  private declarationsOf(index: number): Declarations {
    let made = this.declarations[index];
    if (!made) {
      const instance = this.unit.instances[index] as Instance;
      made = SHARED.get(instance);
      if (!made) {
        const realised = realise(instance, this.unit.macros);
        if (index === 0) this.realised = realised;
        made = instance.source.keep(`declarations ${realised.key}`, () =>
          readDeclarations(realised.pieces()),
        );
        // An instance that several units have reads the same in each.
        if (index > 0) SHARED.set(instance, made);
      }
      this.declarations[index] = made;
    }
    return made;
  }

  private doubtOf({ source, doubtful }: Instance, word: string): UnknownValue | undefined {
    if (doubtful.length === 0) return undefined;
    const found = doubtful.find(
      ({ item }: Doubtful) => item.kind === 'text' && source.namesOf(item).includes(word),
    );
    return found && { unknown: found.reason };
  }

  /** Why it is not known whether the header's own text declares a name. */
  doubt(name: string): UnknownValue | undefined {
    const { source, doubtful } = this.unit.instances[0];
    const word = name.slice(name.indexOf(' ') + 1);
    const found = doubtful.find(({ item }) =>
      item.kind === 'text' ? source.namesOf(item).includes(word) : source.tokensOf(item)[0]?.text === word,
    );
    return found && { unknown: found.reason };
  }
}

function kept<T>(map: Map<string, T>, name: string, make: () => T): T {
  if (map.has(name)) return map.get(name) as T;
  const made = make();
  map.set(name, made);
  return made;
}
