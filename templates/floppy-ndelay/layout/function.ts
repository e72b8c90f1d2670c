// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { SourceFile, SyntaxNode } from '../../../src/c/parse.ts';

/** The definition of a function of the driver. */
export function inFunction(file: SourceFile, name: string): SyntaxNode {
  const anchor: Anchor = {
    id: 'F0',
    words: `the function ${name}()`,
    query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
             (#eq? @name "${name}"))`,
    like: `static int ${name}(void)`,
  };
  return locate(file, anchor).node;
}
