// SPDX-License-Identifier: GPL-2.0-only
import { functionQuery } from './driver.ts';
import { machineName } from './machine-file.ts';
import { bindingOf, type TopicPlan } from './plan.ts';
import { camel, quotedList, quotedText, SPDX } from './words.ts';

/** The module parameter of the first design. */
export function counterOf({ entry }: TopicPlan): string {
  return `${entry.name}_calls`;
}

export const VARIANT = 'count-calls';

export function indexFile(plan: TopicPlan): string {
  const { name, entry } = plan;
  return `${SPDX}import type { Topic } from 'kernel-patch-workbench';
import { type Contract, lines } from './contract.ts';
import { DRIVER, type Layout, layout, READS } from './layout.ts';
import { rows } from './rows.ts';
import { ${camel(name)} as subsystem } from './subsystem.ts';
import { ${camel(VARIANT)} } from './variants/${VARIANT}.ts';

const ${camel(name)}: Topic<Layout, Contract> = {
  id: ${quotedText(name)},
  title: ${quotedText(`Who counts the calls of ${entry.name}()?`)},
  question: ${quotedText(`Nothing tells how often ${entry.name}() was called. How should it be told?`)},
  // Message id of the mail that asked it.
  thread: ${quotedText(`nobody-asked@${name}.invalid`)},
  // A folder beside this file, with a Makefile.
  tests: 'tests',
  subsystem,
  reads: READS,
  layout,
  files: () => ({ driver: DRIVER }),
  // Patches that a tree needs before any variant makes sense on it.
  prerequisite: () => [],
  variants: [${camel(VARIANT)}],
  // What the tree as it is promises, and what it promises behind the prerequisite.
  baseline: () => ({ calls: 'absent' }),
  restored: () => ({ calls: 'absent' }),
  rows,
  lines,
};

export default ${camel(name)};
`;
}

export function contractFile({ entry }: TopicPlan): string {
  return `${SPDX}import type { ContractLines } from 'kernel-patch-workbench';

/** What a design promises to userspace. */
export interface Contract {
  /** What userspace can find out of the calls of ${entry.name}(): that there were some, or none, or nothing at all. */
  readonly calls: 'absent' | 'none' | 'some';
}

/** The same as lines for the guest, where tests compare it with what they see. */
export function lines({ calls }: Contract): ContractLines {
  return [['calls', calls]];
}
`;
}

export function rowsFile({ entry }: TopicPlan): string {
  return `${SPDX}import type { Row } from 'kernel-patch-workbench';

/** Lines of the table, from what the tests observe. Without rows the tests and observations themselves are the lines. */
export const rows: readonly Row[] = [
  {
    group: 'what userspace sees',
    label: ${quotedText(`calls of ${entry.name}()`)},
    cell: (view) => view.observed('calls'),
  },
];
`;
}

export function layoutFile({ driver, entry, uapi }: TopicPlan): string {
  const what = entry.called === 'at loading' ? 'runs when the module is loaded' : 'takes a device';
  const reads = [entry.file, ...(uapi === undefined ? [] : [uapi])];
  return `${SPDX}import {
  type Anchor,
  type Edit,
  lineEnd,
  lineStart,
  locate,
  type Sources,
  type Statements,
  type SyntaxNode,
  type TopLevel,
  TreeUnsuitable,
} from 'kernel-patch-workbench';

export const DRIVER = ${quotedText(entry.file)};

/** Files and folders of a tree that the layout looks at. */
export const READS = ${reads.length === 1 ? '[DRIVER]' : `[DRIVER, ${quotedList(reads.slice(1)).slice(1)}`};

/** Found by structure: a description of one place, which must be there exactly once. */
const ENTRY: Anchor = {
  id: 'L1',
  words: ${quotedText(`the function that ${what}, ${entry.name}()`)},
  query: \`${functionQuery(entry.name)}\`,
  like: ${quotedText(`${entry.head} {`)},
};

/** The parts of ${driver.module} that designs change, whatever a tree calls them. */
export interface Layout {
  readonly entry: Entry;
}

export interface Entry {
  /** Definitions in front of it. */
  follows(what: string, definitions: TopLevel): Edit[];
  /** Statements behind its declarations. */
  beginsWith(statements: Statements): Edit[];
}

/** Also called with trees that have a design: what a design replaces is looked for when it does, and not here. */
export function layout(sources: Sources): Layout {
  const file = sources.get(DRIVER);
  if (!file)
    throw new TreeUnsuitable({
      title: \`there is no \${DRIVER}\`,
      where: sources.origin,
      hint: 'Use another tree, or let the layout look for the driver elsewhere too.',
    });
  const edit = (at: number, text: string, purpose: string): Edit[] => [
    { path: file.path, start: at, end: at, text, anchor: ENTRY.id, purpose },
  ];
  return {
    entry: {
      follows(what, definitions) {
        let first: SyntaxNode = locate(file, ENTRY).node;
        // The comment of a function stays with it.
        for (let above = first.previousSibling; above?.type === 'comment'; above = first.previousSibling) {
          if (above.endPosition.row + 1 < first.startPosition.row) break;
          first = above;
        }
        const text: TopLevel = \`\${definitions}\\n\\n\`;
        return edit(lineStart(file.text, first.startIndex), text, \`\${what} is added\`);
      },

      beginsWith(statements) {
        const body = locate(file, ENTRY).node.childForFieldName('body');
        const inside = body?.namedChildren ?? [];
        const behind = inside.findIndex(({ type }) => type !== 'declaration' && type !== 'comment');
        const last = inside[(behind < 0 ? inside.length : behind) - 1];
        const text: Statements = last ? \`\\n\\t\${statements}\\n\` : \`\\t\${statements}\\n\`;
        const at = lineEnd(file.text, last ? last.endIndex : (body?.startIndex ?? 0));
        return edit(at, text, \`it begins with "\${statements}"\`);
      },
    },
  };
}
`;
}

function designFile(plan: TopicPlan, variant: { id: string; exported: string; from: string }): string {
  const { driver, entry, calls } = plan;
  const counter = counterOf(plan);
  const folder = driver.folder.split('/').at(-1) ?? '';
  const prefix = folder === driver.module ? folder : `${folder}: ${driver.module}`;
  const subject = `${prefix}: Count the calls of ${entry.name}()`;
  return `${SPDX}import type { TopLevel, Variant } from 'kernel-patch-workbench';
import type { Contract } from '${variant.from}contract.ts';
import type { Layout } from '${variant.from}layout.ts';

const COUNTER: TopLevel = \`static unsigned int ${counter};
module_param(${counter}, uint, 0444);
MODULE_PARM_DESC(${counter}, "How often ${entry.name}() was called");\`;

/** In one sentence: what userspace may do under this design, and how it is told. */
export const ${variant.exported}: Variant<Layout, Contract> = {
  id: ${quotedText(variant.id)},
  title: ${quotedText('a module parameter counts the calls')},
  origin: ${quotedText('made by kpw new topic; nobody has proposed it')},

  patches: () => [
    {
      subject: ${quotedText(subject.length <= 75 ? subject : `${driver.module}: Count calls of ${entry.name}()`.slice(0, 75))},
      body: \`Whether ${entry.name}() was called can be guessed from the kernel's
log only.  Say here whom that hurts, and in which case.

Say here what to do about it, in the imperative, and why in this way rather
than in another: so far, count the calls in a module parameter that
userspace can read.\`,
      // What may be said of the driver's parts is in layout.ts.
      edits: ({ entry }) => [
        ...entry.follows('${counter}', COUNTER),
        ...entry.beginsWith('${counter}++;'),
      ],
    },
  ],

  contract: () => ({ calls: ${quotedText(calls)} }),
};
`;
}

export function newVariantText(plan: TopicPlan): string {
  return designFile(plan, { id: VARIANT, exported: camel(VARIANT), from: '../' });
}

/** What `kpw new variant` begins from. */
export function skeletonFile(plan: TopicPlan): string {
  return designFile(plan, { id: 'skeleton', exported: 'skeleton', from: './' });
}

export function subsystemFile(plan: TopicPlan): string {
  const { name, driver, part, uapi, flavours } = plan;
  const binding = bindingOf(plan);
  const headers = uapi === undefined ? '' : `,\n    headers: { uapi: [${quotedText(uapi)}] }`;
  const further = part?.further ? `,\n    further: ${quotedList(part.further)}` : '';
  const own = flavours.length > 0 ? `\n  flavours: { x86_64: ${quotedList(flavours)} },` : '';
  // Where nothing is bound, this says that a machine without the device shows nothing.
  const taken = binding.driver === undefined ? part?.device?.split(',', 1)[0] : undefined;
  const devices = taken === undefined ? '' : `  devices: [${quotedText(taken)}],\n`;
  return `${SPDX}import type { Subsystem } from 'kernel-patch-workbench';

/** What the question is about: which modules a run replaces, and how devices come to them. */
export const ${camel(name)}: Subsystem = {
  id: ${quotedText(name)},
  title: ${quotedText(driver.module)},
  files: { drivers: ${quotedList(/\.c$/.test(driver.path) ? driver.files.slice(0, 20) : [driver.path])} },
  modules: {
    roots: [${quotedText(driver.module)}]${further}${headers},
  },
  ${binding.driver === undefined ? '// The module finds its devices by itself, or has none.\n  ' : ''}binding: { kind: ${quotedText(binding.kind)}${binding.driver === undefined ? '' : `, driver: ${quotedText(binding.driver)}`} },
${devices}  machines: [${quotedText(machineName(plan))}],${own}${
    driver.symbol === undefined ? '' : `\n  configs: { symbols: [${quotedText(driver.symbol)}] },`
  }
};
`;
}
