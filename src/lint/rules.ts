// SPDX-License-Identifier: GPL-2.0-only

/** What kpw lint looks for: an id that stays, how bad it is, what it finds, what to do. docs/topics.md has them all. */
export const LINT_RULES = {
  'c-syntax': {
    level: 'error',
    finds: 'C that does not parse where its type says that it goes',
    todo: 'Mend the C there.',
  },
  'c-misplaced': {
    level: 'error',
    finds: 'C that parses, but is something else than its place takes: a statement at file level',
    todo: 'Move it, or give its parameter or constant the type of src/c/fragment.ts that fits.',
  },
  'c-unplaced': {
    level: 'warning',
    finds: 'text that looks like C, and no type says where it goes, so that nobody parses it',
    todo: 'Give the constant or the parameter that takes it a type of src/c/fragment.ts.',
  },
  'query-invalid': {
    level: 'error',
    finds: "an anchor's query that tree-sitter does not take, or that captures no @site",
    todo: 'Mend the query; tree-sitter-c names the kinds of nodes.',
  },
  'like-unlike': {
    level: 'error',
    finds: 'an anchor whose example code (`like`) has no node of the kind that its query looks for',
    todo: 'Give in `like` code as the site has it: candidates are ranked by it.',
  },
  'anchor-unmatched': {
    level: 'error',
    finds: 'an anchor that none of the trees has',
    todo: 'Compare its query with a tree; remove it if the trees that had it are gone.',
  },
  'anchor-unused': {
    level: 'warning',
    finds: 'an anchor that nothing looks for',
    todo: 'Remove it.',
  },
  'role-unused': {
    level: 'warning',
    finds: 'a role of the layout that no template asks for',
    todo: 'Remove it; a role is written when a patch needs it.',
  },
  'contract-unkept': {
    level: 'error',
    finds:
      'a contract that promises a flag, capability or ioctl that the edits do not leave in header and driver',
    todo: 'Add the edit that advertises or adds it, or take the promise back.',
  },
  'contract-silent': {
    level: 'error',
    finds: 'an ioctl that an edit adds and the contract does not promise',
    todo: 'Promise it, so that the guest tests know of it.',
  },
  'call-unlike': {
    level: 'error',
    finds:
      'a call that a tree cannot take: it lacks the function, declares other arguments, or has it static in another file',
    todo: 'Call what that tree has; a role may choose by what it finds there.',
  },
  'template-fails': {
    level: 'error',
    finds: 'a topic or a variant that gives no edits on one of the trees',
    todo: 'kpw generate VARIANT --tree TREE tells it in full.',
  },
  'type-error': {
    level: 'error',
    finds: 'of topics outside of the checkout, what the compiler of TypeScript says of their types',
    todo: 'Mend it there; editors show the same.',
  },
} as const satisfies Record<string, { level: 'error' | 'warning'; finds: string; todo: string }>;

export type LintRule = keyof typeof LINT_RULES;

/** One thing that one rule found in a template. */
export interface LintFinding {
  readonly rule: LintRule;
  readonly level: 'error' | 'warning';
  /** Absolute path of the TypeScript. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}
