// SPDX-License-Identifier: GPL-2.0-only
import { namesIn } from './names.ts';

/** Where a name differs: in which headers, and what it is called there. */
interface Meaning {
  /** `struct foo` of `foo`; undefined for a name that is merely seen or not seen any more. */
  label: string | undefined;
  readonly headers: Set<string>;
}

/** Whether a header sees another one, on either side. */
export type Seen = (header: string) => boolean;

/** The names that mean something else on the two sides: what a text that mentions none of them holds, still holds. */
export class NameMeanings {
  private readonly names = new Map<string, Meaning>();
  private queue: string[] = [];

  /** @param label the symbol's name; its tag is what texts mention */
  add(label: string, header: string): void {
    this.put(label.slice(label.indexOf(' ') + 1), header, label);
  }

  /** A name that one side sees through a header and the other does not: it differs for who includes that header. */
  addSight(name: string, header: string): void {
    this.put(name, header, undefined);
  }

  private put(name: string, header: string, label: string | undefined): void {
    const known = this.names.get(name);
    if (known) known.label ??= label;
    if (known?.headers.has(header)) return;
    if (known) known.headers.add(header);
    else this.names.set(name, { label, headers: new Set([header]) });
    this.queue.push(name);
  }

  /** Names that were added since this was asked last. */
  fresh(): string[] {
    const { queue } = this;
    this.queue = [];
    return queue;
  }

  differs(name: string, seen: Seen): boolean {
    const meaning = this.names.get(name);
    if (!meaning) return false;
    for (const header of meaning.headers) if (seen(header)) return true;
    return false;
  }

  /** All names in a text that differ, as they are called, each once. */
  labelsIn(text: string, seen: Seen, except: string): string[] {
    const labels = new Set<string>();
    for (const name of namesIn(text)) {
      const label = this.names.get(name)?.label;
      if (label !== undefined && label !== except && this.differs(name, seen)) labels.add(label);
    }
    return [...labels];
  }
}
