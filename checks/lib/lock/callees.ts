// SPDX-License-Identifier: GPL-2.0-only
import type { Code } from '../driver/code.ts';

/** Functions that a call by a variable may go to: those that the function around assigns to it by name. */
export function behindVariable({ node }: Code, name: string): string[] {
  if (!new RegExp(`\\(\\s*\\*\\s*${name}\\s*\\)\\s*\\(`).test(node.text)) return [];
  return [...node.text.matchAll(new RegExp(`\\b${name}\\s*=\\s*&?([a-z_]\\w*)\\s*;`, 'g'))].map(
    ([, target = '']) => target,
  );
}
