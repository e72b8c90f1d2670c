// SPDX-License-Identifier: GPL-2.0-only
import { type Command, list } from './command.ts';
import { SIDE } from './sides.ts';
import { ARCH, selectTargets } from './targets.ts';

export const uapiDump: Command = {
  name: 'uapi dump',
  arguments: '<tree>',
  needs: 'a tree: kpw uapi dump debian:6.12',
  summary: 'print everything that a tree exports to userspace, as data: types, macros, enumerators, ioctls',
  description: `${SIDE}

Prints JSON (docs/uapi-dump.schema.json): offsets and sizes in bytes, members of anonymous structs and unions with their
offset in the whole, integers exact whatever their size. What could not be determined is in "unresolved", with the reason.`,
  options: [
    { ...ARCH, help: `${ARCH.help}; with several, a list with one entry each` },
    { flags: '--json', help: 'print JSON, which is the only form there is' },
  ],
  async run([spec = ''], options, terminal) {
    const [{ TARGETS }, { openSide }, { apiOf }, { dumpOf, stringify }, { fallbackNote }] = await Promise.all(
      [
        import('../uapi/targets.ts'),
        import('../uapi/side/open.ts'),
        import('../uapi/api.ts'),
        import('../uapi/dump.ts'),
        import('../uapi/fallback.ts'),
      ],
    );
    const names = list(options, 'arch');
    const targets = selectTargets(names.length > 0 ? names : ['x86-64'], TARGETS);
    const side = await openSide(spec, undefined, terminal.context);
    const api = apiOf(side.headers, targets);
    const note = fallbackNote([side]);
    const dumps = targets.map((target) => ({
      ...dumpOf(api, target),
      ...(note === undefined ? {} : { note }),
    }));
    terminal.print(stringify(dumps.length === 1 ? dumps[0] : dumps));
    return 0;
  },
};
