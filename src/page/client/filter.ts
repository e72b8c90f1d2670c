// SPDX-License-Identifier: GPL-2.0-only

/** One word of the filter box: `status:failed`, or a word that may stand anywhere. */
export interface Term {
  readonly key: string | undefined;
  readonly value: string;
  /** `-status:passed`: what does not match. */
  readonly negated: boolean;
}

const KEYS = ['status', 'tree', 'machine', 'design'] as const;

/** What people write, and the words of the evidence. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  failed: ['fail', 'error', 'miss'],
  fail: ['fail', 'error', 'miss'],
  passed: ['pass', 'xfail'],
  pass: ['pass', 'xfail'],
  skipped: ['skip'],
  skip: ['skip'],
};

export function termsOf(text: string): Term[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => {
      const negated = word.length > 1 && word.startsWith('-');
      const [, key, value = ''] = /^(\w+):(.*)$/.exec(negated ? word.slice(1) : word) ?? [];
      const known = key !== undefined && (KEYS as readonly string[]).includes(key);
      return { key: known ? key : undefined, value: known ? value : negated ? word.slice(1) : word, negated };
    })
    .filter(({ value }) => value !== '');
}

/** What can be asked of one thing; a field that it does not have is not asked for. */
export interface Filtered {
  readonly status?: string | undefined;
  readonly tree?: string | undefined;
  readonly machine?: string | undefined;
  readonly design?: string | undefined;
  readonly text: string;
}

/** Whether a thing stays: every term holds of it, or asks for what it has not. */
export function stays(thing: Filtered, terms: readonly Term[]): boolean {
  return terms.every(({ key, value, negated }) => {
    const field = key === undefined ? thing.text : thing[key as (typeof KEYS)[number]];
    if (field === undefined) return true;
    return matches(key, field.toLowerCase(), value) !== negated;
  });
}

function matches(key: string | undefined, field: string, value: string): boolean {
  if (key !== 'status') return field.includes(value);
  const words = field.split(' ');
  return (ALIASES[value] ?? [value]).some((wanted) =>
    words.some((word) => word === wanted || word.startsWith(value)),
  );
}
