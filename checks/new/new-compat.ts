// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from '../../src/c/lines.ts';
import type { Api, ApiHeader, ApiIoctl, ApiType } from '../../src/uapi/model.ts';
import { isDriver } from '../lib/driver/code.ts';
import { isAsked } from '../lib/driver/direction.ts';
import { armsOf } from '../lib/driver/dispatch.ts';
import { askedHeaders, ioctlsIn, layouts } from '../lib/new-members.ts';
import { quotationOf } from '../lib/tell.ts';
import { argumentsOf } from '../profiles/argument.ts';
import { PROFILES } from '../profiles/profiles.ts';
import type { Found, Rule, Side, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'new-compat',
  severity: 'error',
  effect: 'behaviour-break',
  category: 'new',
  needs: ['uapi', 'drivers'],
  title:
    'An ioctl takes a struct that 32-bit programs lay out otherwise, and its driver has no compat_ioctl for it.',
  why: `A 32-bit program on a 64-bit kernel gets ENOTTY, or has its struct read at the wrong offsets where compat_ptr_ioctl() hands it on as it is.`,
  reference: 'Documentation/driver-api/ioctl.rst, "32-bit compat mode"',
  todo: 'Give the struct one layout; where that is too late, write a compat_ioctl that translates.',
  compare: lost,
  lint: (side) =>
    askedHeaders(side).flatMap((header) =>
      ioctlsIn(side, header).flatMap((ioctl) => {
        const type = structOf(side.api, header, ioctl);
        return type && differs(type) && isAsked(side.sources, ioctl.name) ? judge(side, ioctl, type) : [];
      }),
    ),
};

/** Operations that had a compat_ioctl and have none: every ioctl of a 32-bit program fails there. */
function lost({ before, after }: Subject): Found[] {
  return after.paths.filter(isDriver).flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    if (!was || !is || was.text === is.text || !was.text.includes('.compat_ioctl')) return [];
    return [...is.text.matchAll(OPERATIONS)].flatMap((match): Found[] => {
      const [, name = '', body = ''] = match;
      const [, old = ''] =
        new RegExp(String.raw`\bfile_operations\s+${name}\s*=\s*\{([^{}]*)\}`).exec(was.text) ?? [];
      const compat = /\.compat_ioctl\s*=\s*(\w+)/.exec(old);
      if (!compat || !/\.unlocked_ioctl\s*=/.test(body) || /\.compat_ioctl\s*=/.test(body)) return [];
      const line = lineOf(is.text, match.index);
      const message = `${name} had the compat_ioctl ${compat[1]}, now it has none: every ioctl of a 32-bit program fails`;
      const breaks = ['old binary on new kernel'] as const;
      return [{ file: path, line, symbol: name, message, effect: 'behaviour-break', breaks, key: 'lost' }];
    });
  });
}

function structOf(api: Api, header: ApiHeader, ioctl: ApiIoctl): ApiType | undefined {
  const profile = PROFILES.find(({ headers }) => headers.includes(header.name));
  if (profile) return argumentsOf(profile, api, header, ioctl).at(-1);
  const tag = /^\s*(struct\s+\w+)\s*$/.exec(ioctl.argument ?? '')?.[1];
  return tag ? api.type(tag.replace(/\s+/, ' '), header.name) : undefined;
}

function differs(type: ApiType): boolean {
  const shapes = new Map(
    layouts(type).map(([target, { size, members }]) => [
      target,
      `${size} ${members.map(({ offset, size: bytes }) => `${offset}:${bytes}`).join(' ')}`,
    ]),
  );
  const pairs = [
    ['x86-64', 'i386'],
    ['arm64', 'arm'],
  ] as const;
  return pairs.some(
    ([wide, narrow]) => shapes.has(wide) && shapes.has(narrow) && shapes.get(wide) !== shapes.get(narrow),
  );
}

/** Group 1 the name, 2 the initialisers. */
const OPERATIONS = /\bstruct\s+file_operations\s+(\w+)\s*=\s*\{([^{}]*)\}/g;

function judge({ sources }: Side, ioctl: ApiIoctl, type: ApiType): Found[] {
  for (const { dispatcher } of armsOf(sources, ioctl.name)) {
    const { path, text } = dispatcher.code.file;
    if (!isDriver(path)) continue;
    for (const [, name, body = ''] of text.matchAll(OPERATIONS)) {
      const handler = /\.unlocked_ioctl\s*=\s*(\w+)/.exec(body)?.[1];
      if (handler !== dispatcher.function) continue;
      const compat = /\.compat_ioctl\s*=\s*(\w+)/.exec(body)?.[1];
      if (compat !== undefined && compat !== 'compat_ptr_ioctl' && compat !== handler) continue;
      const has = compat ? `only hands it on (${compat})` : 'has no compat_ioctl';
      const message = `${type.name} of ${ioctl.name} differs in 32-bit programs, and ${name} in ${path} ${has}`;
      return [
        {
          file: ioctl.path,
          line: ioctl.line,
          symbol: ioctl.name,
          effect: 'defect',
          message,
          after: quotationOf(type),
        },
      ];
    }
  }
  return [];
}
