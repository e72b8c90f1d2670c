// SPDX-License-Identifier: GPL-2.0-only
import { withoutComments } from '../../c/comments.ts';
import type { FragmentPlace } from '../../c/fragment.ts';
import type { Allocation } from '../numbers.ts';
import { defined } from '../purposes.ts';
import { literal, ofBytes, template } from './literal.ts';
import { type Names, snake } from './names.ts';

/** So long a piece of code is at most that stands in the middle of a call. */
const INLINE = 64;

/** Constants of one file: the C that its edits insert, and the C that they look for. */
export class TextConstants {
  private readonly written: string[] = [];
  private readonly known = new Map<string, string>();

  constructor(
    private readonly names: Names,
    private readonly used: Set<string>,
  ) {}

  /** C that an edit inserts: the name of its constant, or a call where numbers are given to it. */
  inserted(text: string, place: FragmentPlace | undefined, numbers: readonly Allocation[] = []): string {
    if (text === '') return "''";
    const type = place ?? 'Program';
    if (numbers.length === 0) return this.constant(text, type, literal(text));
    const parameters = numbers.map(({ kind }, at) =>
      at === 0 ? NUMBER_WORDS[kind] : `${NUMBER_WORDS[kind]}${at + 1}`,
    );
    const holes = numbers
      .flatMap(({ spots }, at) => {
        const name = parameters[at] as string;
        // As it was posted: 0x0a has its zero.
        return spots.map(({ start, end, hex }) => ({
          ...{ start, end },
          name: hex ? `hex(${name}, ${end - start - 2})` : name,
        }));
      })
      .sort((a, b) => a.start - b.start);
    if (holes.some(({ name: one }) => one.startsWith('hex('))) this.used.add('hex');
    const name = this.names.free(nameFor(text), 'TEXT');
    this.used.add(type);
    const list = parameters.map((one) => `${one}: number`).join(', ');
    this.written.push(`const ${name} = (${list}): ${type} => ${ofBytes(template(text, holes))};`);
    return name;
  }

  /** C that an anchor looks for: short, as it is, else the name of its constant. */
  sought(code: string, type: FragmentPlace | 'Program' | 'string'): string {
    if (type === 'string') return ofBytes(literal(code));
    return code.length <= INLINE && !code.includes('\n')
      ? ofBytes(literal(code))
      : this.constant(code, type, literal(code), 'WAS');
  }

  private constant(text: string, type: string, written: string, suffix = 'TEXT'): string {
    const key = `${type} ${text}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const base = nameFor(text);
    const name = this.names.free(suffix === 'WAS' ? `${base}_WAS` : base, suffix);
    this.used.add(type);
    this.known.set(key, name);
    this.written.push(`const ${name}: ${type} = ${ofBytes(written)};`);
    return name;
  }

  /** All constants, in the order in which they were asked for. */
  get source(): string {
    return this.written.map((one) => `${one}\n`).join('\n');
  }
}

const NUMBER_WORDS = { ioctl: 'nr', bit: 'bit', id: 'id' } as const;

function nameFor(text: string): string {
  const name = defined(text);
  const bare = withoutComments(text).trim();
  const line = (bare === '' ? text : bare).split('\n').find((one) => /[A-Za-z]{2}/.test(one)) ?? '';
  return snake(name ?? line.replace(/^\s*#\s*/, ''));
}
