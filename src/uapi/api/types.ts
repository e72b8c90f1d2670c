// SPDX-License-Identifier: GPL-2.0-only
import { isRecord, type NamedType } from '../../c/declare/type.ts';
import type { Layout as Laid, Member as Placed } from '../../c/layout/layout.ts';
import type { Source } from '../../c/preprocess/source.ts';
import type { TargetId } from '../../c/target.ts';
import type { ApiType, Layout, Member, Unknown } from '../model.ts';
import type { Doubts, View } from './header.ts';

/** The types with a body of a header, in the order in which the first target that has them declares them. */
export function typesOf(views: readonly View[], doubts: Doubts): ApiType[] {
  const made = new Map<string, ApiType & { on: Map<TargetId, Layout | Unknown> }>();
  for (const view of views) {
    const { source, target, scope, stopped } = view;
    for (const named of scope.own.types) {
      let type = made.get(named.name);
      if (!type) {
        type = { ...declared(named, view), on: new Map() };
        made.set(named.name, type);
      }
      const layout: Laid | Unknown = stopped ? { unknown: stopped } : view.types.layout(named.type);
      if ('unknown' in layout) {
        type.on.set(target.id, layout);
        if (!stopped) doubts.add(named.name, layout.unknown, source.line(named.start), target.id);
      } else {
        const { size, align, members } = layout;
        type.on.set(target.id, { size, align, members: members.map((member) => placed(member, source)) });
      }
    }
  }
  return [...made.values()];
}

function declared({ name, type, start, end }: NamedType, { source, text }: View): Omit<ApiType, 'on'> {
  return {
    name,
    header: text.name,
    path: text.path,
    line: source.line(start),
    text: source.text.slice(start, end),
    kind: isRecord(type) ? type.tag : 'enum',
    attributes: type.attributes.texts,
  };
}

function placed({ at, members, ...member }: Placed, source: Source): Member {
  const laid: Member = { ...member, line: source.line(at) };
  return members ? { ...laid, members: members.map((each) => placed(each, source)) } : laid;
}
