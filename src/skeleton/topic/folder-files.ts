// SPDX-License-Identifier: GPL-2.0-only
import { machineName } from './machine-file.ts';
import { bindingOf, type TopicPlan } from './plan.ts';
import { VARIANT } from './source-files.ts';
import { testProgramText } from './test-files.ts';

/** What finds topics of a folder and of those below it. */
export function settingsFile({ tree }: TopicPlan): string {
  return `${JSON.stringify({ topics: '.', trees: [tree] }, null, 2)}\n`;
}

/** For editors and tsc: as kpw reads the files. */
export function tsconfigFile(): string {
  const compilerOptions = {
    ...{ target: 'ES2022', lib: ['ES2023', 'DOM'], types: [], module: 'ESNext', moduleResolution: 'bundler' },
    ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true },
    ...{ verbatimModuleSyntax: true, allowImportingTsExtensions: true, noEmit: true, skipLibCheck: true },
  };
  return `${JSON.stringify({ compilerOptions }, null, 2)}\n`;
}

export function gitignoreFile(): string {
  return 'node_modules/\nout/\n';
}

/** What the topic is, and what to edit next. */
export function readmeFile(plan: TopicPlan): string {
  const { name, driver, entry, part, flavours, tree, uapi, calls } = plan;
  const binding = bindingOf(plan);
  const device = part
    ? part.device === undefined
      ? 'the PC has its device without being asked'
      : `QEMU has its device: \`${part.device}\``
    : driver.registers && binding.kind === 'none'
      ? `QEMU has no device of ${driver.registers.bus} that it takes (as far as kpw knows), so none is bound`
      : 'it needs no device';
  return `# ${name}

A question about \`${driver.module}\`, begun from \`${entry.file}\` of ${tree} by \`kpw new topic\`. What was found there:

- the module is \`${driver.module}\`${driver.symbol === undefined ? '' : `, behind CONFIG_${driver.symbol}`}${flavours.length > 0 ? `; Debian's kernel of the flavour ${flavours[0]} has it` : '; no kernel of Debian that has it is at hand'};
- ${device};
- the first design begins with \`${entry.name}()\`, which is called ${entry.called === 'at loading' ? 'when the module is loaded' : 'for each device'}${calls === 'none' ? ', and so never in this guest' : ''}.

The design \`${VARIANT}\` is a sample, and a harmless one: a module parameter counts the calls. It generates, checks, builds and
passes as it is, so that each edit from here on can be tried at once:

    kpw layout --topic ${name}      where its parts are in the tree
    kpw lint --topic ${name}        the C in it, the anchors, the promises, the types
    kpw generate --topic ${name}    the series, into patches/
    kpw check --topic ${name}       all rules, and checkpatch
    kpw run --topic ${name}         the table: the tree as it is beside the design

| file | holds | edit it |
|---|---|---|
| \`index.ts\` | the question, and what belongs to it | first: title, question and thread |
| \`layout.ts\` | the parts of the driver that designs change, found by structure | when a design needs another part |
| \`variants/${VARIANT}.ts\` | the first design: message, edits, promise | then: it is your design from now on |
| \`contract.ts\` | what designs promise to userspace, as data | with the tests |
| \`tests/${testProgramText(plan)}.c\` | what is seen in the guest, compared with the promise | with the contract |
| \`rows.ts\` | the lines of the table | when a test observes something new |
| \`subsystem.ts\` | modules, binding, machines, files of the tree${uapi === undefined ? '' : `, the header ${uapi}`} | seldom |
| \`machines/${machineName(plan)}.ts\` | the guest's devices | when tests need others |
| \`skeleton.ts\` | what \`kpw new variant ${name} NAME\` begins from | when the design above is yours |

A test that fails says what was promised and what was seen. \`kpw test ${VARIANT} --topic ${name} --shell\` is a shell in that
guest.
`;
}
