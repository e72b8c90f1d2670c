// SPDX-License-Identifier: GPL-2.0-only
import { definition, type MacroDefinition, type Macros } from '../../c/expand.ts';
import type { HeaderUnit, IncludeLookup, IncludePrefix } from '../../c/preprocess/model.ts';
import { SourceText } from '../../c/preprocess/source.ts';
import { includePrefix, preprocess, upToError } from '../../c/preprocess/unit.ts';
import type { Target } from '../../c/target.ts';
import { tokenise } from '../../c/token.ts';
import { EVERYTHING, LIBC } from '../libc.ts';
import type { HeaderSet, HeaderText } from '../model.ts';
import { UnitScope } from './scope.ts';

/** What headers_install strips or replaces (scripts/headers_install.sh), as macros. */
const INSTALLED: Readonly<Record<string, string>> = {
  __EXPORTED_HEADERS__: '',
  __user: '',
  __force: '',
  __iomem: '',
  __attribute_const__: '',
  __packed: '__attribute__((packed))',
};

/** `#include`s of these are removed by headers_install. */
const STRIPPED = new Set(['linux/compiler.h', 'linux/compiler_types.h']);

/** Texts with what was read from them, shared by all sides and targets that hold the same text under one name. */
export class SharedSources {
  private readonly sources = new Map<string, SourceText>();

  of(header: Pick<HeaderText, 'name' | 'hash' | 'text'>): SourceText {
    const key = `${header.hash} ${header.name}`;
    let source = this.sources.get(key);
    if (!source) {
      source = new SourceText(header.name, header.text);
      this.sources.set(key, source);
    }
    return source;
  }
}

/** By the files in their order. */
interface Prefixes {
  readonly after: Map<SourceText, Prefixes>;
  made: IncludePrefix | undefined;
  /** A file that includes itself asks for itself. */
  making: boolean;
}

/** The translation units of one side on one target: each header as if nothing were included before it. */
export class Units implements IncludeLookup {
  private readonly predefined: Macros;
  private readonly found = new Map<string, SourceText | undefined>();
  private readonly prefixes: Prefixes = { after: new Map(), made: undefined, making: false };
  private library: UnitScope | undefined;

  constructor(
    private readonly headers: HeaderSet,
    readonly target: Target,
    private readonly sources: SharedSources,
  ) {
    this.predefined = predefinedMacros(target);
  }

  /**
   * Undefined where the target has no such header.
   *
   * @param other the header's unit for another target
   */
  unit(name: string, other?: HeaderUnit): HeaderUnit | undefined {
    const source = this.source(name);
    return source && preprocess(source, this.predefined, this, other);
  }

  /** The same, as if nothing stood behind the #error that it ends at. */
  unitUpToError(name: string): HeaderUnit | undefined {
    const source = this.source(name);
    return source && upToError(source, this.predefined, this);
  }

  /** What a program has included, for headers that use size_t or _IOW and leave it to the program to declare them. */
  get userspace(): UnitScope {
    this.library ??= new UnitScope(
      preprocess(this.sources.of({ name: 'libc', hash: 'libc', text: EVERYTHING }), this.predefined, this),
    );
    return this.library;
  }

  find(name: string, form: 'angle' | 'quote' | 'next', from: SourceText): SourceText | 'ignored' | undefined {
    if (STRIPPED.has(name)) return 'ignored';
    if (form === 'quote') {
      const beside = this.source(siblingOf(name, from.name));
      if (beside) return beside;
    }
    return (form === 'next' ? undefined : this.source(name)) ?? libc(name, this.sources);
  }

  homeOf(macro: string): string | undefined {
    return homes().get(macro);
  }

  prefix(sources: readonly SourceText[]): IncludePrefix | undefined {
    let at = this.prefixes;
    for (const source of sources) {
      let next = at.after.get(source);
      if (!next) {
        next = { after: new Map(), made: undefined, making: false };
        at.after.set(source, next);
      }
      at = next;
    }
    if (at.making) return undefined;
    if (!at.made) {
      at.making = true;
      at.made = includePrefix(sources, this.predefined, this);
      at.making = false;
    }
    return at.made;
  }

  private source(name: string): SourceText | undefined {
    if (this.found.has(name)) return this.found.get(name);
    const header = this.headers.get(name, this.target);
    const source = header && this.sources.of(header);
    this.found.set(name, source);
    return source;
  }
}

let macrosOfLibc: Map<string, string> | undefined;

/** Where the C library defines each of its macros, by the first header that does. */
function homes(): ReadonlyMap<string, string> {
  if (!macrosOfLibc) {
    macrosOfLibc = new Map();
    for (const [header, text] of Object.entries(LIBC))
      for (const [, name = ''] of text.matchAll(/^#define (\w+)/gm))
        if (!macrosOfLibc.has(name)) macrosOfLibc.set(name, header);
  }
  return macrosOfLibc;
}

function libc(name: string, sources: SharedSources): SourceText | undefined {
  const text = LIBC[name];
  return text === undefined ? undefined : sources.of({ name, hash: 'libc', text });
}

/** `drm.h` in `drm/i915_drm.h` is `drm/drm.h`. */
function siblingOf(name: string, from: string): string {
  const path = from.split('/').slice(0, -1);
  for (const part of name.split('/')) {
    if (part === '..') path.pop();
    else if (part !== '.') path.push(part);
  }
  return path.join('/');
}

function predefinedMacros(target: Target): Macros {
  const macros = new Map<string, MacroDefinition>();
  for (const [name, body] of Object.entries({ ...INSTALLED, ...target.predefined })) {
    const macro = definition(tokenise(`${name} ${body}`));
    if (macro) macros.set(name, macro);
  }
  return macros;
}
