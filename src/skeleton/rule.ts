// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import { requireName } from './name.ts';
import { placeNew } from './place.ts';
import { SPDX } from './topic/words.ts';

/** What a rule looks at: the lines that patches add, or the functions of the files that they change. */
export const LOOKS = ['lines', 'functions'] as const;
export type Look = (typeof LOOKS)[number];

/**
 * Writes rules/NAME.ts into a folder, a rule that is complete and finds its bad sample; nothing that exists is written
 * over.
 *
 * @returns its path
 * @throws BadName, NameTaken, OutputUnwritable
 */
export async function writeRule(home: string, name: string, look: Look): Promise<string> {
  requireName('a rule', name, ['own']);
  return placeNew(home, join(home, 'rules', `${name}.ts`), TEXTS[look](name), `a rule ${name}`);
}

const WORDS = `  severity: 'warning',
  title: 'New code waits busily for a millisecond or more.',
  why: 'Nothing else runs on that CPU meanwhile.',
  reference: 'Documentation/timers/delay_sleep_functions.rst',
  todo: 'Use msleep() or usleep_range() where the code may sleep.',`;

const TEXTS: Readonly<Record<Look, (name: string) => string>> = {
  lines: (
    name,
  ) => `${SPDX}import { diffOf, letter, type OwnRule, patchLetters } from 'kernel-patch-workbench';

/** Edit this first: what a line that a patch adds must not have. */
const FOUND = /\\b(mdelay)\\(/;

export default {
  id: '${name}',
${WORDS}
  needs: ['mails'],
  compare: ({ mails }) =>
    patchLetters(mails).flatMap(({ files }) =>
      files
        .filter(({ path }) => path.endsWith('.c'))
        .flatMap(({ path, hunks }) =>
          hunks.flat().flatMap(({ sign, text, at }) => {
            const name = sign === '+' ? FOUND.exec(text)?.[1] : undefined;
            return name === undefined
              ? []
              : [{ file: path, line: at, symbol: name, message: \`\${name}() waits busily\` }];
          }),
        ),
    ),

  // kpw rules --try holds the rule to them.
  samples: {
    bad: [{ name: 'a new mdelay()', mails: { '0001.patch': mail('mdelay(20);') } }],
    good: [{ name: 'a new msleep()', mails: { '0001.patch': mail('msleep(20);') } }],
  },
} satisfies OwnRule;

function mail(statement: string): string {
  return letter('[PATCH] lamp: Wait until the lamp is warm', 'A cold lamp ignores what it is told.\\n', {
    diff: diffOf('drivers/lamp/lamp.c', [' {', \`+\\t\${statement}\`, ' \\treturn lamp_on();', ' }']),
  });
}
`,
  functions: (
    name,
  ) => `${SPDX}import { type Anchor, lineOf, matches, type OwnRule, type SourceFile, textOf } from 'kernel-patch-workbench';

/** Edit this first: a query of tree-sitter-c for what is looked for, with the place as @site. */
const CALL: Anchor = {
  id: 'call',
  words: 'a call of mdelay()',
  query: '((call_expression function: (identifier) @name) @site (#eq? @name "mdelay"))',
  like: 'mdelay(20)',
};

export default {
  id: '${name}',
${WORDS}
  needs: [],
  compare: ({ before, after }) =>
    after.paths
      .filter((path) => path.endsWith('.c'))
      .flatMap((path) => {
        const [old, file] = [before.get(path), after.get(path)];
        if (!file || file.text === old?.text) return [];
        const known = old ? calls(old).map(({ words }) => words) : [];
        // What the old side has is no matter of the change.
        return calls(file).flatMap(({ words, line }) => {
          const at = known.indexOf(words);
          if (at >= 0) known.splice(at, 1);
          return at >= 0 ? [] : [{ file: path, line, symbol: 'mdelay', message: words }];
        });
      }),

  // kpw rules --try holds the rule to them.
  samples: {
    bad: [{ name: 'a new mdelay()', before: lamp('msleep(20);'), after: lamp('mdelay(20);') }],
    good: [
      { name: 'a new msleep()', before: lamp('lamp_off();'), after: lamp('msleep(20);') },
      { name: 'an mdelay() that was there', before: lamp('mdelay(20);'), after: lamp('lamp_off();\\n\\tmdelay(20);') },
    ],
  },
} satisfies OwnRule;

/** Each call, by its text and the function that it is in. */
function calls(file: SourceFile): { words: string; line: number }[] {
  return matches(file, CALL).map(({ node }) => {
    let around = node.parent;
    while (around && around.type !== 'function_definition') around = around.parent;
    const head = around ? textOf(file, around).split('(')[0]?.trim().split(/[\\s*]+/).at(-1) : undefined;
    return { words: \`\${head ?? 'a macro'}() calls \${textOf(file, node)}\`, line: lineOf(file.text, node.startIndex) };
  });
}

function lamp(statement: string): Record<string, string> {
  return { 'drivers/lamp/lamp.c': \`int lamp_on(void)\\n{\\n\\t\${statement}\\n\\treturn 0;\\n}\\n\` };
}
`,
};
