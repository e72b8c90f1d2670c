// SPDX-License-Identifier: GPL-2.0-only
import { BadName } from './failures.ts';

/**
 * @param kind for messages: `a variant`
 * @param reserved names that are kept for something else
 * @throws BadName with one that would do
 */
export function requireName(kind: string, name: string, reserved: readonly string[] = []): void {
  if (reserved.includes(name)) {
    throw new BadName({
      title: `${kind} cannot be called "${name}"`,
      hint: `That name is kept for something else (${reserved.join(', ')}): choose another.`,
    });
  }
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) return;
  const kebab = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .toLowerCase();
  throw new BadName({
    title: `"${name}" is not in kebab-case`,
    hint: kebab
      ? `Call it ${kebab}: lower case letters and digits, words separated by single hyphens.`
      : 'Use lower case letters and digits, words separated by single hyphens: opt-in-ioctl.',
  });
}
