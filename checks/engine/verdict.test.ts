// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from 'vitest';
import type { Effect, Finding, Severity } from '../rule.ts';
import type { Examination } from './examine.ts';
import { compatibilityVerdict, judgeByGates } from './verdict.ts';

function found(rule: string, effect: Effect | undefined, severity: Severity = 'error'): Finding {
  const place = { file: 'lamp.h', line: 1, message: '' };
  return { rule, severity, ...place, ...(effect ? { effect } : {}) };
}

function examined(findings: Finding[], ran = ['lay-a']): Examination {
  const rest = { skipped: [], baseline: {}, waived: [], unusedWaivers: [] };
  return { findings, ran, ...rest, verdict: compatibilityVerdict(findings, ran.length > 0) };
}

const exits = (examination: Examination, gates = {}) => judgeByGates(examination, gates).exit;

describe('the verdict', () => {
  it('is the worst effect', () => {
    const all = [
      found('lay-a', 'additive', 'note'),
      found('lay-b', 'source-break'),
      found('mac-a', 'undetermined'),
    ];
    expect(compatibilityVerdict(all, true)).toBe('source-break');
    expect(compatibilityVerdict([], true)).toBe('identical');
    expect(compatibilityVerdict([], false)).toBe('undetermined');
  });

  it('is no harmless one where a rule is off that could have found something worse', () => {
    expect(compatibilityVerdict([], true, [], ['binary-break'])).toBe('waived');
    expect(compatibilityVerdict([found('lay-a', 'additive', 'note')], true, [], ['defect'])).toBe('waived');
    expect(compatibilityVerdict([], true, [], ['additive'])).toBe('identical');
    expect(compatibilityVerdict([found('lay-a', 'source-break')], true, [], ['binary-break'])).toBe(
      'source-break',
    );
  });

  it('is not decided by a defect that is a mere note', () => {
    expect(compatibilityVerdict([found('tre-a', 'defect', 'note')], true)).toBe('additive');
  });
});

describe('the exit status', () => {
  it('is 0 where no gate is hit, 1 where one is, 3 where something could not be told or nothing ran', () => {
    expect(exits(examined([found('lay-a', 'additive')]))).toBe(0);
    expect(exits(examined([found('lay-a', 'binary-break')]))).toBe(1);
    expect(exits(examined([found('lay-a', 'undetermined')]))).toBe(3);
    expect(exits(examined([], []))).toBe(3);
    expect(exits(examined([found('lay-a', 'undetermined'), found('lay-b', 'defect')]))).toBe(1);
  });

  it('follows --deny and --allow by effect, family and rule, the narrower name first', () => {
    const breaks = examined([found('lay-member-moved', 'binary-break')]);
    expect(exits(breaks, { allow: ['binary-break'] })).toBe(0);
    expect(exits(breaks, { allow: ['lay'] })).toBe(0);
    expect(exits(breaks, { allow: ['lay'], deny: ['lay-member-moved'] })).toBe(1);
    expect(exits(breaks, { allow: ['lay-member-moved'], deny: ['lay'] })).toBe(0);
    const grown = examined([found('lay-argsz-growth', 'undetermined', 'note')]);
    expect(exits(grown, { allow: ['undetermined'] })).toBe(0);
    expect(exits(grown, { deny: ['undetermined'] })).toBe(1);
    expect(exits(examined([found('lay-type-added', 'additive')]), { deny: ['additive'] })).toBe(1);
  });

  it('takes the severity of what is about mails', () => {
    expect(exits(examined([found('message-body', undefined)]))).toBe(1);
    expect(exits(examined([found('message-body', undefined, 'warning')]))).toBe(0);
    expect(exits(examined([found('message-body', undefined)]), { allow: ['message'] })).toBe(0);
  });
});
