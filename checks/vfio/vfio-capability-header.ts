// SPDX-License-Identifier: GPL-2.0-only
import { type ApiHeader, type ApiType, isUnknown, type Pair, type TypeLayout } from '../../src/uapi/model.ts';
import { commentsAt, placed, quotationOf } from '../lib/tell.ts';
import { vfio } from '../profiles/vfio.ts';
import type { Found, Rule } from '../rule.ts';

const { header: HEADER, structs, version } = vfio.capability;

export const rule: Rule = {
  id: 'vfio-capability-header',
  severity: 'error',
  effect: 'defect',
  category: 'vfio',
  needs: ['uapi'],
  title: 'A capability does not begin with its header, or has a new layout and its old version.',
  why: `Userspace finds the next capability by the header at the front of each, and by the version in it which layout it has.`,
  reference: 'include/uapi/linux/vfio.h, the comment above struct vfio_info_cap_header',
  todo: `Begin the struct with \`${HEADER} header;\`; give a changed layout a new version and a comment that says which.`,
  compare: ({ uapi }) =>
    (uapi?.types ?? [])
      .filter(({ header, name }) => vfio.headers.includes(header) && structs.test(name))
      .flatMap((pair) => [
        ...headless(pair),
        ...unversioned(pair, uapi?.before.header(pair.header), uapi?.after.header(pair.header)),
      ]),
};

function headless(pair: Pair<ApiType>): Found[] {
  const { after, before, name } = pair;
  const first = after && firstMember(after);
  if (!after || !first || first.type === HEADER) return [];
  if (before && firstMember(before)?.type !== HEADER) return [];
  const message = `${name} begins with \`${first.type} ${first.name}\`, not with ${HEADER}`;
  return [{ ...placed(pair), message, key: 'header' }];
}

function firstMember({ on }: ApiType) {
  for (const layout of on.values()) if (!isUnknown(layout)) return layout.members[0];
  return undefined;
}

function unversioned(pair: Pair<ApiType>, old?: ApiHeader, now?: ApiHeader): Found[] {
  const { before, after, name } = pair;
  if (!before || !after || !old || !now || !isMoved(before, after)) return [];
  const [was, is] = [versionOf(old, before), versionOf(now, after)];
  if (was !== is && is !== undefined) return [];
  const what = is === undefined ? 'no comment names a version' : `it is still called version ${is}`;
  const message = `${name} has another layout, and ${what}`;
  return [
    { ...placed(pair), message, key: 'version', before: quotationOf(before), after: quotationOf(after) },
  ];
}

function isMoved(before: ApiType, after: ApiType): boolean {
  for (const [target, was] of before.on) {
    const is = after.on.get(target);
    if (is && !isUnknown(was) && !isUnknown(is) && shape(was) !== shape(is)) return true;
  }
  return false;
}

function shape({ size, members }: TypeLayout): string {
  return `${size} ${members.map(({ name, offset, size: bytes }) => `${name}@${offset}:${bytes}`).join(' ')}`;
}

/** Said above the struct, or above what stands between the two: the id's macro and the structs it is made of. */
function versionOf(header: ApiHeader, { line, text }: ApiType): string | undefined {
  // `/* End of version 2 */` behind the last member.
  const inside = [...text.matchAll(/\bend of version (\d+)/gi)].at(-1)?.[1];
  if (inside !== undefined) return inside;
  const lines = header.text.split('\n');
  for (let at = line; at > Math.max(0, line - 20); at--) {
    const said = version.exec(commentsAt(header.text, at));
    if (said) return said[1];
    if (/^\s*#\s*define\s+\w+_IO/.test(lines[at - 2] ?? '')) break;
  }
  return undefined;
}
