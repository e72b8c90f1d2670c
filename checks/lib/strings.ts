// SPDX-License-Identifier: GPL-2.0-only
import type { Api, ApiMacro } from '../../src/uapi/model.ts';
import { tokens } from './constants.ts';
import { constantProvider } from './names.ts';

const STRING = /^"((?:\\.|[^"\\])*)"$/;
/** Deeper than any macro of strings goes; what goes round is none. */
const DEEPEST = 8;

/** The string that a macro stands for: its literals one behind the other, macros of strings among them. */
export function stringOf(api: Api, macro: ApiMacro, depth = 0): string | undefined {
  const all = tokens(macro.body);
  if (all.length === 0 || depth > DEEPEST || macro.parameters) return undefined;
  const parts = all.map((token) => {
    const literal = STRING.exec(token)?.[1];
    if (literal !== undefined || !/^[A-Za-z_]\w*$/.test(token)) return literal;
    const provider = constantProvider(api, macro.header, token);
    const other = provider && api.header(provider)?.macros.find(({ name }) => name === token);
    return other ? stringOf(api, other, depth + 1) : undefined;
  });
  return parts.some((part) => part === undefined) ? undefined : parts.join('');
}
