// SPDX-License-Identifier: GPL-2.0-only
import type { HeaderText } from '../model.ts';
import { type Aliases, aliasesOf, conditionalsOf } from './code.ts';
import type { Differences } from './pairs.ts';

/** Where a name differs: in which headers, and what it is called there. */
interface Meaning {
  /** `struct foo` of `foo`. */
  readonly label: string;
  readonly headers: Set<string>;
}

const NAME = /[A-Za-z_]\w*/g;

/** The names that mean something else on the two sides: what a text that mentions none of them holds, still holds. */
export class Meanings {
  private readonly names = new Map<string, Meaning>();
  /** Names since the last `fresh`. */
  private added: string[] = [];

  add(label: string, header: string): void {
    const name = label.slice(label.indexOf(' ') + 1);
    const known = this.names.get(name);
    if (known?.headers.has(header)) return;
    if (known) known.headers.add(header);
    else this.names.set(name, { label, headers: new Set([header]) });
    this.added.push(name);
  }

  addAll({ types, macros, enumerators }: Differences): void {
    for (const { name, header } of [...types, ...macros, ...enumerators]) this.add(name, header);
  }

  /** Names that were added since this was asked last. */
  fresh(): string[] {
    const { added } = this;
    this.added = [];
    return added;
  }

  /** A name in a text that differs in one of the headers that it can see. */
  mentioned(text: string, seen: (header: string) => boolean): boolean {
    for (const [name] of text.matchAll(NAME)) {
      const meaning = this.names.get(name);
      if (meaning && [...meaning.headers].some(seen)) return true;
    }
    return false;
  }

  /** All names in a text that differ, as they are called, each once. */
  labelsIn(text: string, seen: (header: string) => boolean, except: string): string[] {
    const labels = new Set<string>();
    for (const [name] of text.matchAll(NAME)) {
      const meaning = this.names.get(name);
      if (meaning && meaning.label !== except && [...meaning.headers].some(seen)) labels.add(meaning.label);
    }
    return [...labels];
  }

  /** Typedefs that a text declares otherwise than another; all of them where its conditionals differ. */
  addTypedefs(header: string, before: readonly HeaderText[], after: readonly HeaderText[]): void {
    const one = typedefs(before);
    const other = typedefs(after);
    const all = conditionals(before) !== conditionals(after);
    for (const name of new Set([...one.keys(), ...other.keys()]))
      if (all || one.get(name) !== other.get(name)) this.add(name, header);
  }

  /** Macros and typedefs that are made of names that differ. Repeated until there are no more. */
  addDerived(header: string, texts: readonly Aliases[], seen: (header: string) => boolean): void {
    for (let more = true; more; ) {
      more = false;
      for (const aliases of texts)
        for (const [name, { body }] of aliases) {
          if (this.names.get(name)?.headers.has(header) || !this.mentioned(body, seen)) continue;
          this.add(name, header);
          more = true;
        }
    }
  }
}

function typedefs(texts: readonly HeaderText[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { text } of texts)
    if (text.includes('typedef'))
      for (const [name, { body, typedef }] of aliasesOf(text))
        if (typedef) found.set(name, `${found.get(name) ?? ''}${body}`);
  return found;
}

function conditionals(texts: readonly HeaderText[]): string {
  return texts.map(({ text }) => conditionalsOf(text)).join('\0');
}
