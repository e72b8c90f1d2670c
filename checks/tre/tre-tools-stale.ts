// SPDX-License-Identifier: GPL-2.0-only
import { headerText } from '../../src/uapi/header-text.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-tools-stale',
  severity: 'note',
  effect: 'defect',
  category: 'tre',
  needs: ['uapi', 'tree', 'whole'],
  title: 'The copy of a header below tools was in sync, and is no longer.',
  why: 'perf and the BPF tools are built with the copies; who maintains those will have to ask what changed.',
  reference: 'tools/include/uapi/README; tools/perf/check-headers.sh',
  todo: 'Nothing in the same patch: the maintainers of the tools copy the header when it is merged. Tell them.',
  compare({ uapi, before, after }) {
    return (uapi?.headers ?? []).flatMap(({ name }) => {
      const [was, is] = [uapi?.before, uapi?.after].map((api) => api && headerText(api, name));
      const copy = `tools/${is?.path}`;
      if (!was || !is || was.text === is.text || was.path !== is.path) return [];
      if (before.get(copy)?.text !== was.text || after.get(copy)?.text === is.text) return [];
      const message = `${copy} was a copy of ${is.path}, and is stale now`;
      return after.get(copy) ? [{ file: is.path, line: 1, symbol: name, message }] : [];
    });
  },
};
