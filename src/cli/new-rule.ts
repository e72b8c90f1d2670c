// SPDX-License-Identifier: GPL-2.0-only
import { relative } from 'node:path';
import { NameTaken } from '../skeleton/failures.ts';
import { LOOKS, type Look } from '../skeleton/rule.ts';
import { homeOf } from './catalogue.ts';
import { type Command, flag, text } from './command.ts';
import { homesOf } from './homes.ts';
import { JSON_OUTPUT, TOPICS } from './options.ts';
import { loadRules } from './own-rules.ts';
import { selectRules } from './rules.ts';
import { columns } from './table.ts';

export const newRule: Command = {
  name: 'new rule',
  arguments: '<name>',
  needs: 'a name: kpw new rule no-busy-wait',
  summary: 'begin a rule of your own, with samples, in rules/ of a folder of yours',
  description: `Writes rules/NAME.ts: a rule that is complete, with a bad and a good sample. kpw check, run, matrix, compare and
uapi diff run it with the package's. It looks at the lines that patches add, or at the functions of the files that
they change, by a query of tree-sitter.

  kpw new rule no-busy-wait
  kpw new rule no-busy-wait --looks-at functions`,
  options: [
    { flags: '--looks-at <what>', help: 'what it is about', choices: LOOKS, default: 'lines' },
    TOPICS,
    JSON_OUTPUT,
  ],
  async run([name = ''], options, terminal) {
    const homes = await homesOf(options);
    const home = homeOf(homes);
    const { loaded } = await loadRules(homes);
    const packaged = (await selectRules([], terminal.context)).find(
      ({ id, category }) => id === name || category === name,
    );
    const own = loaded.find(({ id }) => id === name);
    if (packaged || own)
      throw new NameTaken({
        title: `there is a rule ${packaged ? 'or family ' : ''}${name} already`,
        where: own?.file ?? 'of the package',
        hint: 'Choose another name; kpw rules lists those that there are.',
      });
    const { writeRule: make } = await import('../skeleton/rule.ts');
    const file = await make(home, name, text(options, 'looksAt') as Look);
    const local = relative(process.cwd(), file);
    if (flag(options, 'json')) {
      terminal.print(JSON.stringify({ rule: name, file }, null, 2));
      return 0;
    }
    terminal.print(`made ${local}`);
    const named = homes.homes.length > 0 ? '' : ' --topics .';
    const steps = [
      [`kpw rules --try${named}`, 'hold it to its samples'],
      [`kpw check --mbox FILE${named}`, "somebody's patches, by this rule too"],
    ];
    terminal.note(`next  edit what it looks for, its words and its samples there; then
${columns(steps).replace(/^/gm, '        ')}`);
    return 0;
  },
};
