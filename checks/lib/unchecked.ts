// SPDX-License-Identifier: GPL-2.0-only
import type { Found, Subject } from '../rule.ts';
import { handlersOf } from './handler.ts';
import { verdictOn } from './refusal.ts';

/**
 * New ioctls that act on a bad value of a member of their argument.
 *
 * @param what the bad value in words: `unknown flags`
 */
export function unchecked(subject: Subject, member: 'argsz' | 'flags', what: string): Found[] {
  const { handlers, unknown } = handlersOf(subject, member);
  const found = handlers.flatMap(({ ioctl, argument }): Found[] => {
    const { name } = ioctl.request.constant;
    const { variable, tag, body } = argument;
    const verdict = verdictOn(subject.after, argument, member);
    if (verdict.state === 'refused') return [];
    const at = { file: body.file.path, line: verdict.line };
    if (verdict.state === 'output') {
      const message = `could not evaluate whether the flags of struct ${tag} are an answer only: ${name} copies them back and refuses none`;
      return [{ ...at, severity: 'note', message }];
    }
    const message =
      verdict.state === 'late'
        ? `${name} uses ${verdict.use} before it refuses ${what}`
        : `${name} copies struct ${tag} into ${variable} and never refuses ${what} with -EINVAL`;
    return [{ ...at, message }];
  });
  return [...found, ...unknown];
}
