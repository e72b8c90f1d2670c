// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import type { Target } from '../../src/c/target.ts';
import type { HeaderSet } from '../../src/uapi/model.ts';

const INCLUDE = /^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm;

/**
 * A hash for each header of a set that covers it and everything it may include, whatever the conditionals say. A
 * header of the C library may include any of the set, so what includes one covers the whole set.
 */
export function closureHashes(headers: HeaderSet, target: Target): (name: string) => string {
  const names = headers.names(target);
  const direct = new Map(
    names.map((name) => {
      const { text = '', hash = '' } = headers.get(name, target) ?? {};
      const folder = name.slice(0, name.lastIndexOf('/') + 1);
      const included = [...text.matchAll(INCLUDE)].map(([, other = '']) =>
        headers.get(folder + other, target) && !headers.get(other, target) ? folder + other : other,
      );
      return [name, { hash, included }];
    }),
  );
  const whole = digest(names.map((name) => `${name} ${direct.get(name)?.hash}`));
  return (name) => {
    const seen = new Set([name]);
    for (const one of seen) for (const other of direct.get(one)?.included ?? []) seen.add(other);
    const lines = [...seen].sort().map((one) => `${one} ${direct.get(one)?.hash ?? whole}`);
    return digest(lines);
  };
}

function digest(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
