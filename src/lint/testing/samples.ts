// SPDX-License-Identifier: GPL-2.0-only
import type { LintRule } from '../rules.ts';

/** One mistake in the sample topic: the text that stands instead of another. */
export interface Sample {
  readonly file: 'dim.ts' | 'index.ts' | 'layout.ts';
  readonly from: string;
  readonly to: string;
}

/**
 * What each rule must find; the same place without the mistake is its good sample. Types are src/lint/types.test.ts's, calls those of
 * checks/tre/tre-arguments.ts and its neighbours.
 */
export const BAD: Readonly<Record<Exclude<LintRule, 'type-error' | 'call-unlike'>, readonly Sample[]>> = {
  'c-syntax': [
    { file: 'dim.ts', from: 'lamp->dimmed = true;', to: 'lamp->dimmed = true' },
    { file: 'dim.ts', from: "'\\tlamp->dimmed = !lamp->dimmed;", to: "'\\tlamp->dimmed = !;" },
    { file: 'dim.ts', from: 'bool dimmed;', to: 'bool dimmed = ;' },
    { file: 'dim.ts', from: "_IO('L', 1)\n", to: "_IO('L', 1)\n#if\n" },
    { file: 'layout.ts', from: 'called}(lamp);', to: 'called}(lamp;' },
    { file: 'layout.ts', from: 'body}}\\n\\n', to: 'body}\\n\\n' },
    {
      file: 'layout.ts',
      from: 'static long lamp_ioctl(struct lamp *lamp,',
      to: 'static long lamp_ioctl(struct *lamp,',
    },
  ],
  'c-misplaced': [
    { file: 'dim.ts', from: "_IO('L', 1)\n", to: "_IO('L', 1)\nreturn 0;\n" },
    { file: 'dim.ts', from: '	lamp->dimmed = true;\n', to: '	int off(void)\n	{\n	}\n' },
  ],
  'c-unplaced': [
    {
      file: 'dim.ts',
      from: 'const DEFINES: TopLevel',
      to: 'export const MORE = `if (x)\n\treturn;\n`;\n\nconst DEFINES: TopLevel',
    },
  ],
  'query-invalid': [
    { file: 'layout.ts', from: '(case_statement "default") @site', to: '(case_label "default") @site' },
    { file: 'layout.ts', from: '(case_statement "default") @site', to: '(case_statement "default") @place' },
  ],
  'like-unlike': [
    { file: 'layout.ts', from: "like: 'default: return -ENOTTY;'", to: "like: 'return -ENOTTY;'" },
  ],
  'anchor-unmatched': [
    { file: 'layout.ts', from: '(#eq? @name "on")', to: '(#eq? @name "lit")' },
    { file: 'layout.ts', from: "'return -ENOTTY;') ??", to: "'return -EINVAL;') ??" },
  ],
  'anchor-unused': [
    {
      file: 'layout.ts',
      from: 'const DEFINE =',
      to: "export const STRUCT: Anchor = { id: 'L5', words: 'struct lamp', query: '(struct_specifier) @site', like: 'struct lamp {' };\n\nconst DEFINE =",
    },
  ],
  'role-unused': [
    {
      file: 'layout.ts',
      from: 'interface Header {',
      to: 'interface Header {\n  readonly guard: string;',
    },
  ],
  'contract-unkept': [
    { file: 'dim.ts', from: "flags: ['LAMP_FLAG_ON']", to: "flags: ['LAMP_FLAG_ON', 'LAMP_FLAG_DIMMED']" },
    { file: 'dim.ts', from: 'ioctl: IOCTL', to: "ioctl: IOCTL, more: 'LAMP_BRIGHTEN'" },
    { file: 'dim.ts', from: 'name: IOCTL,', to: "name: 'LAMP_OFF'," },
  ],
  'contract-silent': [{ file: 'dim.ts', from: ', ioctl: IOCTL', to: '' }],
  'template-fails': [
    { file: 'dim.ts', from: 'edits: (lamp) => [', to: "edits: (lamp) => [...lamp['gone']()," },
    {
      file: 'index.ts',
      from: '  layout,\n',
      to: "  layout: () => {\n    throw new Error('the lamp is broken');\n  },\n",
    },
  ],
};
