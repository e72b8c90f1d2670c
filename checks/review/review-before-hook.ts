// SPDX-License-Identifier: GPL-2.0-only
import { bodies, type ChangedFunction, finalTexts, patchChanges } from '../lib/review/changes.ts';
import { lineIn } from '../lib/review/place.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-before-hook',
  severity: 'warning',
  category: 'review',
  needs: ['patches'],
  title: "The core refuses something before it calls the driver's hook that answers the same question.",
  why: 'Drivers have the hook because their answer may differ. The core now answers first, by what is true of its own case.',
  reference: 'Documentation/driver-api/vfio.rst, "VFIO device registration"',
  todo: "Put the check into the core's own implementation of the hook.",
  compare: judge,
};

/** `vdev->pci_ops->get_dmabuf_phys(vdev, …`. */
const HOOK = /\b(\w+(?:->\w+)*->\w*ops)->(\w+)\(([^;]*)\);/g;

function judge(subject: Subject): Found[] {
  const final = finalTexts(subject);
  return patchChanges(subject).flatMap(({ functions }) =>
    functions.flatMap((changed): Found[] => {
      if (!changed.before) return [];
      const check = refusalIn(changed);
      if (!check) return [];
      const rest = changed.after.text.slice(check.end);
      for (const [, ops = '', hook = '', passed = ''] of rest.matchAll(HOOK)) {
        if (!changed.before.text.includes(`->${hook}(`)) continue;
        // Both are handed the device; what matters is the question.
        const shared = namesIn(passed)
          .slice(1)
          .find((name) => check.arguments.slice(1).includes(name));
        const own = defaultOf(hook, changed.after.path, final);
        if (shared === undefined || own === undefined) continue;
        const message = `${changed.after.name}() refuses by ${check.text} before it asks ${ops}->${hook}(); ${own}() is the core's own answer, and the place for it`;
        return [
          {
            file: changed.after.path,
            line: check.line,
            symbol: hook,
            message,
            key: `${changed.after.name} ${hook}`,
          },
        ];
      }
      return [];
    }),
  );
}

interface Check {
  readonly text: string;
  readonly line: number;
  /** Index behind it. */
  readonly end: number;
  readonly arguments: readonly string[];
}

/** An added condition that an error follows, and that calls a function with the device and what is asked for. */
function refusalIn({ added, after }: ChangedFunction): Check | undefined {
  for (const { text, line } of added) {
    const [, call = '', passed = ''] =
      /\bif\s*\(!?(?:[^;]*&&\s*)?(\w+)\(([^;{]*)\)\)\s*\{?\s*$/.exec(text) ?? [];
    const at = lineIn(after, line);
    if (
      call === '' ||
      at === undefined ||
      /^(unlikely|likely|IS_ERR\w*|copy_\w+_user|WARN\w*|capable|ns_capable)$/.test(call)
    )
      continue;
    const names = namesIn(passed);
    const behind =
      /^[^\n]*\n\s*(?:\w+\s*=\s*-E[A-Z]+;\s*goto\s+\w+|return\s+-E[A-Z]+|\w+\s*=\s*-E[A-Z]+)/.exec(
        after.text.slice(at),
      );
    if (behind && names.length >= 2)
      return { text: `${call}()`, line, end: at + behind[0].length, arguments: names };
  }
  return undefined;
}

function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/(?<![\w>.])&?([a-z_]\w*)/g)].map(([, name = '']) => name))];
}

/** The function that drivers without an answer of their own put into the hook: called like it, and of the core's folder. */
function defaultOf(
  hook: string,
  path: string,
  final: ReadonlyMap<string, string | undefined>,
): string | undefined {
  const folder = path.replace(/[^/]*$/, '');
  const near = [...final].flatMap(([other, text]) =>
    text !== undefined && other.startsWith(folder) ? bodies(other, text) : [],
  );
  return near.find(({ name }) => name.endsWith(`_${hook}`))?.name;
}
