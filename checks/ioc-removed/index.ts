// SPDX-License-Identifier: GPL-2.0-only
import { ioctlChanges } from '../lib/ioctls.ts';
import { someRequest, spelledRequest } from '../lib/request.ts';
import { placed, quoted } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'ioc-removed',
  severity: 'error',
  effect: 'source-break',
  category: 'ioc',
  needs: ['uapi'],
  title: 'An ioctl is gone from its header, or has another name.',
  why: `A program that uses the name does not compile any more against the new header. Binaries still make the request; whether the kernel answers is the driver's affair.`,
  reference: 'Documentation/process/handling-regressions.rst, "Quotes from Linus about regression"',
  todo: 'Keep the definition, with a comment that says since when the kernel refuses it; a renamed one keeps its old name as an alias.',
  compare: (subject) =>
    (ioctlChanges(subject)?.removed ?? []).map(({ pair, renamed }): Found => {
      const request = pair.before && someRequest(pair.before);
      const was = request ? `, ${spelledRequest(request)},` : '';
      const found = { ...placed(pair), breaks: ['recompiled source'] as const };
      if (!renamed) return { ...found, message: `the ioctl ${pair.name}${was} is gone` };
      const message = `the ioctl ${pair.name}${was} is called ${renamed.name} now`;
      const at = { file: renamed.path, line: renamed.line, after: quoted(renamed) };
      return { ...found, ...at, message, key: renamed.name };
    }),
};
