// SPDX-License-Identifier: GPL-2.0-only
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-tools-stale',
  severity: 'note',
  effect: 'defect',
  category: 'tre',
  needs: ['uapi', 'tree'],
  title: 'The copy of a header below tools was in sync, and is no longer.',
  why: 'perf and the BPF tools are built with the copies; who maintains those will have to ask what changed.',
  reference: 'tools/include/uapi/README; tools/perf/check-headers.sh',
  todo: 'Nothing in the same patch: the maintainers of the tools copy the header when it is merged. Tell them.',
  compare({ uapi, before, after }) {
    return (uapi?.headers ?? []).flatMap((pair) => {
      const path = pair.after?.path ?? '';
      const copy = `tools/${path}`;
      const [old, now] = [before.get(copy), after.get(copy)];
      if (!pair.before || !pair.after || !old || !now || pair.before.text === pair.after.text) return [];
      if (old.text !== pair.before.text || now.text === pair.after.text) return [];
      return [
        {
          file: path,
          line: 1,
          symbol: pair.name,
          message: `${copy} was a copy of ${path}, and is stale now`,
        },
      ];
    });
  },
};
