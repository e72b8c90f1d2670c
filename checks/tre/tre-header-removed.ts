// SPDX-License-Identifier: GPL-2.0-only
import type { ApiHeader, Comparison } from '../../src/uapi/model.ts';
import { hasHeader } from '../lib/has.ts';
import { declaredNamesOf } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-header-removed',
  severity: 'error',
  effect: 'source-break',
  category: 'tre',
  needs: ['uapi'],
  title: 'A header is no longer exported, or not on every architecture that had it.',
  why: 'Source that includes it no longer compiles; everything that it declared is gone with it.',
  reference: 'Documentation/kbuild/headers_install.rst',
  todo: 'Keep the header; one that is obsolete may include its successor.',
  compare: ({ uapi }) =>
    (uapi?.headers ?? []).flatMap((pair) => {
      if (!uapi || !hasHeader(uapi.before, pair.name)) return [];
      if (hasHeader(uapi.after, pair.name)) return goneSomewhere(uapi, pair.name);
      return pair.before ? [gone(pair.name, pair.before)] : [];
    }),
};

function gone(name: string, header: ApiHeader): Found {
  const message = `${name} is no longer exported, and ${declaredNamesOf(header)} with it`;
  return { file: header.path, line: 1, symbol: name, message, breaks: ['recompiled source'] };
}

function goneSomewhere({ targets, before, after }: Comparison, name: string): Found[] {
  const lost = targets.filter(
    (target) => before.headers.get(name, target) && !after.headers.get(name, target),
  );
  const path = lost[0] && before.headers.get(name, lost[0])?.path;
  if (path === undefined) return [];
  const ids = lost.map(({ id }) => id);
  const message = `${name} is no longer exported on ${ids.join(', ')}`;
  return [
    {
      file: path,
      line: 1,
      symbol: name,
      key: 'partly',
      message,
      targets: ids,
      breaks: ['recompiled source'],
    },
  ];
}
