// SPDX-License-Identifier: GPL-2.0-only
import type { Api, ApiHeader } from '../uapi/model.ts';
import { type Command, flag, list } from './command.ts';
import { JSON_OUTPUT } from './options.ts';
import { SIDE } from './sides.ts';
import { ARCH, selectTargets } from './targets.ts';

export const uapiShow: Command = {
  name: 'uapi show',
  arguments: '<tree> <names...>',
  needs: 'a tree and a name: kpw uapi show debian:6.12 floppy_struct',
  summary: 'print one header or symbol of a tree: a struct as pahole prints it, an ioctl decoded, a value',
  description: `${SIDE}

A name is a header (linux/fd.h), a type (struct floppy_struct, or the tag alone), a macro, an enumerator or an ioctl.
What is alike on several targets is printed once.

  kpw uapi show debian:6.12 floppy_struct
  kpw uapi show debian:6.12 FDRESET KVM_RUN --arch i386`,
  options: [ARCH, JSON_OUTPUT],
  async run([spec = '', ...names], options, terminal) {
    const [{ TARGETS }, { openSide }, { apiOf }, { findSymbols: find }, { stringify }, { fallbackNote }] =
      await Promise.all([
        import('../uapi/targets.ts'),
        import('../uapi/side/open.ts'),
        import('../uapi/api.ts'),
        import('../uapi/find.ts'),
        import('../uapi/dump.ts'),
        import('../uapi/fallback.ts'),
      ]);
    const targets = selectTargets(list(options, 'arch'), TARGETS);
    const side = await openSide(spec, undefined, terminal.context);
    const api: Api = apiOf(side.headers, targets);
    const found = names.flatMap((name) => find(api, name, spec));
    if (flag(options, 'json')) {
      terminal.print(stringify(found.map(plain)));
      return 0;
    }
    const { foundText } = await import('../report/symbol.ts');
    const ids = targets.map(({ id }) => id);
    const note = fallbackNote([side]);
    const texts = found.map((one) => foundText(one, ids));
    terminal.print([...texts, ...(note === undefined ? [] : [`/* ${note} */`])].join('\n\n'));
    return 0;
  },
};

/** Maps as objects; a header without the text that it is made of. */
function plain(found: object): object {
  const { text: _, ...rest } = found as Partial<ApiHeader>;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, one]) => [key, plainValue(one)]));
  if (Array.isArray(value)) return value.map(plainValue);
  return typeof value === 'object' && value !== null ? plain(value) : value;
}
