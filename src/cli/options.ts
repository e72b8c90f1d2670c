// SPDX-License-Identifier: GPL-2.0-only
import { subsystems } from '../../subsystems/index.ts';
import { defaultTopic } from '../../templates/default.ts';
import type { OptionSpec } from './command.ts';

/** Options that several verbs share, said once. */
export const TOPIC: OptionSpec = {
  flags: '--topic <id>',
  help: `topic that the variants belong to; by default the only one of your own, else ${defaultTopic}`,
};
export const TOPICS: OptionSpec = {
  flags: '--topics <folder...>',
  help: 'folders with topics and machines of your own, in place of those that kpw.config.json names',
};
export const TREES: OptionSpec = {
  flags: '--tree <spec...>',
  help: 'kernel tree: debian:6.1, PATH (files on disk) or PATH@REV (a git revision); may be given several times; by default the trees of kpw.config.json, else four of Debian',
};
/** Of verbs that open all of the trees. */
export const TREES_FETCHED: OptionSpec = {
  ...TREES,
  help: `${TREES.help} (downloads those that are not cached)`,
};
export const TREE: OptionSpec = {
  flags: '--tree <spec>',
  help: 'kernel tree: debian:6.1, PATH (files on disk) or PATH@REV (a git revision); by default the first of kpw.config.json, else debian:6.1',
};
export const SET: OptionSpec = {
  flags: '--set <name=value...>',
  help: "a variant's parameter, see kpw show VARIANT; applies to the variants that have it",
};
export const JSON_OUTPUT: OptionSpec = { flags: '--json', help: 'print data instead of text' };
export const MACHINE: OptionSpec = {
  flags: '--machine <id>',
  help: 'QEMU machine, see kpw machines; by default the first that is meant for what the topic is about',
};
export const OUT: OptionSpec = { flags: '--out <folder>', help: 'where runs are kept', default: 'out' };
const suites = subsystems.flatMap((subsystem) => subsystem.suites ?? []).map(({ id }) => id);
export const SUITE: OptionSpec = {
  flags: '--suite <id...>',
  help: `suites of others' programs to run in every cell as well: ${suites.join(', ')}`,
};
export const AGAIN: OptionSpec = {
  flags: '--again',
  help: 'boot every cell, also those that passed before with the same kernel, modules, programs and machine',
};
export const QUICK: OptionSpec = {
  flags: '--quick',
  help: 'run only the programs that see what the designs differ in, for working on a template',
};
export const SELFTEST: OptionSpec = {
  flags: '--no-selftest',
  help: "leave out the patch that adds a test to the tree's own, on trees that have tests of the same kind",
};
