// SPDX-License-Identifier: GPL-2.0-only
import type { Anchor } from '../../../src/c/anchor.ts';

/** A function that has one name in all trees; also one that returns a pointer, whose declarator is inside another. */
export const functionNamed = (id: string, name: string, words: string): Anchor => ({
  id,
  words: `${name}(), ${words}`,
  query: `((function_definition declarator: [
             (function_declarator declarator: (identifier) @name)
             (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))]) @site
           (#eq? @name "${name}"))`,
  like: `int ${name}(void)`,
});
