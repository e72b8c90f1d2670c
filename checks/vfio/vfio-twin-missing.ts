// SPDX-License-Identifier: GPL-2.0-only
import { dispatchSpaces } from '../lib/driver/spaces.ts';
import { vfio } from '../profiles/vfio.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'vfio-twin-missing',
  severity: 'warning',
  effect: 'defect',
  category: 'vfio',
  needs: ['drivers', 'whole'],
  apart: true,
  title: 'A dispatcher that replaces another one lacks one of its commands.',
  why: `A program opens /dev/vfio/vfio and does not know which of the two answers: what works on one kernel configuration fails on the other.`,
  reference: 'drivers/iommu/iommufd/vfio_compat.c',
  todo: 'Add a case to the other dispatcher, be it one that refuses the command in its own words.',
  lint({ sources }) {
    const spaces = dispatchSpaces(sources, vfio.kinds);
    const found = new Map<string, Found>();
    for (const { one, other, names, why } of vfio.twins) {
      const twin = spaces.filter(({ id }) => id === other);
      const has = new Set(twin.flatMap(({ commands }) => commands.map(({ name }) => name)));
      // A twin that is not at hand, or serves none of these, lacks nothing.
      if (![...has].some((name) => names.test(name))) continue;
      for (const { file, commands } of spaces.filter(({ id }) => id === one))
        for (const { name, line } of commands) {
          if (!names.test(name) || has.has(name) || found.has(name)) continue;
          const where = twin.find(({ commands: all }) => all.some((command) => names.test(command.name)));
          const message = `${name} is a command here and none of ${where?.function}() in ${where?.file}: ${why}`;
          found.set(name, { file, line, symbol: name, message, key: other });
        }
    }
    return [...found.values()];
  },
};
