// SPDX-License-Identifier: GPL-2.0-only
import { askedIn } from '../lib/driver/direction.ts';
import { type IoctlChanges, ioctlChanges } from '../lib/ioctls.ts';
import { someRequest, spelledRequest } from '../lib/request.ts';
import { listed, placed, quotationOf } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'ioc-removed',
  severity: 'error',
  effect: 'binary-break',
  category: 'ioc',
  needs: ['uapi'],
  title: 'An ioctl is gone from its header, or has another name.',
  why: `A program that uses the name does not compile any more against the new header. Binaries still make the request; whether the kernel answers is the driver's affair.`,
  reference: 'Documentation/process/handling-regressions.rst, "Quotes from Linus about regression"',
  todo: 'Keep the definition, with a comment that says since when the kernel refuses it; a renamed one keeps its old name as an alias.',
  compare: (subject) => (ioctlChanges(subject)?.removed ?? []).map((one) => told(subject, one)),
};

function told(subject: Subject, { pair, renamed }: IoctlChanges['removed'][number]): Found {
  const request = pair.before && someRequest(pair.before);
  const was = request ? `, ${spelledRequest(request)},` : '';
  const found: Found = {
    ...placed(pair),
    severity: 'warning',
    effect: 'source-break',
    message: `the ioctl ${pair.name}${was} is gone`,
    breaks: ['recompiled source'],
  };
  if (renamed) {
    const message = `the ioctl ${pair.name}${was} is called ${renamed.name} now`;
    return {
      ...found,
      file: renamed.path,
      line: renamed.line,
      after: quotationOf(renamed),
      message,
      key: renamed.name,
    };
  }
  const { before, after, lacks } = subject;
  if (lacks.drivers !== undefined) return found;
  const still = askedIn(after, pair.name);
  const lost = [...askedIn(before, pair.name)].filter((path) => !still.has(path));
  if (lost.length === 0) return found;
  return {
    ...found,
    severity: 'error',
    effect: 'binary-break',
    message: `${found.message}, and ${listed(lost)} ${lost.length > 1 ? 'ask' : 'asks'} for it no more`,
    breaks: ['old binary on new kernel', 'recompiled source'],
  };
}
