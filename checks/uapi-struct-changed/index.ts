// SPDX-License-Identifier: GPL-2.0-only

import { normalise } from '../../src/c/lines.ts';
import { type SourceFile, textOf } from '../../src/c/parse.ts';
import type { Struct } from '../../src/c/struct.ts';
import { type ChangedHeader, changedHeaders } from '../lib/changed.ts';
import { differences } from '../lib/members.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'uapi-struct-changed',
  severity: 'error',
  category: 'mac',
  needs: ['tree'],
  title:
    'A struct or union of a UAPI header changed other than by growing at its end behind an argsz member.',
  why: `Binaries keep the offsets that they were compiled with. A member that moved, changed its type or its name breaks either them or the next compilation; growth is safe where the caller says how much it knows.`,
  reference:
    'include/uapi/linux/vfio.h, the comment above VFIO_TYPE; Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Superseded.',
  compare: (subject) => changedHeaders(subject).flatMap(changedStructs),
};

function changedStructs({ path, before, after }: ChangedHeader): Found[] {
  if (!before || !after) return [];
  return [...after.structs.values()].flatMap((is): Found[] => {
    const was = before.structs.get(is.name);
    if (!was || body(before.file, was) === body(after.file, is)) return [];
    if (was.node.hasError || is.node.hasError) {
      const message = `could not evaluate ${is.kind} ${is.name}, which changed: it does not parse`;
      return [{ file: path, line: is.line, severity: 'note', message }];
    }
    return differences(was, is).map(({ severity, message, line }) => ({
      file: path,
      line,
      severity,
      message: `${is.kind} ${is.name}: ${message}`,
    }));
  });
}

/** Without the defines that stand between members. */
function body(file: SourceFile, { node }: Struct): string {
  return normalise(textOf(file, node).replace(/^[ \t]*#[ \t]*define.*(\\\n.*)*$/gm, ''));
}
